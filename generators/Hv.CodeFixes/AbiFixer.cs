using Hv.Generators.Abi;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Hv.CodeFixes;

/// <summary>
/// Keeps released machine versions as they were: adds the compat entry, to the class of the newest released version that would change
/// (HV6001, HV6005, HV6006). Or lets a change be, deliberately: adds <c>[AbiException]</c>, whose reason is for a person to write
/// (HV6008 asks for it).
/// </summary>
/// <remarks>What is edited may be in another document than the diagnostic: the class of a version.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AbiFixer))]
public sealed class AbiFixer : CodeFixProvider
{
    internal const string CompatKey = nameof(AbiFixer) + ".Compat";
    internal const string ExceptionKey = nameof(AbiFixer) + ".Exception";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ["HV6001", "HV6002", "HV6003", "HV6004", "HV6005", "HV6006", "HV6009", "HV6010"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => AbiFixAllProvider.Instance;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var project = context.Document.Project;
        foreach (var diagnostic in context.Diagnostics)
        {
            foreach (var key in new[] { CompatKey, ExceptionKey })
            {
                if (await EditAsync(project, diagnostic, key, context.CancellationToken).ConfigureAwait(false) is not { } edit)
                    continue;

                context.RegisterCodeFix(
                    CodeAction.Create(edit.Title, cancellation => AbiEdit.ApplyAsync(project.Solution, [edit], cancellation), key), diagnostic);
            }
        }
    }

    /// <summary>What the fix with this key edits for a diagnostic, or <see langword="null"/> when it offers nothing.</summary>
    internal static Task<AbiEdit?> EditAsync(Project project, Diagnostic diagnostic, string key, CancellationToken cancellation) =>
        !diagnostic.Properties.ContainsKey(AbiDiagnostics.VersionKey) ? Task.FromResult<AbiEdit?>(null)
        : key == CompatKey ? CompatEdit.MakeAsync(project, diagnostic, cancellation)
        : ExceptionEdit.MakeAsync(project, diagnostic, cancellation);
}
