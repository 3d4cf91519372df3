namespace Hv.Runtime.Monitors.Gdb;

/// <summary>What a processor stops at: the numbers of the packets Z and z.</summary>
public enum DebugPointKind
{
    /// <summary>An instruction. Nothing is written to memory for it: it is the same as <see cref="HardwareBreakpoint"/>.</summary>
    SoftwareBreakpoint = 0,

    /// <summary>An instruction.</summary>
    HardwareBreakpoint = 1,

    /// <summary>A store.</summary>
    WriteWatchpoint = 2,

    /// <summary>A load.</summary>
    ReadWatchpoint = 3,

    /// <summary>A load or a store.</summary>
    AccessWatchpoint = 4,
}
