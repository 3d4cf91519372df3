using System.Text;
using Hv.Runtime.Chardev;
using Hv.Runtime.Monitors.Qmp.Commands;

namespace Hv.Runtime.Monitors.Human;

/// <summary>Serves the human monitor: a prompt, a line, what it shows.</summary>
/// <param name="session">The machine.</param>
public sealed class HumanServer(MachineSession session) : IMonitorServer
{
    private const int LongestLine = 64 << 10;
    private const int OutputCapacity = 1 << 20;

    /// <summary>The prompt that programs wait for, whatever the monitor's name.</summary>
    private const string Prompt = "(qemu) ";

    private readonly HumanCommandTable _commands = new(session, canWait: true);

    /// <inheritdoc/>
    public void Serve(Stream stream, ConnectionGate gate)
    {
        using var queue = new OutputQueue(stream, OutputCapacity);
        using var leaving = gate.Add(queue);
        var reader = new LineReader(stream, LongestLine);
        Send(queue, $"{ProtocolCommands.PackageName} monitor - type 'help' for more information\n{Prompt}");
        while (!queue.IsBroken && reader.Read(out var line) is not LineKind.End and var kind)
        {
            using var running = gate.Enter();
            Send(queue, (kind == LineKind.TooLong ? "the line is too long\n" : Execute(Encoding.UTF8.GetString(line.Span))) + Prompt);
        }

        queue.Flush(ConnectionGate.Patience);
    }

    private string Execute(string line)
    {
        try
        {
            return _commands.Execute(line.TrimEnd('\r'));
        }
        catch (Exception exception)
        {
            session.Machine.OnHandlerFailed(exception);
            return $"internal error: {exception.Message}\n";
        }
    }

    private static void Send(OutputQueue queue, string text) => queue.Write(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")));
}
