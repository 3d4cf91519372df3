namespace Hv.Runtime.Monitors.Gdb;

/// <summary>Where a debugger has processors stop.</summary>
/// <param name="Kind">At what.</param>
/// <param name="Address">The effective address of the instruction, or of the first byte.</param>
/// <param name="Length">How many bytes; of an instruction, its size.</param>
public readonly record struct DebugPoint(DebugPointKind Kind, ulong Address, ulong Length);
