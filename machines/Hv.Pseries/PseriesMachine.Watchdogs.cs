using Hv.Pseries.Watchdogs;
using Hv.Runtime.Declarations;
using Hv.Runtime.Migration;

namespace Hv.Pseries;

/// <content>The watchdogs of the guest.</content>
public abstract partial class PseriesMachine
{
    /// <summary>How many watchdogs there are.</summary>
    [GuestIdentity("H_WATCHDOG: how many")]
    internal const int WatchdogCount = 4;

    [HostOnly("parts of the machine; sections of their own")]
    private Watchdog[] _watchdogs = [];

    /// <summary>The watchdogs; the guest counts them from 1 on.</summary>
    internal IReadOnlyList<Watchdog> Watchdogs => _watchdogs;

    private IEnumerable<StateSection> WatchdogSections => _watchdogs.Select((watchdog, index) =>
        new StateSection(Watchdog.VmState.Name, watchdog) { Instance = (uint)index, IsNeeded = () => watchdog.IsRunning });

    /// <summary>Stops all watchdogs.</summary>
    internal void StopWatchdogs()
    {
        foreach (var watchdog in _watchdogs)
            watchdog.Stop();
    }

    private void CreateWatchdogs() => _watchdogs = [.. Enumerable.Range(0, WatchdogCount).Select(_ => new Watchdog(this))];

    private void DisposeWatchdogs()
    {
        foreach (var watchdog in _watchdogs)
            watchdog.Dispose();
    }
}
