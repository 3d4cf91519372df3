using Microsoft.CodeAnalysis;

namespace Hv.Generators.Machines;

/// <summary>A class with [MachineVersion], as symbols: for parser and analyzer, never kept by the pipeline.</summary>
internal sealed class VersionDeclaration(INamedTypeSymbol type, AttributeData attribute)
{
    public INamedTypeSymbol Type { get; } = type;

    public AttributeData Attribute { get; } = attribute;

    public string FamilyName { get; } = attribute.PositionalValue<string>(0) ?? "";

    public MachineVersionId Id { get; } = new(
        attribute.PositionalValue<int>(1), attribute.PositionalValue<int>(2),
        attribute.NamedValue<string>("Suffix") ?? "");

    public bool IsDefault { get; } = attribute.NamedValue<bool>("IsDefault");

    public string Name => Id.NameIn(FamilyName);

    /// <summary>The version that the class declares; <see langword="null"/> also where the compiler rejects the attribute.</summary>
    public static VersionDeclaration? Of(INamedTypeSymbol type) =>
        type.FindAttribute(AttributeNames.MachineVersion) is { } attribute && attribute.IsReadable() ? new VersionDeclaration(type, attribute) : null;

    /// <summary>The family of the nearest base class that has one, whatever its name.</summary>
    public FamilyDeclaration? BaseFamily { get; } = FamilyDeclaration.NearestOf(type.BaseType);

    /// <summary>The family it names, when it derives from that family's class and both are in one assembly.</summary>
    public FamilyDeclaration? Family =>
        BaseFamily is { } family
        && family.Name == FamilyName
        && SymbolEqualityComparer.Default.Equals(family.Type.ContainingAssembly, Type.ContainingAssembly)
            ? family
            : null;
}
