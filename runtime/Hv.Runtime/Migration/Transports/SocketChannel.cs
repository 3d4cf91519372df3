using System.Net.Sockets;

namespace Hv.Runtime.Migration.Transports;

/// <summary>A channel of a connected socket.</summary>
/// <param name="socket">The socket; the channel closes it.</param>
internal sealed class SocketChannel(Socket socket) : MigrationChannel
{
    /// <inheritdoc/>
    public override Stream Stream { get; } = new NetworkStream(socket, ownsSocket: false);

    /// <inheritdoc/>
    public override Stream Answers => Stream;

    /// <inheritdoc/>
    public override void Complete(CancellationToken cancellation)
    {
        // What is still on its way arrives: the socket is closed behind it.
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The other side has closed it already, with all it needs.
        }
    }

    /// <inheritdoc/>
    public override void Abort() => socket.Dispose();
}
