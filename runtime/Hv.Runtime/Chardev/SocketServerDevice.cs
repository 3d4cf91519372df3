using System.Net.Sockets;

namespace Hv.Runtime.Chardev;

/// <summary>A socket that waits for clients: one is served at a time, the next when it has gone.</summary>
public sealed class SocketServerDevice : CharacterDevice
{
    private readonly Socket _listener;
    private readonly SocketAddressText _address;
    private readonly Lock _lock = new();
    private Socket? _client;
    private Socket? _waitingClient;
    private bool _isDisposed;

    private SocketServerDevice(string id, SocketAddressText address, Socket listener)
        : base(id)
    {
        _address = address;
        _listener = listener;
    }

    /// <inheritdoc/>
    public override string Kind => "socket";

    /// <inheritdoc/>
    public override string FileName
    {
        get
        {
            lock (_lock)
                return $"{(_client is { Connected: true } ? "" : "disconnected:")}{_address},server=on";
        }
    }

    /// <inheritdoc/>
    public override bool CanCut => true;

    /// <inheritdoc/>
    public override void Cut()
    {
        lock (_lock)
            _client?.Dispose();
    }

    /// <summary>Starts to listen. A Unix domain socket that nobody serves any more is replaced.</summary>
    /// <exception cref="CharacterDeviceException">The address is taken or not allowed.</exception>
    public static SocketServerDevice Listen(string id, SocketAddressText address)
    {
        var listener = new Socket(address.Family, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (address.Family == AddressFamily.Unix)
                File.Delete(address.Name);
            else
                listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);

            listener.Bind(address.EndPoint);
            listener.Listen(1);
            return new SocketServerDevice(id, address, listener);
        }
        catch (Exception exception) when (exception is SocketException or IOException or UnauthorizedAccessException)
        {
            listener.Dispose();
            throw new CharacterDeviceException($"Failed to listen on {address}: {exception.Message}", exception);
        }
    }

    /// <summary>Waits for the first client, as <c>wait=on</c> asks; <see cref="Accept"/> returns it.</summary>
    public void WaitForClient() => _waitingClient = AcceptClient();

    /// <inheritdoc/>
    public override Stream? Accept()
    {
        var client = Interlocked.Exchange(ref _waitingClient, null) ?? AcceptClient();
        return client is null ? null : new NetworkStream(client, ownsSocket: true);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;

        lock (_lock)
        {
            if (_isDisposed)
                return;

            _isDisposed = true;
            _listener.Dispose();
            _client?.Dispose();
        }

        if (_address.Family == AddressFamily.Unix)
        {
            try
            {
                File.Delete(_address.Name);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It stays behind; the next server at this path replaces it.
            }
        }
    }

    private Socket? AcceptClient()
    {
        try
        {
            var client = _listener.Accept();
            SocketAddressText.SendAtOnce(client);
            lock (_lock)
            {
                if (_isDisposed)
                {
                    client.Dispose();
                    return null;
                }

                return _client = client;
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }
}
