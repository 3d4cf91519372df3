using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Hv.CodeFixes;

/// <summary>
/// Adds <c>partial</c> to a class, with the types around it, or to a property; to the class of a machine version <c>sealed</c> too
/// (HV1013, HV2007, HV2008, HV3012, HV4007).
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialFixer))]
public sealed class MakePartialFixer : TextFixer
{
    private const string WrongVersionClass = "HV3012";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["HV1013", "HV2007", "HV2008", WrongVersionClass, "HV4007"];

    internal override TextFix Fix(FixInput input, ImmutableArray<Diagnostic> diagnostics)
    {
        var edits = ImmutableArray.CreateBuilder<TextChange>();
        var done = new List<string>();
        foreach (var diagnostic in diagnostics)
        {
            var member = input.Find<MemberDeclarationSyntax>(diagnostic);
            if (member is PropertyDeclarationSyntax property)
            {
                // A body or an initializer would make it the implementation of a property that nothing defines.
                if (IsAuto(property) && !property.Modifiers.Any(SyntaxKind.PartialKeyword))
                    Add(property.Type.SpanStart, "partial", property.Identifier);

                continue;
            }

            foreach (var type in input.Find<TypeDeclarationSyntax>(diagnostic)?.AncestorsAndSelf().OfType<TypeDeclarationSyntax>() ?? [])
            {
                var partial = type.Modifiers.FirstOrDefault(modifier => modifier.IsKind(SyntaxKind.PartialKeyword));
                var isPartial = partial.IsKind(SyntaxKind.PartialKeyword);
                var needsSealed = diagnostic.Id == WrongVersionClass && type == member && NeedsSealed(input, type);
                if (needsSealed || !isPartial)
                {
                    Add(
                        isPartial ? partial.SpanStart : type.Keyword.SpanStart,
                        string.Join(" ", new[] { needsSealed ? "sealed" : "", isPartial ? "" : "partial" }.Where(modifier => modifier.Length > 0)),
                        type.Identifier);
                }
            }
        }

        return new TextFix($"Make {string.Join(", ", done)}", edits.ToImmutable());

        void Add(int position, string modifiers, SyntaxToken name)
        {
            edits.Add(new TextChange(new TextSpan(position, 0), modifiers + " "));
            done.Insert(0, $"'{name.ValueText}' {modifiers}");
        }
    }

    private static bool IsAuto(PropertyDeclarationSyntax property) =>
        property is { Initializer: null, AccessorList: { } accessors }
        && accessors.Accessors.All(accessor => accessor is { Body: null, ExpressionBody: null });

    private static bool NeedsSealed(FixInput input, TypeDeclarationSyntax type) =>
        input.Model.GetDeclaredSymbol(type, input.Cancellation) is { TypeKind: TypeKind.Class, IsSealed: false, IsAbstract: false, IsStatic: false };
}
