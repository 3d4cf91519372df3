using Hv.Generators.Abi;
using Hv.Generators.Pipeline;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Hv.CodeFixes;

/// <summary>Adds <c>[AbiException]</c> to what a diagnostic is about.</summary>
internal static class ExceptionEdit
{
    public static async Task<AbiEdit?> MakeAsync(Project project, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (project.Solution.GetDocument(diagnostic.Location.SourceTree) is not { } document
            || await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member)
        {
            return null;
        }

        var version = diagnostic.Properties[AbiDiagnostics.VersionKey]!;
        var entry = diagnostic.Properties.TryGetValue(AbiDiagnostics.EntryKey, out var named) && named is not null
            ? $", Entry = {Symbols.Literal(named)}"
            : "";
        var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        var start = member.GetFirstToken().SpanStart;

        // The reason is left open: HV6008 asks for it.
        return new AbiEdit(
            $"Let it be: add [AbiException(\"{version}\", …)]",
            document.Id,
            new TextChange(new TextSpan(start, 0), $"[AbiException({Symbols.Literal(version)}, \"\"{entry})]{Lines.BreakAndIndent(text, start)}"));
    }
}
