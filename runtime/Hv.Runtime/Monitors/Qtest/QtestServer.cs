using System.Text;
using Hv.Runtime.Chardev;

namespace Hv.Runtime.Monitors.Qtest;

/// <summary>Serves the qtest protocol to one client after the other.</summary>
public sealed class QtestServer : IMonitorServer
{
    /// <summary>How many bytes of replies wait for a client at most, before it is waited for.</summary>
    private const int OutputCapacity = 1 << 20;

    private readonly MachineSession _session;
    private readonly QtestLog? _log;

    /// <summary>Makes a server.</summary>
    /// <param name="session">The machine.</param>
    /// <param name="log">Takes a copy of what is said (<c>-qtest-log</c>), or <see langword="null"/>.</param>
    public QtestServer(MachineSession session, TextWriter? log = null)
    {
        _session = session;
        _log = log is null ? null : new QtestLog(log);
    }

    /// <inheritdoc/>
    public void Serve(Stream stream, ConnectionGate gate)
    {
        using var queue = new OutputQueue(stream, OutputCapacity);
        using var _ = gate.Add(queue);
        var reader = new LineReader(stream, QtestProtocol.LongestLine);
        var output = new QtestOutput(stream, queue, _log);
        var protocol = new QtestProtocol(_session, output.Tell);
        _log?.Connected();
        try
        {
            while (!queue.IsBroken && reader.Read(out var line) is not LineKind.End and var kind)
            {
                using (gate.Enter())
                    Answer(protocol, kind, line, output);
            }
        }
        finally
        {
            protocol.Detach();
            queue.Flush(ConnectionGate.Patience);
            _log?.Disconnected();
        }
    }

    private void Answer(QtestProtocol protocol, LineKind kind, ReadOnlyMemory<byte> line, QtestOutput output)
    {
        output.Begin();
        if (kind == LineKind.TooLong)
        {
            output.Send(Encoding.UTF8.GetBytes($"ERR a line of more than {QtestProtocol.LongestLine} bytes"));
        }
        else
        {
            _log?.Received(line.Span);
            protocol.Execute(line.Span, output.Send);
        }

        output.End();
    }
}
