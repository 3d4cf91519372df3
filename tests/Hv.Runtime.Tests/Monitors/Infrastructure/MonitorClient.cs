using System.Net;
using System.Net.Sockets;
using System.Text;
using Hv.Runtime.Chardev;
using Hv.Runtime.Monitors;

namespace Hv.Runtime.Tests.Monitors.Infrastructure;

/// <summary>A client of a server, over a socket. No read waits longer than <see cref="Patience"/>.</summary>
internal sealed class MonitorClient : IDisposable
{
    /// <summary>How long an answer may take on a busy host.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Socket _client;
    private readonly NetworkStream _stream;
    private readonly StreamReader _reader;
    private readonly MonitorHost _host;
    private readonly List<Exception> _failures = [];

    public MonitorClient(IMonitorServer server)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        _client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _client.Connect(listener.LocalEndPoint!);
        _client.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        _client.SendTimeout = (int)Patience.TotalMilliseconds;
        _stream = new NetworkStream(_client);
        _reader = new StreamReader(_stream, Encoding.Latin1);
        var accepted = listener.Accept();
        accepted.NoDelay = true;
        _host = new MonitorHost(_failures.Add);
        _host.Start(server, new StreamCharacterDevice("test", "socket", "test", new NetworkStream(accepted, ownsSocket: true)));
    }

    /// <summary>What escaped from the server: nothing may.</summary>
    public IReadOnlyList<Exception> Failures => _failures;

    /// <summary>Sends bytes as they are.</summary>
    public void Send(ReadOnlySpan<byte> bytes) => _stream.Write(bytes);

    /// <summary>Sends a line.</summary>
    public void Send(string line) => Send(Encoding.UTF8.GetBytes(line + "\n"));

    /// <summary>Reads a line without its end; <see langword="null"/> when the server has closed the connection.</summary>
    public string? Read() => _reader.ReadLine();

    /// <summary>Reads characters up to and including a text.</summary>
    public string ReadTo(string end)
    {
        var text = new StringBuilder();
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal) && _reader.Read() is >= 0 and var character)
            text.Append((char)character);

        return text.ToString();
    }

    /// <summary>Reads a number of characters, or what there is before the server closes the connection.</summary>
    public string ReadExactly(int count)
    {
        var text = new StringBuilder();
        while (text.Length < count && _reader.Read() is >= 0 and var character)
            text.Append((char)character);

        return text.ToString();
    }

    /// <summary>Sends a line and reads one.</summary>
    public string? Call(string line)
    {
        Send(line);
        return Read();
    }

    /// <summary>Says that nothing more is sent.</summary>
    public void Finish() => _client.Shutdown(SocketShutdown.Send);

    /// <summary>Lets the program end from the server's side, as it does for its monitors.</summary>
    public bool CloseServer() => _host.Close();

    /// <inheritdoc/>
    public void Dispose()
    {
        _host.Dispose();
        _reader.Dispose();
        _stream.Dispose();
        _client.Dispose();
        Assert.That(_failures, Is.Empty);
    }
}
