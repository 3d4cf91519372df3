using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hv.Generators.Devices;

/// <summary>
/// The body of a partial property whose declaration is wrong. A partial property without a body is an error of the compiler's own,
/// and a build that has one ends before the analyzers say what is really wrong.
/// </summary>
/// <param name="Head">The implementing declaration up to its accessors.</param>
/// <param name="Accessors">The accessors' heads: <c>get</c>, <c>private set</c>.</param>
/// <param name="Message">What using it says.</param>
internal sealed record PropertyStub(string Head, EquatableArray<string> Accessors, string Message)
{
    /// <summary>Types as the definition has them: <c>string?</c> stays <c>string?</c>.</summary>
    private static readonly SymbolDisplayFormat TypeFormat =
        SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The stubs of a class: of its declared properties that are partial, have no body and are none of those in order.</summary>
    /// <param name="type">The class.</param>
    /// <param name="generated">Its properties whose bodies are generated.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static EquatableArray<PropertyStub> For(
        INamedTypeSymbol type, IReadOnlyCollection<IPropertySymbol> generated, CancellationToken cancellation)
    {
        var wrong = DeviceSymbols.DeclaredProperties(type)
            .Where(property => property is { IsPartialDefinition: true, PartialImplementationPart: null, Type.TypeKind: not TypeKind.Error }
                && !generated.Contains(property, SymbolEqualityComparer.Default))
            .ToList();

        // The usual case is that none is wrong, and then nothing more is asked.
        return wrong.Count == 0 || !CanHaveStubs(type, cancellation)
            ? EquatableArray<PropertyStub>.Empty
            : wrong.Select(property => From(type, property, cancellation)).OfType<PropertyStub>().ToEquatableArray();
    }

    private static bool CanHaveStubs(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.IsPartial(cancellation) && type.ContainingTypesAndSelf().All(around => !around.IsFileLocal && around.TypeKind != TypeKind.Interface);

    private static PropertyStub? From(INamedTypeSymbol type, IPropertySymbol property, CancellationToken cancellation)
    {
        var syntax = property.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax(cancellation))
            .OfType<BasePropertyDeclarationSyntax>()
            .FirstOrDefault();
        if (syntax?.AccessorList is not { Accessors: { Count: > 0 } accessors })
            return null;

        var reference = property.RefKind switch
        {
            RefKind.Ref => "ref ",
            RefKind.RefReadOnly => "ref readonly ",
            _ => "",
        };
        var name = property.IsIndexer ? $"this[{string.Join(", ", property.Parameters.Select(Parameter))}]" : Symbols.Identifier(property.Name);
        return new PropertyStub(
            $"{string.Join(" ", DeviceParser.Modifiers(syntax.Modifiers).Append("partial"))} {reference}{property.Type.ToDisplayString(TypeFormat)} {name}",
            accessors.Select(DeviceParser.Head).ToEquatableArray(),
            $"Property '{property.Name}' of '{type.Name}' is declared wrongly: see the diagnostic that Hv reports for it.");
    }

    private static string Parameter(IParameterSymbol parameter)
    {
        var modifier = parameter switch
        {
            { IsParams: true } => "params ",
            { RefKind: RefKind.In } => "in ",
            { RefKind: RefKind.RefReadOnlyParameter } => "ref readonly ",
            _ => "",
        };
        return $"{modifier}{parameter.Type.ToDisplayString(TypeFormat)} {Symbols.Identifier(parameter.Name)}";
    }
}
