using Hv.Generators.Pipeline;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Hv.CodeFixes;

/// <summary>
/// Writes the declared name or number that is nearest to what stands there: the name of a call (HV1018), its token (HV1019), the
/// family of a machine version (HV3004), the property of a compat entry (HV3006), a member or subsection that state names (HV4008).
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NearestNameFixer))]
public sealed class NearestNameFixer : TextFixer
{
    /// <summary>How the right value is written, by diagnostic.</summary>
    private static readonly ImmutableDictionary<string, Func<FixInput, ExpressionSyntax, string, string>> Writers =
        ImmutableDictionary<string, Func<FixInput, ExpressionSyntax, string, string>>.Empty
            .Add("HV1018", static (_, _, name) => Symbols.Literal(name))
            .Add("HV1019", static (_, old, token) => token + Suffix(old))
            .Add("HV3004", static (_, _, name) => Symbols.Literal(name))
            .Add("HV3006", NameOf)
            .Add("HV4008", static (_, old, name) => IsSubsection(old) ? Symbols.Literal(name) : $"nameof({Symbols.Identifier(name)})");

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [.. Writers.Keys.OrderBy(id => id, StringComparer.Ordinal)];

    internal override TextFix Fix(FixInput input, ImmutableArray<Diagnostic> diagnostics)
    {
        var edits = ImmutableArray.CreateBuilder<TextChange>();
        var title = "";
        foreach (var diagnostic in diagnostics)
        {
            if (!diagnostic.Properties.TryGetValue(Diagnostics.FixKey, out var right) || right is null || input.FindExpression(diagnostic) is not { } old)
                continue;

            var text = Writers[diagnostic.Id](input, old, right);
            edits.Add(new TextChange(old.Span, text));
            title = $"Replace {old} with {text}";
        }

        return new TextFix(title, edits.ToImmutable());
    }

    /// <summary>Whether it stands where a declaration of state names a subsection, which is no member.</summary>
    private static bool IsSubsection(ExpressionSyntax old) =>
        old.Parent is AttributeArgumentSyntax { NameEquals.Name.Identifier.ValueText: "Subsection" };

    /// <summary>The <c>u</c> of a number, which stays.</summary>
    private static string Suffix(ExpressionSyntax old) =>
        old is LiteralExpressionSyntax { Token.Text: var text } && text[text.Length - 1] is 'u' or 'U' ? text.Substring(text.Length - 1) : "";

    /// <summary>
    /// <c>nameof</c> of the property as a member of the entry's device type, so that renaming follows; the bare name where C# would
    /// not let the version's class name the property.
    /// </summary>
    private static string NameOf(FixInput input, ExpressionSyntax old, string property)
    {
        var device = FixInput.CompatTarget(old.FirstAncestorOrSelf<AttributeSyntax>());
        return device is not null
            && input.Model.GetTypeInfo(device, input.Cancellation).Type is { } type
            && !input.Model.LookupSymbols(device.SpanStart, type, property).IsEmpty
                ? $"nameof({device}.{Symbols.Identifier(property)})"
                : Symbols.Literal(property);
    }
}
