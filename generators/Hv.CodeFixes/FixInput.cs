using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Hv.CodeFixes;

/// <summary>The document that a fixer looks at.</summary>
internal sealed record FixInput(SyntaxNode Root, SemanticModel Model, SourceText Text, CancellationToken Cancellation)
{
    /// <summary>The innermost node of a kind at or around the diagnostic's place.</summary>
    public T? Find<T>(Diagnostic diagnostic)
        where T : SyntaxNode =>
        Root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<T>();

    /// <summary>The expression at the diagnostic's place; of a named argument the value.</summary>
    public ExpressionSyntax? FindExpression(Diagnostic diagnostic) =>
        Root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) switch
        {
            AttributeArgumentSyntax argument => argument.Expression,
            ArgumentSyntax argument => argument.Expression,
            ExpressionSyntax expression => expression,
            _ => null,
        };

    /// <summary>The <c>T</c> of a <c>Compat&lt;T&gt;</c>.</summary>
    public static TypeSyntax? CompatTarget(AttributeSyntax? attribute) =>
        attribute?.Name.DescendantNodesAndSelf().OfType<GenericNameSyntax>().FirstOrDefault()?.TypeArgumentList.Arguments.FirstOrDefault();
}
