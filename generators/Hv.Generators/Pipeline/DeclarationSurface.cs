using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hv.Generators.Pipeline;

/// <summary>
/// What a compilation declares, as one checksum: all of its text but the bodies of methods and accessors, its references and its
/// options. Two compilations with the same checksum declare the same, whatever was typed inside of bodies.
/// </summary>
/// <remarks>
/// It holds no compiler object: trees are known by the checksum of their text, references and options by a number each object
/// gets when it is first seen. An equal object that is another one counts as a change; that costs time and nothing else.
/// </remarks>
internal sealed class DeclarationSurface : IEquatable<DeclarationSurface>
{
    private static readonly ConditionalWeakTable<Compilation, DeclarationSurface> Surfaces = new();
    private static readonly ConditionalWeakTable<SyntaxTree, byte[]> Trees = new();
    private static readonly ConditionalWeakTable<object, object> Numbers = new();
    private static long _lastNumber;

    private readonly byte[] _checksum;

    private DeclarationSurface(byte[] checksum) => _checksum = checksum;

    /// <summary>What the compilation declares.</summary>
    public static DeclarationSurface Of(Compilation compilation, CancellationToken cancellation) =>
        Surfaces.TryGetValue(compilation, out var surface)
            ? surface
            : Surfaces.GetValue(compilation, compilation => Make(compilation, cancellation));

    /// <inheritdoc/>
    public bool Equals(DeclarationSurface? other) =>
        other is not null && (ReferenceEquals(this, other) || _checksum.AsSpan().SequenceEqual(other._checksum));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DeclarationSurface);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(_checksum, 0);

    private static DeclarationSurface Make(Compilation compilation, CancellationToken cancellation)
    {
        var parts = new List<byte[]> { Encoding.UTF8.GetBytes(compilation.AssemblyName ?? ""), NumberOf(compilation.Options) };
        foreach (var reference in compilation.References)
            parts.Add(NumberOf(reference));

        foreach (var tree in compilation.SyntaxTrees)
        {
            parts.Add(NumberOf(tree.Options));
            parts.Add(Trees.TryGetValue(tree, out var checksum) ? checksum : Trees.GetValue(tree, tree => Make(tree, cancellation)));
        }

        // One call for all parts: hundreds of small ones take longer than what is hashed.
        var all = new byte[parts.Sum(part => part.Length)];
        var position = 0;
        foreach (var part in parts)
        {
            part.CopyTo(all, position);
            position += part.Length;
        }

        using var hash = SHA256.Create();
        return new DeclarationSurface(hash.ComputeHash(all));
    }

    private static byte[] Make(SyntaxTree tree, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var text = tree.GetText(cancellation).ToString();
        var position = 0;
        foreach (var node in tree.GetRoot(cancellation).DescendantNodes(HasMembers))
        {
            if (Body(node) is not { } body)
                continue;

            // A body's end may lie before its start when the text is broken there; then it is taken for a part of the surface.
            if (body.SpanStart < position)
                continue;

            hash.AppendData(Encoding.UTF8.GetBytes(text.Substring(position, body.SpanStart - position)));
            hash.AppendData([0]);
            position = body.Span.End;
        }

        hash.AppendData(Encoding.UTF8.GetBytes(text.Substring(position)));
        return hash.GetHashAndReset();
    }

    private static bool HasMembers(SyntaxNode node) => node is
        CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax or BasePropertyDeclarationSyntax or AccessorListSyntax;

    private static SyntaxNode? Body(SyntaxNode node) => node switch
    {
        BaseMethodDeclarationSyntax method => method.Body ?? (SyntaxNode?)method.ExpressionBody,
        AccessorDeclarationSyntax accessor => accessor.Body ?? (SyntaxNode?)accessor.ExpressionBody,
        PropertyDeclarationSyntax property => property.ExpressionBody,
        IndexerDeclarationSyntax indexer => indexer.ExpressionBody,
        _ => null,
    };

    private static byte[] NumberOf(object instance) =>
        (byte[])Numbers.GetValue(instance, static _ => BitConverter.GetBytes(Interlocked.Increment(ref _lastNumber)));
}
