using Microsoft.CodeAnalysis.Text;

namespace Hv.CodeFixes;

/// <summary>What a fixer does to a document.</summary>
/// <param name="Title">What the fix of a single diagnostic says that it does.</param>
/// <param name="Edits">The edits; equal ones count once, different ones do not overlap.</param>
internal sealed record TextFix(string Title, ImmutableArray<TextChange> Edits)
{
    public static readonly TextFix None = new("", []);
}
