using Microsoft.CodeAnalysis;

namespace Hv.Generators.Machines;

/// <summary>What a version's class must be, by itself and among the versions of its family.</summary>
internal static class VersionRules
{
    public static void Check(MachineIndex index, VersionDeclaration version, Action<Diagnostic> report, CancellationToken cancellation)
    {
        CheckClass(version, report, cancellation);
        CheckName(version, report, cancellation);
        if (CheckFamily(index, version, report, cancellation))
            CheckChain([.. index.VersionsOf(version.FamilyName)], version, report, cancellation);
    }

    private static void CheckClass(VersionDeclaration version, Action<Diagnostic> report, CancellationToken cancellation)
    {
        var defects = MachineParser.VersionDefects(version, cancellation).ToList();
        if (defects.Count > 0)
        {
            report(Diagnostic.Create(
                MachineDescriptors.WrongVersionClass, version.Type.FirstLocation(),
                version.Type.Name, version.Name, string.Join(" and ", defects)));
        }
    }

    private static void CheckName(VersionDeclaration version, Action<Diagnostic> report, CancellationToken cancellation)
    {
        if (version.Attribute.NamedValue<string>("Suffix") is { } suffix && !MachineParser.IsName(suffix))
        {
            report(Diagnostic.Create(
                MachineDescriptors.WrongFamilyDeclaration,
                version.Attribute.ArgumentLocation("Suffix", version.Type, cancellation),
                $"'{suffix}' is no suffix of a machine version: {MachineParser.NameRule}"));
        }

        foreach (var (index, number) in new[] { (1, version.Id.Major), (2, version.Id.Minor) })
        {
            if (number < 0)
            {
                report(Diagnostic.Create(
                    MachineDescriptors.WrongFamilyDeclaration,
                    version.Attribute.ArgumentLocation(index, version.Type, cancellation),
                    $"{number} is no number of a machine version: it is negative"));
            }
        }
    }

    private static bool CheckFamily(
        MachineIndex index, VersionDeclaration version, Action<Diagnostic> report, CancellationToken cancellation)
    {
        if (version.Family is not null)
            return true;

        var declared = index.Families.FirstOrDefault(family => family.Name == version.FamilyName);
        if (declared is not null)
        {
            Report(version.Type.FirstLocation(), $"it does not derive from '{declared.Type.Name}'");
            return true;
        }

        var familyLocation = version.Attribute.ArgumentLocation(0, version.Type, cancellation);
        if (version.BaseFamily is { } foreign && foreign.Name == version.FamilyName)
        {
            Report(
                familyLocation,
                $"'{foreign.Type.Name}' is in '{foreign.Type.ContainingAssembly.Name}', and a family's versions are declared where its class is");
            return false;
        }

        // The family of the base class is what was meant, however the name is misspelt.
        var near = version.BaseFamily?.Name ?? NearestName.Find(version.FamilyName, index.Families.Select(family => family.Name));
        report(Diagnostic.Create(
            MachineDescriptors.WrongFamily, familyLocation,
            MachineDescriptors.Fix(near),
            version.Type.Name, version.FamilyName, near is null ? "there is no such family" : $"there is no such family. Did you mean '{near}'?"));
        return false;

        void Report(Location location, string reason) => report(Diagnostic.Create(
            MachineDescriptors.WrongFamily, location, version.Type.Name, version.FamilyName, reason));
    }

    private static void CheckChain(
        List<VersionDeclaration> versions, VersionDeclaration version, Action<Diagnostic> report, CancellationToken cancellation)
    {
        var location = version.Attribute.ApplicationSyntaxReference?.GetSyntax(cancellation).GetLocation() ?? version.Type.FirstLocation();
        var first = versions.First(other => other.Id == version.Id);
        if (!SymbolEqualityComparer.Default.Equals(first.Type, version.Type))
            report(Diagnostic.Create(MachineDescriptors.DuplicateVersion, location, version.Name, first.Type.Name));
        else if (!version.Id.IsSideBranch && MissingBelow(versions, version) is { } gap)
            report(Diagnostic.Create(MachineDescriptors.Gap, location, version.FamilyName, version.Id, gap.Older, gap.Missing));

        if (version.Id.IsSideBranch && versions.All(other => other.Id != version.Id.Base))
            report(Diagnostic.Create(MachineDescriptors.MissingBase, location, version.Name, version.Id.Base.NameIn(version.FamilyName)));

        if (version.IsDefault && versions.First(other => other.IsDefault) is var kept && !SymbolEqualityComparer.Default.Equals(kept.Type, version.Type))
        {
            report(Diagnostic.Create(
                MachineDescriptors.TwoDefaults, version.Attribute.ArgumentLocation("IsDefault", version.Type, cancellation),
                version.FamilyName, kept.Name, version.Name));
        }
    }

    /// <summary>What is missing between a version and the next older one.</summary>
    private static (MachineVersionId Older, string Missing)? MissingBelow(List<VersionDeclaration> versions, VersionDeclaration version)
    {
        var older = versions.FirstOrDefault(other => !other.Id.IsSideBranch && other.Id.CompareTo(version.Id) > 0);
        if (older is null)
            return null;

        var (newer, last) = (version.Id, older.Id);
        if (newer.Major > last.Major + 1)
            return (last, new MachineVersionId(last.Major + 1, 0, "").ToString());

        var expected = newer.Major == last.Major ? last.Minor + 1 : 0;
        if (newer.Minor == expected)
            return null;

        var missing = newer with { Minor = expected };
        return (last, newer.Minor - expected == 1 ? $"{missing}" : $"{missing} to {newer with { Minor = newer.Minor - 1 }}");
    }
}
