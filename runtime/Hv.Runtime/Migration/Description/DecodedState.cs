namespace Hv.Runtime.Migration.Description;

/// <summary>What a section, a subsection or a struct of a stream consists of, in its place.</summary>
/// <param name="Name">The name of the state; empty where the description has none.</param>
/// <param name="Version">Its version.</param>
/// <param name="Offset">Where in the stream it begins; for a subsection, its mark.</param>
/// <param name="Size">Its bytes, its subsections included.</param>
/// <param name="Fields">Its fields, in order.</param>
/// <param name="Subsections">Its subsections, in order.</param>
public sealed record DecodedState(
    string Name, uint Version, ulong Offset, ulong Size, IReadOnlyList<DecodedField> Fields, IReadOnlyList<DecodedState> Subsections)
{
    internal DecodedState MoveBy(ulong distance) => distance == 0 ? this : this with
    {
        Offset = Offset + distance,
        Fields = [.. Fields.Select(field => field.MoveBy(distance))],
        Subsections = [.. Subsections.Select(subsection => subsection.MoveBy(distance))],
    };
}
