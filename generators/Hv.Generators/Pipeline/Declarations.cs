using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hv.Generators.Pipeline;

/// <summary>
/// Finds the types that carry an attribute and makes their models. A model is remembered as long as nothing that is declared
/// anywhere in the compilation has changed.
/// </summary>
/// <remarks>
/// <para>
/// The driver asks for the model of every declaration after every keystroke, since any may depend on any other. Most keystrokes
/// are inside of a body, and no model depends on those; then neither the attributes of a hundred files nor the symbols of
/// thousands of members are bound again. ForAttributeWithMetadataName cannot be used for that: it binds the attributes of all it
/// finds before it asks, and in a large project this alone takes ten times what all else does after such a keystroke
/// (tests/Hv.Benchmarks, "finding alone").
/// </para>
/// <para>
/// A model is a function of its declaration and of the <see cref="DeclarationSurface"/>: remembering it changes no outcome. What
/// is remembered goes with the syntax it was made of; the steps of the pipeline hold models alone.
/// </para>
/// </remarks>
/// <typeparam name="TSyntax">Which declarations can carry it.</typeparam>
/// <typeparam name="TModel">The model.</typeparam>
/// <param name="attributeName">The metadata name of the attribute.</param>
/// <param name="make">Makes the model of a type, or <see langword="null"/> when nothing is generated for it.</param>
internal sealed class Declarations<TSyntax, TModel>(string attributeName, Func<INamedTypeSymbol, CancellationToken, TModel?> make)
    where TSyntax : TypeDeclarationSyntax
    where TModel : class
{
    private readonly ConditionalWeakTable<SyntaxNode, Entry> _entries = new();

    /// <summary>The models of the declarations, in the order of the files.</summary>
    public IncrementalValuesProvider<TModel> Find(IncrementalGeneratorInitializationContext context) =>
        context.SyntaxProvider
            .CreateSyntaxProvider(
                static (node, _) => node is TSyntax { AttributeLists.Count: > 0 },
                (context, cancellation) => Get((TSyntax)context.Node, context.SemanticModel, cancellation))
            .SelectMany(static (models, _) => models);

    /// <summary>The model of the declaration, if it has one: for a generator that finds declarations of several kinds in one go.</summary>
    public ImmutableArray<TModel> Get(TSyntax declaration, SemanticModel semantics, CancellationToken cancellation)
    {
        var surface = DeclarationSurface.Of(semantics.Compilation, cancellation);
        var entry = _entries.GetValue(declaration, static _ => new Entry());
        if (entry.Latest is { } latest && latest.Surface.Equals(surface))
            return latest.Models;

        var model = Make(declaration, semantics, cancellation);
        var models = model is null ? ImmutableArray<TModel>.Empty : ImmutableArray.Create(model);
        entry.Latest = new Remembered(surface, models);
        return models;
    }

    private TModel? Make(TypeDeclarationSyntax declaration, SemanticModel semantics, CancellationToken cancellation)
    {
        // By its attributes as they are bound, so that an alias for one counts; and only by those on this part of the type.
        return semantics.GetDeclaredSymbol(declaration, cancellation) is { } type
            && type.FindAttributes(attributeName).Any(attribute =>
                attribute.ApplicationSyntaxReference is { } reference
                && reference.SyntaxTree == declaration.SyntaxTree
                && declaration.AttributeLists.Span.Contains(reference.Span))
            ? make(type, cancellation)
            : null;
    }

    private sealed class Entry
    {
        /// <summary>One reference, so that no thread sees the surface of one compilation with the model of another.</summary>
        public volatile Remembered? Latest;
    }

    private sealed class Remembered(DeclarationSurface surface, ImmutableArray<TModel> models)
    {
        public DeclarationSurface Surface => surface;

        public ImmutableArray<TModel> Models => models;
    }
}
