using Hv.Generators.Pipeline;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace Hv.CodeFixes;

/// <summary>
/// Gives an RTAS call the next free token of its machine family (HV1001, HV1003), or the token that its name already has (HV1002).
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NextFreeTokenFixer))]
public sealed class NextFreeTokenFixer : TextFixer
{
    private const string NameWithTwoTokens = "HV1002";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["HV1001", NameWithTwoTokens, "HV1003"];

    internal override TextFix Fix(FixInput input, ImmutableArray<Diagnostic> diagnostics)
    {
        var edits = ImmutableArray.CreateBuilder<TextChange>();
        var title = "";
        foreach (var diagnostic in diagnostics)
        {
            if (!diagnostic.Properties.TryGetValue(Diagnostics.FixKey, out var token) || token is null || input.FindExpression(diagnostic) is not { } old)
                continue;

            edits.Add(new TextChange(old.Span, token));
            title = diagnostic.Id == NameWithTwoTokens
                ? $"Use token {token}, which the name already has"
                : $"Use the next free token {token}";
        }

        return new TextFix(title, edits.ToImmutable());
    }
}
