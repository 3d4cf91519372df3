using System.Net;
using System.Net.Sockets;

namespace Hv.Runtime.Migration.Transports;

/// <summary>Waits for one source at a socket.</summary>
/// <param name="socket">Listens; the listener closes it.</param>
/// <param name="path">The path of a Unix domain socket, which goes with it; empty for TCP.</param>
internal sealed class SocketListener(Socket socket, string path) : MigrationListener
{
    /// <inheritdoc/>
    public override ListeningAddress? Address { get; } = socket.LocalEndPoint is IPEndPoint endPoint
        ? new ListeningAddress(null, endPoint.Address.ToString(), endPoint.Port)
        : new ListeningAddress(path, "", 0);

    /// <inheritdoc/>
    public override MigrationChannel Accept()
    {
        try
        {
            return new SocketChannel(socket.Accept());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            throw new IOException($"No source is waited for any more: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public override void Abort()
    {
        socket.Dispose();
        if (path.Length == 0)
            return;

        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It stays behind; the next listener at this path replaces it.
        }
    }
}
