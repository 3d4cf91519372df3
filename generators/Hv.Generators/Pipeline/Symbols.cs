using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hv.Generators.Pipeline;

/// <summary>What the parsers ask of symbols.</summary>
internal static class Symbols
{
    /// <summary><c>global::Namespace.Type</c>, special types by keyword, nullable annotations left out.</summary>
    public static string FullName(this ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>Namespace and type, dots between nested types, without <c>global::</c>: what metadata names are compared with.</summary>
    public static string PlainName(this ITypeSymbol type)
    {
        var original = type.OriginalDefinition;
        var outer = original.ContainingType?.PlainName() ?? original.ContainingNamespace.FullName();
        return outer.Length == 0 ? original.MetadataName : $"{outer}.{original.MetadataName}";
    }

    public static string FullName(this INamespaceSymbol? space) =>
        space is null || space.IsGlobalNamespace ? "" : space.ToDisplayString();

    public static bool IsNamed(this ITypeSymbol? type, string metadataName) =>
        type is not null && type.MetadataName == LastPart(metadataName) && type.PlainName() == metadataName;

    public static AttributeData? FindAttribute(this ISymbol symbol, string metadataName) =>
        symbol.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass.IsNamed(metadataName));

    public static IEnumerable<AttributeData> FindAttributes(this ISymbol symbol, string metadataName) =>
        symbol.GetAttributes().Where(attribute => attribute.AttributeClass?.OriginalDefinition.IsNamed(metadataName) == true);

    /// <summary>The attribute on the type or the nearest of its bases.</summary>
    public static AttributeData? FindInheritedAttribute(this INamedTypeSymbol type, string metadataName) =>
        type.SelfAndBases().Select(candidate => candidate.FindAttribute(metadataName)).FirstOrDefault(found => found is not null);

    public static IEnumerable<INamedTypeSymbol> SelfAndBases(this INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
            yield return current;
    }

    public static IEnumerable<INamedTypeSymbol> ContainingTypesAndSelf(this INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
            yield return current;
    }

    public static bool DerivesFrom(this INamedTypeSymbol type, string metadataName) =>
        type.SelfAndBases().Any(candidate => candidate.IsNamed(metadataName));

    /// <summary>The types of a namespace or in a type, with all that are in them.</summary>
    public static IEnumerable<INamedTypeSymbol> AllTypes(this INamespaceOrTypeSymbol container)
    {
        foreach (var member in container.GetMembers().OfType<INamespaceOrTypeSymbol>())
        {
            if (member is INamedTypeSymbol type)
                yield return type;

            foreach (var inner in member.AllTypes())
                yield return inner;
        }
    }

    /// <summary>Whether code of the assembly can name what <paramref name="declaring"/> declares.</summary>
    public static bool Sees(this IAssemblySymbol assembly, IAssemblySymbol declaring) =>
        SymbolEqualityComparer.Default.Equals(assembly, declaring)
        || assembly.Modules.Any(module => module.ReferencedAssemblies.Any(identity => identity.Name == declaring.Name));

    /// <summary>The named argument of an attribute, or <see langword="default"/> (kind Error) when it is not given.</summary>
    public static TypedConstant Named(this AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value;

    public static T? NamedValue<T>(this AttributeData attribute, string name) =>
        attribute.Named(name) is { Kind: not TypedConstantKind.Array, Value: T value } ? value : default;

    public static T? PositionalValue<T>(this AttributeData attribute, int index) =>
        index < attribute.ConstructorArguments.Length && attribute.ConstructorArguments[index] is { Kind: not TypedConstantKind.Array, Value: T value }
            ? value
            : default;

    /// <summary>Whether the compiler understood all arguments: while an attribute is being typed it may not.</summary>
    public static bool IsReadable(this AttributeData attribute) =>
        attribute.AttributeConstructor is not null
        && attribute.ConstructorArguments.All(argument => argument.Kind != TypedConstantKind.Error)
        && attribute.NamedArguments.All(argument => argument.Value.Kind != TypedConstantKind.Error);

    /// <summary>Whether all parts of the type, and of the types around it, are declared <c>partial</c>.</summary>
    public static bool IsPartial(this INamedTypeSymbol type, CancellationToken cancellation) =>
        type.FirstNotPartial(cancellation) is null;

    /// <summary>The innermost of the type and the types around it that is not <c>partial</c>.</summary>
    public static INamedTypeSymbol? FirstNotPartial(this INamedTypeSymbol type, CancellationToken cancellation)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            foreach (var reference in current.DeclaringSyntaxReferences)
            {
                if (reference.GetSyntax(cancellation) is TypeDeclarationSyntax syntax && !syntax.Modifiers.Any(SyntaxKind.PartialKeyword))
                    return current;
            }
        }

