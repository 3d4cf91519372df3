using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Hv.CodeFixes;

/// <summary>One edit of a document's text.</summary>
/// <param name="Title">What it does.</param>
/// <param name="Document">The document.</param>
/// <param name="Change">The change.</param>
internal sealed record AbiEdit(string Title, DocumentId Document, TextChange Change)
{
    /// <summary>Makes edits; equal ones once, those at one place in the order of their texts.</summary>
    public static async Task<Solution> ApplyAsync(Solution solution, IEnumerable<AbiEdit> edits, CancellationToken cancellation)
    {
        foreach (var document in edits.GroupBy(edit => edit.Document))
        {
            var text = await solution.GetDocument(document.Key)!.GetTextAsync(cancellation).ConfigureAwait(false);
            var changes = document.Select(edit => edit.Change).Distinct()
                .GroupBy(change => change.Span)
                .OrderBy(place => place.Key)
                .Select(place => new TextChange(
                    place.Key,
                    place.Key.IsEmpty
                        ? string.Concat(place.Select(change => change.NewText).OrderBy(inserted => inserted, StringComparer.Ordinal))
                        : place.First().NewText!));
            solution = solution.WithDocumentText(document.Key, text.WithChanges(changes));
        }

        return solution;
    }
}
