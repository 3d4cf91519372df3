using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hv.Generators.Pipeline;

/// <summary>Takes plain text out of documentation comments, for help texts.</summary>
internal static class DocumentationText
{
    private static readonly Regex Summary = new("<summary>(?<text>.*?)</summary>", RegexOptions.Singleline | RegexOptions.CultureInvariant);
    private static readonly Regex Reference = new("""<(?:see|paramref|typeparamref)\s+\w+="(?<name>[^"]*)"\s*/>""", RegexOptions.CultureInvariant);
    private static readonly Regex Tag = new("<[^>]+>", RegexOptions.CultureInvariant);
    private static readonly Regex Blank = new(@"\s+", RegexOptions.CultureInvariant);

    public static string FirstSentence(SyntaxNode node)
    {
        // A primary constructor's parameters and a property share their documentation with the declaration around them.
        var declaration = node.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? node;
        var comment = new StringBuilder();
        foreach (var trivia in declaration.GetLeadingTrivia())
        {
            if (trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia) || trivia.IsKind(SyntaxKind.SingleLineCommentTrivia))
            {
                foreach (var line in trivia.ToFullString().Split('\n'))
                {
                    var text = line.TrimStart();
                    if (text.StartsWith("///", StringComparison.Ordinal))
                        comment.Append(text.Substring(3)).Append('\n');
                }
            }
        }

        var match = Summary.Match(comment.ToString());
        return match.Success ? Sentence(Plain(match.Groups["text"].Value)) : "";
    }

    /// <summary>The text as it may stand in a documentation comment of one line.</summary>
    public static string Escape(string text) =>
        text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace('\n', ' ').Replace('\r', ' ');

    private static string Plain(string text)
    {
        text = Reference.Replace(text, reference => LastPart(reference.Groups["name"].Value));
        text = Tag.Replace(text, "");
        text = text.Replace("&lt;", "<").Replace("&gt;", ">").Replace("&quot;", "\"").Replace("&amp;", "&");
        return Blank.Replace(text, " ").Trim();
    }

    private static string Sentence(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '.' && (index + 1 == text.Length || (text[index + 1] == ' ' && (index + 2 == text.Length || char.IsUpper(text[index + 2])))))
                return text.Substring(0, index + 1);
        }

        return text;
    }

    private static string LastPart(string reference) => reference.Substring(reference.LastIndexOf('.') + 1);
}
