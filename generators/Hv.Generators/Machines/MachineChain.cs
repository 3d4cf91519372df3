namespace Hv.Generators.Machines;

/// <summary>A family with its versions, newest first, each side branch right after the version it branches from.</summary>
internal sealed record MachineChain(MachineFamilyModel Family, EquatableArray<ChainedVersion> Versions)
{
    /// <summary>The part that the family's own file needs: it stays equal while only rows change.</summary>
    public MachineRegistry Registry => new(Family, Versions.Select(version => version.Version.ClassName).ToEquatableArray());

    /// <summary>Puts the versions of each family that has any into one chain.</summary>
    public static IEnumerable<MachineChain> Build(IEnumerable<MachineFamilyModel> families, IEnumerable<MachineVersionModel> versions)
    {
        // A class is taken once, even where its attribute stands, wrongly, on two of its parts.
        var byFamily = versions
            .GroupBy(version => version.ClassName, StringComparer.Ordinal)
            .Select(parts => parts.First())
            .ToLookup(version => version.FamilyClass, StringComparer.Ordinal);
        foreach (var family in families
            .GroupBy(family => family.ClassName, StringComparer.Ordinal)
            .Select(parts => parts.First())
            .OrderBy(family => family.Name, StringComparer.Ordinal)
            .ThenBy(family => family.ClassName, StringComparer.Ordinal))
        {
            var chain = Link(family, byFamily[family.ClassName]).ToEquatableArray();
            if (chain.Count > 0)
                yield return new MachineChain(family, chain);
        }
    }

    private static IEnumerable<ChainedVersion> Link(MachineFamilyModel family, IEnumerable<MachineVersionModel> versions)
    {
        MachineVersionModel? newest = null;
        foreach (var version in versions.OrderBy(version => version.Id).ThenBy(version => version.ClassName, StringComparer.Ordinal))
        {
            var summary = version.Summary.Length > 0 ? version.Summary : family.Summary;
            yield return new ChainedVersion(version, newest?.ClassName, summary);
            if (!version.Id.IsSideBranch)
                newest = version;
        }
    }
}
