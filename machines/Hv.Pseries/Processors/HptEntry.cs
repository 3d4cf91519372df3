namespace Hv.Pseries.Processors;

/// <summary>An entry of a hash page table (Power ISA, Book III, 6.7.9.2).</summary>
/// <param name="First">The first doubleword: what is translated; bit 0, the lowest, says whether the entry is valid.</param>
/// <param name="Second">The second: what it is translated to, and protection.</param>
public readonly record struct HptEntry(ulong First, ulong Second);
