namespace Hv.Runtime.Migration.Description;

/// <summary>A part of the section with the hash page table.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Phase">Which part it is.</param>
/// <param name="Head">The section's head.</param>
public sealed record HashTablePart(ulong Offset, ulong Size, SectionPhase Phase, SectionHead Head) : SectionPart(Offset, Size, Phase, Head)
{
    /// <summary>Whether there is a table: guests with radix page tables have none.</summary>
    public bool HasTable { get; init; }

    /// <summary>Of the start: the table has 2 to this power bytes.</summary>
    public uint Shift { get; init; }

    /// <summary>How many runs of entries the part has.</summary>
    public ulong Chunks { get; init; }

    /// <summary>How many entries the part has.</summary>
    public ulong Valid { get; init; }

    /// <summary>How many entries it clears.</summary>
    public ulong Invalid { get; init; }
}
