namespace Hv.Pseries.Watchdogs;

/// <summary>What happens when the guest leaves a watchdog alone for too long (H_WATCHDOG).</summary>
internal enum WatchdogAction : byte
{
    /// <summary>The machine is powered off.</summary>
    PowerOff = 1,

    /// <summary>The machine is reset.</summary>
    Restart = 2,

    /// <summary>The guest's memory is dumped, and the machine is reset; there is no dump.</summary>
    DumpAndRestart = 3,
}
