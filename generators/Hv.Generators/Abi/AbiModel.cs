using Hv.Runtime.Abi;

namespace Hv.Generators.Abi;

/// <summary>The texts of all machine versions of an assembly: each line once.</summary>
/// <param name="Versions">The versions, each family's newest first; their places are their numbers.</param>
/// <param name="Lines">The lines, in the order of all texts.</param>
internal sealed record AbiModel(EquatableArray<AbiVersion> Versions, EquatableArray<AbiLine> Lines)
{
    /// <summary>The text of a version.</summary>
    public AbiText TextOf(int version) => new(
        Versions[version].Name,
        Lines.Where(line => line.Versions.Any(run => run.First <= version && version <= run.Last)).Select(line => line.Entry));
}
