namespace Hv.Pseries.Processors;

/// <summary>An entry of the segment lookaside buffer (Power ISA, Book III, 6.7.8): the two words as slbmte takes them.</summary>
/// <param name="Esid">The effective segment, and whether the entry is valid.</param>
/// <param name="Vsid">The virtual segment, its page size and protection.</param>
public readonly record struct SlbEntry(ulong Esid, ulong Vsid);
