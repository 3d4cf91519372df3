using Microsoft.CodeAnalysis.Text;

namespace Hv.CodeFixes;

/// <summary>Lines of a document.</summary>
internal static class Lines
{
    /// <summary>The line break of a document, and what indents the line of a place in it.</summary>
    public static string BreakAndIndent(SourceText text, int position)
    {
        var line = text.Lines.GetLineFromPosition(position);
        var whole = line.ToString();
        var indent = whole.Substring(0, whole.Length - whole.TrimStart().Length);
        var ends = text.Lines[0].Span.End;
        var lineBreak = text.ToString(TextSpan.FromBounds(ends, text.Lines[0].EndIncludingLineBreak));
        return (lineBreak.Length == 0 ? "\n" : lineBreak) + indent;
    }
}
