using Hv.Pseries.Watchdogs;
using Hv.Runtime.Declarations;
using Hv.Runtime.Hypercalls;

namespace Hv.Pseries.Hypercalls;

/// <summary>Watchdogs, which act when the guest does not start them again in time (PAPR, H_WATCHDOG).</summary>
[Hypercalls]
internal sealed partial class WatchdogHypercalls(PseriesMachine machine)
{
    private const ulong AllFlags = 0x1_FFFF;
    private const ulong LeaveOthers = 0x1_0000;
    private const int OperationShift = 8;
    private const ulong All = ulong.MaxValue;
    private const ulong ShortestTimeout = 1;
    private const int ShortestTimeoutShift = 48;
    private const int CountShift = 32;
    private const ulong MustBeStoppedForMigration = 2;

    private enum Operation : byte
    {
        Start = 1,
        Stop = 2,
        Query = 3,
        QueryMigration = 4,
    }

    /// <summary>Starts or stops a watchdog, or tells what there is.</summary>
    [Hypercall(0x45C, "H_WATCHDOG")]
    private HypercallStatus Control(ulong flags, ulong number, ulong milliseconds, HypercallFrame frame)
    {
        if ((flags & ~AllFlags) != 0)
            return HypercallStatus.Parameter;

        var operation = (Operation)(byte)(flags >> OperationShift);
        switch (operation)
        {
            case Operation.Query:
                frame.Registers[0] = (ShortestTimeout << ShortestTimeoutShift) | ((ulong)PseriesMachine.WatchdogCount << CountShift);
                return HypercallStatus.Success;
            case Operation.Stop when number == All:
                return StopAll();
            case Operation.Start or Operation.Stop or Operation.QueryMigration when number is 0 or > PseriesMachine.WatchdogCount:
                return HypercallStatus.Parameter2;
            case Operation.Start:
                return Start(machine.Watchdogs[(int)number - 1], (WatchdogAction)(byte)flags, milliseconds, (flags & LeaveOthers) != 0);
            case Operation.Stop:
                return Stop(machine.Watchdogs[(int)number - 1]);
            case Operation.QueryMigration:
                frame.Registers[0] = MustBeStoppedForMigration;
                return HypercallStatus.Success;
            default:
                return HypercallStatus.Parameter;
        }
    }

    private static HypercallStatus Start(Watchdog watchdog, WatchdogAction action, ulong milliseconds, bool leavesOthers)
    {
        if (milliseconds <= ShortestTimeout)
            return HypercallStatus.Parameter3;

        if (action is not (WatchdogAction.PowerOff or WatchdogAction.Restart or WatchdogAction.DumpAndRestart))
            return HypercallStatus.Parameter;

        watchdog.Start(action, milliseconds, leavesOthers);
        return HypercallStatus.Success;
    }

    private static HypercallStatus Stop(Watchdog watchdog)
    {
        if (!watchdog.IsRunning)
            return HypercallStatus.NoOperation;

        watchdog.Stop();
        return HypercallStatus.Success;
    }

    private HypercallStatus StopAll()
    {
        if (machine.Watchdogs.All(watchdog => !watchdog.IsRunning))
            return HypercallStatus.NoOperation;

        machine.StopWatchdogs();
        return HypercallStatus.Success;
    }
}
