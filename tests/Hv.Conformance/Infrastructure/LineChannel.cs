using System.Net.Sockets;
using System.Text;

namespace Hv.Conformance.Infrastructure;

/// <summary>Lines over a connected socket. No read waits longer than <see cref="Patience"/>.</summary>
internal sealed class LineChannel : IDisposable
{
    /// <summary>How long QEMU may take to answer; far more than it needs on a busy host.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[65536];
    private int _start;
    private int _end;

    public LineChannel(Socket socket)
    {
        _socket = socket;
        _socket.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        _socket.SendTimeout = (int)Patience.TotalMilliseconds;
    }

    /// <summary>Sends one line.</summary>
    public void Send(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + '\n');
        for (var sent = 0; sent < bytes.Length;)
            sent += _socket.Send(bytes.AsSpan(sent));
    }

    /// <summary>Receives one line, without its end.</summary>
    /// <exception cref="IOException">The other side is gone.</exception>
    /// <exception cref="TimeoutException">Nothing came for <see cref="Patience"/>.</exception>
    public string Receive()
    {
        var line = new List<byte>();
        while (true)
        {
            var received = _buffer.AsSpan(_start, _end - _start);
            var length = received.IndexOf((byte)'\n');
            line.AddRange(length < 0 ? received : received[..length]);
            if (length >= 0)
            {
                _start += length + 1;
                return Encoding.UTF8.GetString(line.ToArray()).TrimEnd('\r');
            }

            Refill();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private void Refill()
    {
        try
        {
            _start = 0;
            _end = _socket.Receive(_buffer);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.TimedOut)
        {
            throw new TimeoutException($"QEMU sent nothing for {Patience.TotalSeconds} s.", exception);
        }

        if (_end == 0)
            throw new IOException("QEMU has closed the connection.");
    }
}
