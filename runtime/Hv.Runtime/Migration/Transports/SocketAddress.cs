using System.Net;
using System.Net.Sockets;
using Hv.Runtime.Chardev;

namespace Hv.Runtime.Migration.Transports;

/// <summary>A socket, Unix domain or TCP: the source connects, the destination listens for it.</summary>
public sealed record SocketAddress : MigrationAddress
{
    private readonly Func<SocketAddressText> _resolve;

    /// <summary>Makes the address.</summary>
    /// <param name="resolve">Finds the host, when it is needed.</param>
    /// <param name="host">The host; empty for this host when connecting, for all its addresses when listening.</param>
    /// <param name="port">The port; empty for a Unix domain socket.</param>
    /// <param name="path">The path of a Unix domain socket; empty for TCP.</param>
    internal SocketAddress(Func<SocketAddressText> resolve, string host, string port, string path) =>
        (_resolve, Host, Port, Path) = (resolve, host, port, path);

    /// <summary>The host; empty for this host when connecting, for all its addresses when listening.</summary>
    public string Host { get; }

    /// <summary>The port; empty for a Unix domain socket.</summary>
    public string Port { get; }

    /// <summary>The path of a Unix domain socket; empty for TCP.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public override MigrationChannel Connect(CancellationToken cancellation)
    {
        var address = Resolve();
        var socket = new Socket(address.Family, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.ConnectAsync(address.EndPoint, cancellation).AsTask().GetAwaiter().GetResult();
            return new SocketChannel(socket);
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            throw;
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new MigrationAddressException($"Failed to connect to '{address.Name}': {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public override MigrationListener Listen()
    {
        var address = Resolve();
        var endPoint = Port.Length > 0 && Host.Length == 0 ? new IPEndPoint(IPAddress.Any, ((IPEndPoint)address.EndPoint).Port) : address.EndPoint;
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (Path.Length > 0)
                File.Delete(Path);

            socket.Bind(endPoint);
            socket.Listen(1);
            return new SocketListener(socket, Path);
        }
        catch (Exception exception) when (exception is SocketException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw new MigrationAddressException($"Failed to listen on '{address.Name}': {exception.Message}", exception);
        }
    }

    private SocketAddressText Resolve()
    {
        try
        {
            return _resolve();
        }
        catch (CharacterDeviceException exception)
        {
            throw new MigrationAddressException(exception.Message, exception);
        }
    }
}
