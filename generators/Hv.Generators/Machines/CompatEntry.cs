using Hv.Generators.Devices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hv.Generators.Machines;

/// <summary>One [Compat] that is right in itself, as symbols: for parser and analyzer, never kept by the pipeline.</summary>
internal sealed class CompatEntry(
    VersionDeclaration version, AttributeData attribute, INamedTypeSymbol target, PropertyShape property, PropertyValue value)
{
    /// <summary>The version that declares it.</summary>
    public VersionDeclaration Version { get; } = version;

    public AttributeData Attribute { get; } = attribute;

    /// <summary>The type whose objects it applies to, those of derived types included.</summary>
    public INamedTypeSymbol Target { get; } = target;

    /// <summary>The property, of the target or of a base of it.</summary>
    public PropertyShape Property { get; } = property;

    /// <summary>The value. Literals are canonical: values of a property are the same exactly when their literals are.</summary>
    public PropertyValue Value { get; } = value;

    public CompatRowModel ToModel() => new(Target.FullName(), Property.Reference, Property.Type.Name, Value.Literal);

    public bool IsSameProperty(CompatEntry other) => Property.Reference == other.Property.Reference;

    public bool IsSameTarget(CompatEntry other) => SymbolEqualityComparer.Default.Equals(Target, other.Target);

    /// <summary>Whether it decides, alone, about objects of <paramref name="type"/>.</summary>
    public bool AppliesTo(INamedTypeSymbol type) => type.SelfAndBases().Contains(Target, SymbolEqualityComparer.Default);

    public Location Location(CancellationToken cancellation) =>
        Attribute.ApplicationSyntaxReference?.GetSyntax(cancellation).GetLocation() ?? Version.Type.FirstLocation();

    /// <summary>Where <c>T</c> of <c>Compat&lt;T&gt;</c> stands.</summary>
    public static Location TargetLocation(AttributeData attribute, ISymbol fallback, CancellationToken cancellation)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax syntax)
            return fallback.FirstLocation();

        var name = syntax.Name switch
        {
            QualifiedNameSyntax qualified => qualified.Right,
            AliasQualifiedNameSyntax aliased => aliased.Name,
            var simple => simple,
        };
        return name is GenericNameSyntax { TypeArgumentList.Arguments: { Count: 1 } arguments } ? arguments[0].GetLocation() : syntax.GetLocation();
    }
}
