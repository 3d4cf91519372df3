using Hv.Power.Execution;

namespace Hv.Power.Memory;

/// <summary>An access to memory that failed.</summary>
/// <param name="Vector">The interrupt it causes.</param>
/// <param name="Address">The effective address; DAR.</param>
/// <param name="Status">DSISR, or the bits of SRR1 for a fetch (Power ISA, Book III, 7.5.3 and 7.5.5 of version 3.0B).</param>
/// <param name="IsForDebugger">Whether no interrupt is meant: a debugger watches the address.</param>
public readonly record struct StorageFault(InterruptVector Vector, ulong Address, uint Status, bool IsForDebugger = false);
