using System.Net.Sockets;

namespace Hv.Runtime.Chardev;

/// <summary>A socket that the device connects, or got connected: Unix domain or TCP.</summary>
public sealed class SocketClientDevice : CharacterDevice
{
    private readonly Socket _socket;
    private int _isAccepted;

    private SocketClientDevice(string id, string fileName, Socket socket)
        : base(id)
    {
        FileName = fileName;
        _socket = socket;
    }

    /// <inheritdoc/>
    public override string Kind => "socket";

    /// <inheritdoc/>
    public override string FileName { get; }

    /// <inheritdoc/>
    public override bool CanCut => true;

    /// <inheritdoc/>
    public override void Cut() => _socket.Dispose();

    /// <summary>Connects to a server.</summary>
    /// <exception cref="CharacterDeviceException">It does not answer.</exception>
    public static SocketClientDevice Connect(string id, SocketAddressText address)
    {
        var socket = new Socket(address.Family, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(address.EndPoint);
            SocketAddressText.SendAtOnce(socket);
            return new SocketClientDevice(id, address.ToString(), socket);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new CharacterDeviceException($"Failed to connect to '{address.Name}': {exception.Message}", exception);
        }
    }

    /// <summary>Takes a connected socket that the program was started with.</summary>
    /// <param name="id">The id.</param>
    /// <param name="descriptor">The number of the file descriptor.</param>
    /// <exception cref="CharacterDeviceException">It is no socket.</exception>
    public static SocketClientDevice Adopt(string id, int descriptor)
    {
        try
        {
            var socket = new Socket(new SafeSocketHandle(descriptor, ownsHandle: true));
            return new SocketClientDevice(id, $"fd:{descriptor}", socket);
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            throw new CharacterDeviceException($"File descriptor {descriptor} is no connected socket: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public override Stream? Accept() =>
        Interlocked.Exchange(ref _isAccepted, 1) == 0 ? new NetworkStream(_socket, ownsSocket: false) : null;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _socket.Dispose();
    }
}
