namespace Hv.Generators.Machines;

/// <summary>All that the output needs of a class with [MachineFamily].</summary>
/// <param name="Name">The family's name.</param>
/// <param name="Summary">One line of help.</param>
/// <param name="ClassName">The class, with <c>global::</c>.</param>
/// <param name="Namespace">The class' namespace.</param>
/// <param name="Heads">The partial declarations around a member of the class.</param>
/// <param name="HintName">The name of the generated file.</param>
internal sealed record MachineFamilyModel(
    string Name, string Summary, string ClassName, string Namespace, EquatableArray<string> Heads, string HintName);

/// <summary>All that the output needs of a class with [MachineVersion].</summary>
/// <param name="FamilyClass">The family's class, with <c>global::</c>.</param>
/// <param name="Id">The version's place among the family's versions.</param>
/// <param name="Name">The name users know.</param>
/// <param name="Summary">One line of help; empty when the class has no documentation.</param>
/// <param name="IsDefault">Whether a user who names no version gets this one.</param>
/// <param name="ClassName">The class, with <c>global::</c>.</param>
/// <param name="Namespace">The class' namespace.</param>
/// <param name="Heads">The partial declarations around a member of the class.</param>
/// <param name="HintName">The name of the generated file.</param>
/// <param name="Rows">The compat rows that the version declares, in their order.</param>
internal sealed record MachineVersionModel(
    string FamilyClass, MachineVersionId Id, string Name, string Summary, bool IsDefault,
    string ClassName, string Namespace, EquatableArray<string> Heads, string HintName, EquatableArray<CompatRowModel> Rows);

/// <summary>One compat row, as C# expressions.</summary>
/// <param name="Target">The type whose objects it applies to, with <c>global::</c>.</param>
/// <param name="Property">The <c>ObjectProperty</c>, of the class that declares the property: the target or a base of it.</param>
/// <param name="Type">The property's type.</param>
/// <param name="Value">The value.</param>
internal sealed record CompatRowModel(string Target, string Property, string Type, string Value);

/// <summary>A version in its place.</summary>
/// <param name="Version">The version.</param>
/// <param name="BuildsOn">The class of the version whose rows it has too, or <see langword="null"/> for the newest.</param>
/// <param name="Summary">One line of help: the version's own, or the family's.</param>
internal sealed record ChainedVersion(MachineVersionModel Version, string? BuildsOn, string Summary);

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

/// <summary>A family and the classes of its versions, newest first.</summary>
internal sealed record MachineRegistry(MachineFamilyModel Family, EquatableArray<string> Versions);
