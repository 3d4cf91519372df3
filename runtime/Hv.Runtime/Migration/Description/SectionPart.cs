namespace Hv.Runtime.Migration.Description;

/// <summary>A section, or a part of one that comes in parts.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Size">Its bytes, with its head and its footer.</param>
/// <param name="Phase">Which part it is.</param>
/// <param name="Head">Its head; that of the start for a later part.</param>
public record SectionPart(ulong Offset, ulong Size, SectionPhase Phase, SectionHead Head) : StreamPart(Offset, Size)
{
    /// <summary>
    /// What is in a full section; <see langword="null"/> where the stream has no description, and only the section's footer told where it
    /// ends.
    /// </summary>
    public DecodedState? State { get; init; }
}
