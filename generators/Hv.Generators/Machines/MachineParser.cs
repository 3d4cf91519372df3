using Hv.Generators.Devices;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Machines;

/// <summary>Reads families and versions. The generator takes the models and stays quiet; the analyzer takes the reports.</summary>
internal static class MachineParser
{
    /// <summary>What <see cref="IsName"/> asks, for a message.</summary>
    public const string NameRule = "letters, digits, '-' and '_', starting with a letter and ending with a letter or digit";

    private static readonly string[] FamilyMembers = ["Family", "MachineVersions"];
    private static readonly string[] VersionMembers = ["MachineVersion", "Version"];

    /// <summary>What the generator writes of a family's class; <see langword="null"/> when nothing can be added to the class.</summary>
    public static MachineFamilyModel? FamilyModel(INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (FamilyDeclaration.Of(type) is not { } family || FamilyDefect(family, cancellation) is not null)
            return null;

        return new MachineFamilyModel(
            family.Name,
            family.Attribute.NamedValue<string>("Summary") ?? type.FirstSentence(cancellation),
            type.FullName(),
            type.ContainingNamespace.FullName(),
            type.PartialHeads(),
            type.HintName("MachineFamily"));
    }

    /// <summary>What the generator writes of a version's class; <see langword="null"/> when it is none of a family.</summary>
    public static MachineVersionModel? VersionModel(INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (VersionDeclaration.Of(type) is not { Family: { } family } version || VersionDefects(version, cancellation).Any())
            return null;

        return new MachineVersionModel(
            family.Type.FullName(),
            version.Id,
            version.Name,
            type.FirstSentence(cancellation),
            version.IsDefault,
            type.FullName(),
            type.ContainingNamespace.FullName(),
            type.PartialHeads(),
            type.HintName("MachineVersion"),
            CompatParser.Entries(version, report: null, cancellation).Select(entry => entry.ToModel()).ToEquatableArray());
    }

    /// <summary>Why a family's class cannot be completed by the generator, as the end of a sentence.</summary>
    public static string? FamilyDefect(FamilyDeclaration family, CancellationToken cancellation)
    {
        var type = family.Type;
        if (!type.DerivesFrom(AttributeNames.MachineType))
            return $"'{type.Name}' does not derive from 'Machine'";

        if (!type.IsAbstract)
            return $"'{type.Name}' is not abstract; its versions are the classes that machines are made of";

        if (FamilyDeclaration.NearestOf(type.BaseType) is { } other)
            return $"it derives from '{other.Type.Name}', the class of family '{other.Name}'";

        if (type.IsGenericInside())
            return $"'{type.Name}' is generic";

        if (!DeviceSymbols.IsVisibleInAssembly(type))
            return $"'{type.Name}' is not visible to the whole assembly";

        if (type.FirstNotPartial(cancellation) is { } closed)
            return $"'{closed.Name}' is not partial";

        return FamilyMembers.FirstOrDefault(type.HasWritten) is { } taken ? $"the name '{taken}' is taken: a member of that name is generated" : null;
    }

    /// <summary>What a version's class is not and must be, each as the end of the sentence "it must be …".</summary>
    public static IEnumerable<string> VersionDefects(VersionDeclaration version, CancellationToken cancellation)
    {
        var type = version.Type;
        if (type.IsAbstract)
            yield return "not abstract";
        else if (!type.IsSealed)
            yield return "sealed";

        if (type.FirstNotPartial(cancellation) is { } closed)
            yield return SymbolEqualityComparer.Default.Equals(closed, type) ? "partial" : $"in a partial '{closed.Name}'";

        if (type.IsGenericInside())
            yield return "not generic";

        if (!DeviceSymbols.IsVisibleInAssembly(type))
            yield return "visible to the whole assembly";

        if (VersionMembers.FirstOrDefault(type.HasWritten) is { } taken)
            yield return $"without the name '{taken}', which a generated member has";

        if (!type.InstanceConstructors.Any(constructor => constructor.Parameters.IsEmpty))
            yield return "constructible without arguments";
        else if (DeviceParser.UnsetRequiredMember(type) is { } required)
            yield return $"without required members such as '{required.Name}'";
    }

    /// <summary>Whether a family's name or a suffix is one: the version's name must be readable back from the whole.</summary>
    public static bool IsName(string name)
    {
        if (name.Length == 0 || !IsLetter(name[0]) || name[name.Length - 1] is '-' or '_')
            return false;

        return name.All(character => IsLetter(character) || character is (>= '0' and <= '9') or '-' or '_');
    }

    private static bool IsLetter(char character) => character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
}
