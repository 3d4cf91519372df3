using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace Hv.CodeFixes;

/// <summary>
/// A fixer whose fix is a few edits of the document's text, so that all the rest of the document stays as it is, byte by byte.
/// </summary>
/// <remarks>
/// Fixing all is the same as fixing one, with more diagnostics: a fixer sees those of a document together and can settle what two
/// of them share (a type around two classes, a list of two attributes), which merging separate fixes would get wrong.
/// </remarks>
public abstract class TextFixer : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(
        async (context, document, diagnostics) =>
        {
            var same = diagnostics.Where(diagnostic => EquivalenceKey(diagnostic) == context.CodeActionEquivalenceKey).ToImmutableArray();
            return same.IsEmpty ? document : await FixAsync(document, same, context.CancellationToken).ConfigureAwait(false);
        });

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            var found = await FindFixAsync(context.Document, [diagnostic], context.CancellationToken).ConfigureAwait(false);
            if (found is not { } fix)
                continue;

            context.RegisterCodeFix(
                CodeAction.Create(
                    fix.Title, cancellation => FixAsync(context.Document, [diagnostic], cancellation), EquivalenceKey(diagnostic)),
                diagnostic);
        }
    }

    /// <summary>What is to be edited for these diagnostics of one document; no edits when there is nothing to offer.</summary>
    internal abstract TextFix Fix(FixInput input, ImmutableArray<Diagnostic> diagnostics);

    private string EquivalenceKey(Diagnostic diagnostic) => $"{GetType().Name}.{diagnostic.Id}";

    private async Task<Document> FixAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        if (await FindFixAsync(document, diagnostics, cancellation).ConfigureAwait(false) is not { } fix)
            return document;

        var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        return document.WithText(text.WithChanges(fix.Edits.Distinct().OrderBy(edit => edit.Span)));
    }

    private async Task<TextFix?> FindFixAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        if (root is null || model is null)
            return null;

        var fix = Fix(new FixInput(root, model, text, cancellation), diagnostics);
        return fix.Edits.IsEmpty ? null : fix;
    }
}
