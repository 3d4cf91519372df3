namespace Hv.Runtime.Monitors.Gdb;

/// <summary>Why a processor had the machine stopped.</summary>
/// <param name="Thread">The processor.</param>
/// <param name="Point">The kind of point that it came to, or <see langword="null"/> after a step.</param>
/// <param name="Address">The address of the data, at a watchpoint.</param>
public sealed record DebugHalt(int Thread, DebugPointKind? Point = null, ulong Address = 0);