        return null;
    }

    /// <summary>Whether the type or a type around it has type parameters.</summary>
    public static bool IsGenericInside(this INamedTypeSymbol type) =>
        type.IsGenericType || (type.ContainingType?.IsGenericInside() ?? false);

    /// <summary>Whether code outside of the assembly can name the type.</summary>
    public static bool IsPublic(this ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            if (current.DeclaredAccessibility is not (Accessibility.Public or Accessibility.NotApplicable))
                return false;
        }

        return true;
    }

    /// <summary>
    /// Where a person has given this name to a member of the type, or to the type itself, whose members cannot have it then: not in
    /// generated code, which analyzers see and generators do not, and not in a referenced assembly.
    /// </summary>
    public static IEnumerable<Location> WrittenPlaces(this INamedTypeSymbol type, string name)
    {
        var places = type.GetMembers(name).SelectMany(member => member.Locations);
        return (type.Name == name ? places.Concat(type.Locations) : places).Where(place =>
            place.SourceTree is { } tree && !tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal));
    }

    /// <summary>Whether <see cref="WrittenPlaces"/> has any.</summary>
    public static bool HasWritten(this INamedTypeSymbol type, string name) => type.WrittenPlaces(name).Any();

    /// <summary>The heads of the partial declarations that enclose a member of the type, outermost first.</summary>
    public static EquatableArray<string> PartialHeads(this INamedTypeSymbol type)
    {
        var heads = new Stack<string>();
        for (var current = type; current is not null; current = current.ContainingType)
        {
            var keyword = current switch
            {
                { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
                { IsRecord: true } => "record",
                { TypeKind: TypeKind.Struct } => "struct",
                { TypeKind: TypeKind.Interface } => "interface",
                _ => "class",
            };
            var parameters = current.TypeParameters.IsEmpty
                ? ""
                : $"<{string.Join(", ", current.TypeParameters.Select(parameter => Identifier(parameter.Name)))}>";
            heads.Push($"partial {keyword} {Identifier(current.Name)}{parameters}");
        }

        return heads.ToEquatableArray();
    }

    /// <summary>A file name that is unique per type in an assembly: namespace, nesting and arity are in it.</summary>
    public static string HintName(this INamedTypeSymbol type, string suffix) => $"{HintNames.PrefixOf(type)}.{suffix}.g.cs";

    /// <summary>The name as it may stand in C#: <c>@</c> before a keyword.</summary>
    public static string Identifier(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    /// <summary>The text as a C# string literal.</summary>
    public static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>
    /// The first sentence of the symbol's documentation, tags taken out; empty when there is none. Read from the comment itself, so
    /// that it does not depend on whether the project writes a documentation file.
    /// </summary>
    public static string FirstSentence(this ISymbol symbol, CancellationToken cancellation)
    {
        foreach (var reference in symbol.DeclaringSyntaxReferences)
        {
            var text = DocumentationText.FirstSentence(reference.GetSyntax(cancellation));
            if (text.Length > 0)
                return text;
        }

        return "";
    }

    /// <summary>
    /// Where the argument for a parameter of an attribute's constructor stands (written in place or by name), the attribute when
    /// there is no such argument, or the symbol.
    /// </summary>
    public static Location ArgumentLocation(this AttributeData attribute, int index, ISymbol fallback, CancellationToken cancellation)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax syntax)
            return fallback.FirstLocation();

        var arguments = syntax.ArgumentList?.Arguments.Where(argument => argument.NameEquals is null).ToList() ?? [];
        var name = attribute.AttributeConstructor?.Parameters.ElementAtOrDefault(index)?.Name;
        var found = arguments.FirstOrDefault(argument => argument.NameColon is { } colon && colon.Name.Identifier.ValueText == name)
            ?? arguments.Where((argument, position) => position == index && argument.NameColon is null).FirstOrDefault();
        return (found ?? (SyntaxNode)syntax).GetLocation();
    }

    /// <summary>Where an attribute stands, or the symbol.</summary>
    public static Location PlaceOf(this AttributeData attribute, ISymbol fallback, CancellationToken cancellation) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellation).GetLocation() ?? fallback.FirstLocation();

    /// <summary>Where a named argument of an attribute stands, or the attribute.</summary>
    public static Location ArgumentLocation(this AttributeData attribute, string name, ISymbol fallback, CancellationToken cancellation) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) is AttributeSyntax syntax
            ? syntax.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name)?.GetLocation()
                ?? syntax.GetLocation()
            : fallback.FirstLocation();

    public static Location FirstLocation(this ISymbol symbol) => symbol.Locations.FirstOrDefault() ?? Location.None;

    private static string LastPart(string metadataName) => metadataName.Substring(metadataName.LastIndexOf('.') + 1);
}
