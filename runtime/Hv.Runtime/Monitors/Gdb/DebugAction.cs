namespace Hv.Runtime.Monitors.Gdb;

/// <summary>What a processor does when the machine runs.</summary>
public enum DebugAction
{
    /// <summary>It waits.</summary>
    Hold,

    /// <summary>It runs.</summary>
    Continue,

    /// <summary>It executes one instruction, then the machine stops.</summary>
    Step,
}
