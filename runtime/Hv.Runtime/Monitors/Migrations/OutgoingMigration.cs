using Hv.Runtime.Migration.Streams;
using Hv.Runtime.Migration.Transports;

namespace Hv.Runtime.Monitors.Migrations;

/// <summary>This machine on its way to another host, or into a file.</summary>
/// <param name="session">The machine.</param>
/// <param name="address">Where it goes to.</param>
/// <param name="isSnapshot">Whether it stands all the time, is sent as fast as it goes, and goes on here then as it was.</param>
internal sealed class OutgoingMigration(MachineSession session, MigrationAddress address, bool isSnapshot = false) : MigrationRun(session)
{
    private static readonly MigrationParameters AsFastAsItGoes = MigrationParameters.Default with { MaximumBandwidth = 0 };

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
        var source = new MigrationSource(Session.Machine, channel.Stream, () => isSnapshot ? AsFastAsItGoes : Session.Migrations.Parameters, Stop);
        _source = source;
        source.PassBegun += Session.Migrations.TellPass;
        source.Begun += () =>
        {
            _setup = Elapsed;
            Activate();
        };
        if (isSnapshot)
            Stop();

        source.Run(Cancellation);
        channel.Complete(Cancellation);
        Commit();
        _downtime = TimeProvider.System.GetElapsedTime(_stopped);
        Session.EndDowntime(isSnapshot ? _before!.Value : RunState.PostMigrate);
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
        if (_before is { } stopped)
            return stopped.Name();

        _stopped = TimeProvider.System.GetTimestamp();
        var before = Session.BeginDowntime();
        _before = before;
        return before.Name();
    }
}
