using Microsoft.CodeAnalysis;

namespace Hv.Generators.Machines;

/// <summary>A class with [MachineFamily], as symbols: for parser and analyzer, never kept by the pipeline.</summary>
internal sealed class FamilyDeclaration(INamedTypeSymbol type, AttributeData attribute)
{
    public INamedTypeSymbol Type { get; } = type;

    public AttributeData Attribute { get; } = attribute;

    public string Name { get; } = attribute.PositionalValue<string>(0) ?? "";

    /// <summary>The family that the class declares; <see langword="null"/> also where the compiler rejects the attribute.</summary>
    public static FamilyDeclaration? Of(INamedTypeSymbol type) =>
        type.FindAttribute(AttributeNames.MachineFamily) is { } attribute && attribute.IsReadable() ? new FamilyDeclaration(type, attribute) : null;

    /// <summary>The family that the class, or the nearest of its bases that does, declares.</summary>
    public static FamilyDeclaration? NearestOf(INamedTypeSymbol? type) =>
        type?.SelfAndBases().Select(Of).FirstOrDefault(family => family is not null);
}
