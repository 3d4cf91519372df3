using System.Text;
using Hv.Runtime.Machines;
using Hv.Runtime.Monitors;
using Hv.Runtime.Monitors.Gdb;
using Hv.Runtime.Tests.Monitors.Infrastructure;

namespace Hv.Runtime.Tests.Monitors.Gdb;

/// <summary>A client of gdb's remote protocol, and a session whose requests are served as the program does.</summary>
internal sealed class GdbClient : IDisposable
{
    private readonly PlainSession _session;
    private readonly MonitorClient _client;
    private readonly Thread _serving;

    public GdbClient(FakeDebugTarget? target = null, bool isRunning = false, SessionOptions? options = null)
    {
        Target = target ?? new FakeDebugTarget();
        _session = new PlainSession(options);
        if (isRunning)
            Session.Continue();

        _client = new MonitorClient(new GdbServer(Session, Target));
        _serving = new Thread(() => Session.WaitForEnd()) { IsBackground = true };
        _serving.Start();
    }

    public FakeDebugTarget Target { get; }

    public MachineSession Session => _session.Session;

    public IReadOnlyList<Exception> Defects => _session.Defects;

    /// <summary>The packet around contents.</summary>
    public static string Packet(string contents) => $"${contents}#{(byte)contents.Sum(letter => letter):x2}";

    public void SendRaw(string text) => _client.Send(Encoding.Latin1.GetBytes(text));

    /// <summary>Sends a packet and takes its acknowledgement.</summary>
    public void Send(string contents)
    {
        SendRaw(Packet(contents));
        Assert.That(ReadRaw("+"), Is.EqualTo("+"));
    }

    /// <summary>What comes up to a text.</summary>
    public string ReadRaw(string end) => _client.ReadTo(end);

    /// <summary>The contents of the next packet, whose checksum must be right; acknowledged.</summary>
    public string Read()
    {
        var packet = _client.ReadTo("#") + _client.ReadExactly(2);
        var contents = packet[1..^3];
        Assert.That(packet, Is.EqualTo(Packet(contents)));
        SendRaw("+");
        return contents;
    }

    public string Call(string contents)
    {
        Send(contents);
        return Read();
    }

    /// <summary>The guest powers the machine off.</summary>
    public void PowerOff() => _session.Machine.Raise(new MachineEvent.PowerOffRequested());

    public bool IsClosed() => _client.Read() is null;

    public void Close() => _client.Finish();

    public void Dispose()
    {
        _client.Dispose();
        Session.Quit("test");
        _serving.Join();
        _session.Dispose();
    }
}
