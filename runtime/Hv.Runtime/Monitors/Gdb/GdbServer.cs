using Hv.Runtime.Chardev;

namespace Hv.Runtime.Monitors.Gdb;

/// <summary>Serves gdb's remote protocol to one client after the other (<c>-gdb</c>, <c>-s</c>).</summary>
/// <param name="session">The machine.</param>
/// <param name="target">The machine as a debugger sees it.</param>
public sealed class GdbServer(MachineSession session, IDebugTarget target) : IMonitorServer
{
    /// <summary>How many bytes of replies wait for a client at most, before it is waited for.</summary>
    private const int OutputCapacity = 1 << 20;

    /// <inheritdoc/>
    public void Serve(Stream stream, ConnectionGate gate)
    {
        using var queue = new OutputQueue(stream, OutputCapacity);
        using var _ = gate.Add(queue);
        var packets = new GdbPackets(stream, queue.Write, queue.TryWrite);
        var connection = new GdbConnection(session, target, packets);
        try
        {
            using (gate.Enter())
                connection.Attach();

            while (!queue.IsBroken && !connection.HasEnded && packets.Read(out var contents) is not GdbPackets.Kind.Gone and var kind)
            {
                using (gate.Enter())
                    connection.Take(kind, contents);
            }
        }
        finally
        {
            Leave(connection, gate);
            queue.Flush(ConnectionGate.Patience);
        }
    }

    // When the program ends there is nothing to be left in order, and the machine may be gone.
    private static void Leave(GdbConnection connection, ConnectionGate gate)
    {
        connection.Ignore();
        try
        {
            using (gate.Enter())
                connection.LetGo();
        }
        catch (ObjectDisposedException) when (gate.IsClosed)
        {
        }
    }
}
