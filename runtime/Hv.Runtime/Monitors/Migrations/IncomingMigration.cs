using Hv.Runtime.Migration.Streams;
using Hv.Runtime.Migration.Transports;

namespace Hv.Runtime.Monitors.Migrations;

/// <summary>A machine that comes from another host, or out of a file, into this one.</summary>
/// <param name="session">The machine.</param>
/// <param name="listener">Waits for the source; the migration closes it.</param>
internal sealed class IncomingMigration(MachineSession session, MigrationListener listener) : MigrationRun(session)
{
    private ListeningAddress? _address = listener.Address;

    /// <inheritdoc/>
    protected override void Migrate()
    {
        using var channel = Accept();
        Activate();
        var runState = MigrationStream.Load(Session.Machine, channel, Cancellation);
        Commit();
        Session.EndIncoming(runState);
    }

    /// <inheritdoc/>
    protected override void Undo() => Session.FailIncoming();

    /// <inheritdoc/>
    protected override void Abort()
    {
        listener.Abort();
        base.Abort();
    }

    /// <inheritdoc/>
    protected override MigrationReport Describe(MigrationReport report) => report with { IsIncoming = true, Address = _address };

    private MigrationChannel Accept()
    {
        using (listener)
        {
            var channel = listener.Accept();
            Use(channel);
            _address = null;
            return channel;
        }
    }
}
