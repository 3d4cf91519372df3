namespace Hv.Generators.Migration;

/// <summary>Fields and subsections under one name and version: the state of a type, or one of its subsections.</summary>
/// <param name="Id">The name of the subsection in C#; empty for the state of a type.</param>
/// <param name="Name">The name in streams.</param>
/// <param name="Version">The version that is saved.</param>
/// <param name="MinimumVersion">The oldest version that can be loaded.</param>
/// <param name="Needed">The member that says whether the subsection is needed; empty for the state of a type.</param>
/// <param name="Items">The fields, in order.</param>
/// <param name="Subsections">The subsections inside, in order.</param>
internal sealed record StateBlock(
    string Id, string Name, int Version, int MinimumVersion, string Needed, EquatableArray<StateItem> Items,
    EquatableArray<StateBlock> Subsections)
{
    /// <summary>The subsections inside, each before those inside of it.</summary>
    public IEnumerable<StateBlock> AllSubsections =>
        Subsections.SelectMany(subsection => subsection.AllSubsections.Prepend(subsection));
}
