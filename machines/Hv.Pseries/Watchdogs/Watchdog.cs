using Hv.Runtime.Declarations;
using Hv.Runtime.Machines;
using Hv.Runtime.Migration;
using Hv.Runtime.Time;

namespace Hv.Pseries.Watchdogs;

/// <summary>A watchdog of the guest: it acts when it is not started again in time (H_WATCHDOG).</summary>
[VmState("spapr_watchdog")]
public sealed partial class Watchdog : IDisposable
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    [HostOnly("part of the machine")]
    private readonly PseriesMachine _machine;

    [Migrated(Name = "timer")]
    private MachineTimer? _timer;

    [Migrated(Name = "action", TypeName = "uint8")]
    private byte _action;

    [Migrated(Name = "leave_others", TypeName = "uint8")]
    private byte _leavesOthers;

    internal Watchdog(PseriesMachine machine)
    {
        _machine = machine;
        _timer = machine.CreateTimer(Expire);
    }

    /// <summary>Whether it runs.</summary>
    public bool IsRunning => _timer is { Expiry: not MachineTimer.NotSet };

    /// <summary>Starts it, anew when it runs already.</summary>
    /// <param name="action">What happens when it expires.</param>
    /// <param name="milliseconds">When.</param>
    /// <param name="leavesOthers">Whether those that run besides it run on then.</param>
    internal void Start(WatchdogAction action, ulong milliseconds, bool leavesOthers)
    {
        (_action, _leavesOthers) = ((byte)action, leavesOthers ? (byte)1 : (byte)0);
        var expiry = _machine.Clock.Now + ((Int128)milliseconds * NanosecondsPerMillisecond);
        _timer?.SetExpiry((long)Int128.Min(expiry, long.MaxValue));
    }

    /// <summary>Stops it; nothing happens when it does not run.</summary>
    internal void Stop() => _timer?.Stop();

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    private void Expire()
    {
        if (_leavesOthers == 0)
            _machine.StopWatchdogs();

        _machine.Raise((WatchdogAction)_action == WatchdogAction.PowerOff ? new MachineEvent.PowerOffRequested() : new MachineEvent.ResetRequested());
    }

    [AfterLoad]
    private void CheckAction()
    {
        if (_action is < (byte)WatchdogAction.PowerOff or > (byte)WatchdogAction.DumpAndRestart)
            throw new StateException($"a watchdog whose action is {_action}; there are 1 to 3");
    }
}
