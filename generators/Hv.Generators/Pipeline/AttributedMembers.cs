using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hv.Generators.Pipeline;

/// <summary>
/// Makes models of types and members that carry an attribute of which there are few. As in
/// <see cref="Declarations{TSyntax, TModel}"/> a model is remembered as long as nothing that is declared has changed.
/// </summary>
/// <remarks>The attribute is known by its name as written, so that nothing is bound where it is not; an alias for it is not seen.</remarks>
/// <typeparam name="TModel">The model.</typeparam>
/// <param name="attributeName">The metadata name of the attribute.</param>
/// <param name="make">Makes the models of a symbol that carries it.</param>
internal sealed class AttributedMembers<TModel>(string attributeName, Func<ISymbol, CancellationToken, IEnumerable<TModel>> make)
    where TModel : class
{
    private readonly ConditionalWeakTable<SyntaxNode, Remembered> _entries = new();
    private readonly string _name = ShortName(attributeName);

    /// <summary>Whether a declaration may carry the attribute.</summary>
    public bool MayCarry(MemberDeclarationSyntax declaration) => declaration.AttributeLists.Count > 0 && declaration.AttributeLists.HasNamed(_name);

    /// <summary>The models of a declaration.</summary>
    public ImmutableArray<TModel> Get(MemberDeclarationSyntax declaration, SemanticModel semantics, CancellationToken cancellation)
    {
        var surface = DeclarationSurface.Of(semantics.Compilation, cancellation);
        if (_entries.TryGetValue(declaration, out var latest) && latest.Surface.Equals(surface))
            return latest.Models;

        var models = Symbols(declaration, semantics, cancellation)
            .Where(symbol => symbol.FindAttributes(attributeName).Any(attribute =>
                attribute.ApplicationSyntaxReference is { } reference
                && reference.SyntaxTree == declaration.SyntaxTree
                && declaration.AttributeLists.Span.Contains(reference.Span)))
            .SelectMany(symbol => make(symbol, cancellation))
            .ToImmutableArray();
        _entries.Remove(declaration);
        return _entries.GetValue(declaration, _ => new Remembered(surface, models)).Models;
    }

    private static IEnumerable<ISymbol> Symbols(MemberDeclarationSyntax declaration, SemanticModel semantics, CancellationToken cancellation) =>
        declaration is BaseFieldDeclarationSyntax field
            ? field.Declaration.Variables.Select(variable => semantics.GetDeclaredSymbol(variable, cancellation)).OfType<ISymbol>()
            : semantics.GetDeclaredSymbol(declaration, cancellation) is { } symbol ? [symbol] : [];

    private static string ShortName(string metadataName)
    {
        const string suffix = "Attribute";
        var name = metadataName.Substring(metadataName.LastIndexOf('.') + 1);
        return name.Substring(0, name.Length - suffix.Length);
    }

    private sealed class Remembered(DeclarationSurface surface, ImmutableArray<TModel> models)
    {
        public DeclarationSurface Surface => surface;

        public ImmutableArray<TModel> Models => models;
    }
}
