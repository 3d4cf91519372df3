using Microsoft.CodeAnalysis;

namespace Hv.Generators.Machines;

/// <summary>A class with [MachineFamily], as symbols: for parser and analyzer, never kept by the pipeline.</summary>
internal sealed class FamilyDeclaration(INamedTypeSymbol type, AttributeData attribute)
{
    public INamedTypeSymbol Type { get; } = type;

    public AttributeData Attribute { get; } = attribute;

    public string Name { get; } = attribute.PositionalValue<string>(0) ?? "";

    /// <summary>The family that the class declares, or the nearest of its bases.</summary>
    public static FamilyDeclaration? Of(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.FindAttribute(AttributeNames.MachineFamily) is { } attribute)
                return new FamilyDeclaration(type, attribute);
        }

        return null;
    }
}

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

    /// <summary>The family of the nearest base class that has one, whatever its name.</summary>
    public FamilyDeclaration? BaseFamily { get; } = FamilyDeclaration.Of(type.BaseType);

    /// <summary>The family it names, when it derives from that family's class and both are in one assembly.</summary>
    public FamilyDeclaration? Family =>
        BaseFamily is { } family
        && family.Name == FamilyName
        && SymbolEqualityComparer.Default.Equals(family.Type.ContainingAssembly, Type.ContainingAssembly)
            ? family
            : null;
}
