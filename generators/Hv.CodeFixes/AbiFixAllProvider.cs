using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Hv.CodeFixes;

/// <summary>Fixes all of a kind at once, whichever documents it takes.</summary>
internal sealed class AbiFixAllProvider : FixAllProvider
{
    public static readonly AbiFixAllProvider Instance = new();

    /// <inheritdoc/>
    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    /// <inheritdoc/>
    public override Task<CodeAction?> GetFixAsync(FixAllContext context)
    {
        var title = context.CodeActionEquivalenceKey == AbiFixer.CompatKey
            ? "Add the compat entries that keep released machine versions as they were"
            : "Add exceptions for all of this kind";
        return Task.FromResult<CodeAction?>(CodeAction.Create(title, cancellation => FixAsync(context, cancellation), context.CodeActionEquivalenceKey));
    }

    private static async Task<Solution> FixAsync(FixAllContext context, CancellationToken cancellation)
    {
        var edits = new List<AbiEdit>();
        var projects = context.Scope == FixAllScope.Solution ? context.Solution.Projects : [context.Project];
        foreach (var project in projects)
        {
            var diagnostics = context.Scope == FixAllScope.Document && context.Document is { } document
                ? await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false)
                : await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false);
            foreach (var diagnostic in diagnostics.Where(diagnostic => context.DiagnosticIds.Contains(diagnostic.Id)))
            {
                if (await AbiFixer.EditAsync(project, diagnostic, context.CodeActionEquivalenceKey!, cancellation).ConfigureAwait(false) is { } edit)
                    edits.Add(edit);
            }
        }

        return await AbiEdit.ApplyAsync(context.Solution, edits, cancellation).ConfigureAwait(false);
    }
}
