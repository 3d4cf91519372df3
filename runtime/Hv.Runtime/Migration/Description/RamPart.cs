namespace Hv.Runtime.Migration.Description;

/// <summary>A part of the section with the content of RAM.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Phase">Which part it is.</param>
/// <param name="Head">The section's head.</param>
/// <param name="TotalSize">Of the start: the bytes of all blocks.</param>
/// <param name="Blocks">Of the start: all blocks, without pages; of the others: those with pages in the part.</param>
public sealed record RamPart(
    ulong Offset, ulong Size, SectionPhase Phase, SectionHead Head, ulong TotalSize, IReadOnlyList<RamBlockPages> Blocks)
    : SectionPart(Offset, Size, Phase, Head);
