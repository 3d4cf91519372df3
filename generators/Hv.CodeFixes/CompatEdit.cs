using Hv.Generators.Abi;
using Hv.Generators.Devices;
using Hv.Generators.Pipeline;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Hv.CodeFixes;

/// <summary>Adds the compat entry that gives a released version its value back, or corrects the one that is there.</summary>
internal static class CompatEdit
{
    public static async Task<AbiEdit?> MakeAsync(Project project, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var wanted = diagnostic.Properties;
        if (!wanted.TryGetValue(AbiDiagnostics.VersionClassKey, out var versionClass)
            || !wanted.TryGetValue(AbiDiagnostics.ValueKey, out var value)
            || await project.GetCompilationAsync(cancellation).ConfigureAwait(false) is not { } compilation
            || Find(compilation, versionClass!) is not { } version
            || Find(compilation, wanted[AbiDiagnostics.TargetKey]!) is not { } target
            || DeviceSymbols.FindProperty(target, wanted[AbiDiagnostics.MemberKey]!) is not { } property
            || PropertyShape.From(property) is not { } shape
            || version.FindAttribute(AttributeNames.MachineVersion)?.ApplicationSyntaxReference is not { } reference
            || project.Solution.GetDocument(reference.SyntaxTree) is not { } document
            || (await reference.GetSyntaxAsync(cancellation).ConfigureAwait(false)).FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration)
        {
            return null;
        }

        var semantics = compilation.GetSemanticModel(reference.SyntaxTree);
        var place = declaration.AttributeLists.Last();
        var enumName = property.Type.ToMinimalDisplayString(semantics, place.SpanStart);
        if (AbiValue.ToSource(shape.Type, value!, enumName) is not { } source)
            return null;

        if (OwnEntry(semantics, declaration, target, property.Name, cancellation) is { } argument)
        {
            return new AbiEdit(
                $"Give '{version.Name}' its value {source} back", document.Id, new TextChange(argument.Span, source));
        }

        var type = target.ToMinimalDisplayString(semantics, place.SpanStart);
        var entry = $"[Compat<{type}>(nameof({type}.{Symbols.Identifier(property.Name)}), {source})]";
        var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        return new AbiEdit(
            $"Add {entry} to '{version.Name}'", document.Id,
            new TextChange(new TextSpan(place.Span.End, 0), Lines.BreakAndIndent(text, place.SpanStart) + entry));
    }

    /// <summary>The value of the entry for this very property and type that the class has already.</summary>
    private static ExpressionSyntax? OwnEntry(
        SemanticModel semantics, TypeDeclarationSyntax declaration, INamedTypeSymbol target, string member, CancellationToken cancellation) =>
        declaration.AttributeLists.SelectMany(list => list.Attributes)
            .Where(attribute => FixInput.CompatTarget(attribute) is { } type
                && SymbolEqualityComparer.Default.Equals(semantics.GetTypeInfo(type, cancellation).Type, target)
                && attribute.ArgumentList is { Arguments: { Count: 2 } arguments }
                && semantics.GetConstantValue(arguments[0].Expression, cancellation).Value as string == member)
            .Select(attribute => attribute.ArgumentList!.Arguments[1].Expression)
            .FirstOrDefault();

    /// <summary>A type by its full name, in which a dot may stand for a type around it.</summary>
    private static INamedTypeSymbol? Find(Compilation compilation, string fullName)
    {
        var name = fullName.Substring("global::".Length).Replace("@", "");
        while (true)
        {
            if (compilation.GetTypeByMetadataName(name) is { } found)
                return found;

            var dot = name.LastIndexOf('.');
            if (dot < 0)
                return null;

            name = name.Substring(0, dot) + "+" + name.Substring(dot + 1);
        }
    }
}
