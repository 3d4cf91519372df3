using Hv.Runtime.Chardev;

namespace Hv.Runtime.Monitors.Qmp;

/// <summary>Serves the QEMU machine protocol (QMP) to one client after the other.</summary>
/// <param name="session">The machine.</param>
/// <param name="pretty">Whether what is sent is laid out for people (<c>-mon pretty=on</c>).</param>
public sealed class QmpServer(MachineSession session, bool pretty = false) : IMonitorServer
{
    private const int ReadSize = 16 << 10;

    private readonly QmpCommandTable _commands = new(session);

    /// <inheritdoc/>
    public void Serve(Stream stream, ConnectionGate gate)
    {
        using var queue = new OutputQueue(stream, QmpOutput.Capacity);
        using var leaving = gate.Add(queue);
        using var connection = new QmpConnection(session, _commands, new QmpOutput(stream, queue, pretty), gate);
        connection.Greet();
        var buffer = new byte[ReadSize];
        while (!queue.IsBroken && Read(stream, buffer) is > 0 and var count)
            connection.Receive(buffer.AsSpan(0, count));

        connection.Finish();
        queue.Flush(ConnectionGate.Patience);
    }

    private static int Read(Stream stream, byte[] buffer)
    {
        try
        {
            return stream.Read(buffer, 0, buffer.Length);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            return 0;
        }
    }
}
