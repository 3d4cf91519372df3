namespace Hv.Runtime.Migration.Description;

/// <summary>What must be alike on both sides.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Machine">The name of the machine version.</param>
/// <param name="Subsections">What else there is: each a subsection of <c>configuration</c>.</param>
public sealed record ConfigurationPart(ulong Offset, ulong Size, string Machine, IReadOnlyList<DecodedState> Subsections)
    : StreamPart(Offset, Size);
