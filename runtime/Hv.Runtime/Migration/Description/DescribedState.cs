namespace Hv.Runtime.Migration.Description;

/// <summary>What a section, a subsection or a struct consists of, as a stream's description has it.</summary>
/// <param name="Name">The name of the state; empty where the description has none.</param>
/// <param name="Version">Its version.</param>
/// <param name="Fields">Its fields, in order.</param>
/// <param name="Subsections">Its subsections, in order.</param>
internal sealed record DescribedState(
    string Name, uint Version, IReadOnlyList<DescribedField> Fields, IReadOnlyList<DescribedState> Subsections);
