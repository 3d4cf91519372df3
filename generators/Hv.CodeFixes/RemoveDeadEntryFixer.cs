using Hv.Generators.Pipeline;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Hv.CodeFixes;

/// <summary>
/// Removes a compat entry that changes nothing (HV3009), is there already (HV3010) or reaches no device (HV3011).
/// </summary>
/// <remarks>
/// An entry alone in its brackets goes with its lines: with the comment behind it, and with the comment lines directly above it
/// unless it is the first of the class, where they may speak of the class. Documentation comments and directives always stay.
/// An entry is dead as long as all others are there: of two entries of a version for one property, each of which the other makes
/// dead, only the first goes when all are fixed. A second pass finds what is dead then.
/// </remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveDeadEntryFixer))]
public sealed class RemoveDeadEntryFixer : TextFixer
{
    private const string DeadEntry = "HV3009";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [DeadEntry, "HV3010", "HV3011"];

    internal override TextFix Fix(FixInput input, ImmutableArray<Diagnostic> diagnostics)
    {
        var attributes = new HashSet<AttributeSyntax>();
        foreach (var diagnostic in diagnostics)
        {
            if (input.Find<AttributeSyntax>(diagnostic) is { } attribute
                && (diagnostic.Id != DeadEntry || !attributes.Any(other => AreRelated(input, attribute, other))))
            {
                attributes.Add(attribute);
            }
        }

        var edits = attributes.GroupBy(attribute => (AttributeListSyntax)attribute.Parent!)
            .SelectMany(list => list.Count() == list.Key.Attributes.Count ? [RemovedList(input.Text, list.Key)] : RemovedAttributes(list.Key, attributes))
            .Select(span => new TextChange(span, ""));
        return new TextFix($"Remove '{attributes.FirstOrDefault()}'", [.. edits]);
    }

    /// <summary>Whether two entries of a version set the same property of some type, so that one can make the other dead.</summary>
    private static bool AreRelated(FixInput input, AttributeSyntax one, AttributeSyntax other)
    {
        return one.FirstAncestorOrSelf<TypeDeclarationSyntax>() == other.FirstAncestorOrSelf<TypeDeclarationSyntax>()
            && Property(one) == Property(other)
            && Target(one) is { } left
            && Target(other) is { } right
            && (left.SelfAndBases().Contains(right, SymbolEqualityComparer.Default) || right.SelfAndBases().Contains(left, SymbolEqualityComparer.Default));

        string? Property(AttributeSyntax attribute)
        {
            var arguments = attribute.ArgumentList?.Arguments ?? default;
            var argument = arguments.FirstOrDefault(candidate => candidate.NameColon?.Name.Identifier.ValueText == "property") ?? arguments.FirstOrDefault();
            return argument is null ? null : input.Model.GetConstantValue(argument.Expression, input.Cancellation).Value as string;
        }

        INamedTypeSymbol? Target(AttributeSyntax attribute) =>
            FixInput.CompatTarget(attribute) is { } type ? input.Model.GetTypeInfo(type, input.Cancellation).Type as INamedTypeSymbol : null;
    }

    /// <summary>Each attribute with the comma before it, or the one behind it when no attribute before it stays.</summary>
    private static IEnumerable<TextSpan> RemovedAttributes(AttributeListSyntax list, HashSet<AttributeSyntax> removed)
    {
        var stays = false;
        for (var index = 0; index < list.Attributes.Count; index++)
        {
            var attribute = list.Attributes[index];
            if (!removed.Contains(attribute))
                stays = true;
            else
            {
                yield return stays
                    ? TextSpan.FromBounds(list.Attributes[index - 1].Span.End, attribute.Span.End)
                    : TextSpan.FromBounds(attribute.SpanStart, list.Attributes[index + 1].SpanStart);
            }
        }
    }

    private static TextSpan RemovedList(SourceText text, AttributeListSyntax list)
    {
        var first = text.Lines.GetLineFromPosition(list.SpanStart);
        var last = text.Lines.GetLineFromPosition(list.Span.End);
        var next = list.GetLastToken().GetNextToken();
        var isFirstOnLine = string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(first.Start, list.SpanStart)));
        if (next.SpanStart < last.End)
            return TextSpan.FromBounds(list.SpanStart, next.SpanStart);

        return isFirstOnLine
            ? TextSpan.FromBounds(FirstOwnLine(text, list, first).Start, last.EndIncludingLineBreak)
            : TextSpan.FromBounds(list.GetFirstToken().GetPreviousToken().Span.End, last.End);
    }

    /// <summary>The first of the comment lines that stand directly above a list, or its own line.</summary>
    private static TextLine FirstOwnLine(SourceText text, AttributeListSyntax list, TextLine own)
    {
        if (list.Parent is not MemberDeclarationSyntax member || member.AttributeLists.IndexOf(list) == 0)
            return own;

        var comments = list.GetLeadingTrivia()
            .Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia));
        foreach (var comment in comments.Reverse())
        {
            if (text.Lines.GetLineFromPosition(comment.Span.End).LineNumber != own.LineNumber - 1)
                break;

            own = text.Lines.GetLineFromPosition(comment.SpanStart);
        }

        return own;
    }
}
