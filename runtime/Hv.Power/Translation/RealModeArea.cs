namespace Hv.Power.Translation;

/// <summary>The memory that accesses reach with translation off (Power ISA 2.07, book III-S, 5.7.3.3).</summary>
/// <param name="Offset">The real address of its first byte, a multiple of its size (RMOR).</param>
/// <param name="Size">Its size in bytes, a power of two, or <see cref="ulong.MaxValue"/> for no limit.</param>
public readonly record struct RealModeArea(ulong Offset, ulong Size);
