namespace Hv.Power.Debugging;

/// <summary>Why a debugger's processor executes nothing.</summary>
public enum HaltReason
{
    /// <summary>It executes.</summary>
    None,

    /// <summary>The debugger holds it while others execute.</summary>
    Held,

    /// <summary>It is before an instruction that the debugger wants to see.</summary>
    Breakpoint,

    /// <summary>It is before an instruction that accesses data that the debugger watches.</summary>
    Watchpoint,

    /// <summary>It has executed the one instruction that it was to execute.</summary>
    Step,
}
