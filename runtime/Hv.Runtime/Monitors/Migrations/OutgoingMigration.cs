using Hv.Runtime.Migration.Streams;
using Hv.Runtime.Migration.Transports;

namespace Hv.Runtime.Monitors.Migrations;

/// <summary>This machine on its way to another host, or into a file.</summary>
/// <param name="session">The machine.</param>
/// <param name="address">Where it goes to.</param>
internal sealed class OutgoingMigration(MachineSession session, MigrationAddress address) : MigrationRun(session)
{
    private volatile MigrationSource? _source;
    private RunState? _before;
    private TimeSpan? _setup;
    private long _stopped;
    private TimeSpan? _downtime;

    /// <inheritdoc/>
    protected override void Migrate()
    {
        var channel = address.Connect(Cancellation);
        Use(channel);
        var source = new MigrationSource(Session.Machine, channel.Stream, () => Session.Migrations.Parameters, Stop);
        _source = source;
        source.PassBegun += Session.Migrations.TellPass;
        source.Begun += () =>
        {
            _setup = Elapsed;
            Activate();
        };
        source.Run(Cancellation);
        channel.Complete(Cancellation);
        Commit();
        _downtime = TimeProvider.System.GetElapsedTime(_stopped);
        Session.EndDowntime(RunState.PostMigrate);
    }

    /// <inheritdoc/>
    protected override void Undo()
    {
        if (_before is { } before)
            Session.EndDowntime(before);
    }

    /// <inheritdoc/>
    protected override MigrationReport Describe(MigrationReport report) => report with
    {
        Setup = _setup,
        Downtime = _downtime,
        DowntimeLimit = Session.Migrations.Parameters.DowntimeLimit,
        Progress = _source?.Progress ?? default,
    };

    private string Stop()
    {
        _stopped = TimeProvider.System.GetTimestamp();
        var before = Session.BeginDowntime();
        _before = before;
        return before.Name();
    }
}
