using Hv.Runtime.Abi;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Hv.Generators.Abi;

/// <summary>
/// Compares what released machine versions show their guests, in the texts among the additional files (<c>*.abi</c>), with what the
/// declarations make of them now (HV6001 to HV6011).
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AbiAnalyzer : DiagnosticAnalyzer
{
    private const string Extension = ".abi";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = AbiDiagnostics.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(AttributeNames.AbiException) is null)
                return;

            start.RegisterSymbolAction(CheckIdentity, SymbolKind.Field);
            var files = start.Options.AdditionalFiles.Where(IsText).ToList();

            // Made at the first class that needs it, once for the compilation; a cancelled attempt leaves nothing behind.
            var compilation = start.Compilation;
            var analysis = new Lazy<AbiAnalysis>(
                () => AbiAnalysis.Of(compilation, files.Select(file => Read(file, start.CancellationToken).Text).OfType<AbiText>(), start.CancellationToken),
                LazyThreadSafetyMode.PublicationOnly);
            start.RegisterSymbolAction(
                symbol =>
                {
                    // Without a text there is nothing to compare, and exceptions are all that could be wrong.
                    var type = (INamedTypeSymbol)symbol.Symbol;
                    if (files.Count == 0 && !HasException(type))
                        return;

                    foreach (var diagnostic in analysis.Value.In(type))
                        symbol.ReportDiagnostic(diagnostic);
                },
                SymbolKind.NamedType);
            start.RegisterAdditionalFileAction(file =>
            {
                if (IsText(file.AdditionalFile) && ProblemOf(file.AdditionalFile, analysis, file.CancellationToken) is var (line, message))
                    file.ReportDiagnostic(Diagnostic.Create(AbiDiagnostics.Text, LocationOf(file.AdditionalFile, line, file.CancellationToken), message));
            });
        });
    }

    private static bool IsText(AdditionalText file) => file.Path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    private static (AbiText? Text, AbiProblem? Problem) Read(AdditionalText file, CancellationToken cancellation)
    {
        var text = AbiText.Parse(file.GetText(cancellation)?.ToString() ?? "", out var problem);
        return (text, problem);
    }

    private static (int Line, string Message)? ProblemOf(AdditionalText file, Lazy<AbiAnalysis> analysis, CancellationToken cancellation)
    {
        var (text, problem) = Read(file, cancellation);
        var name = System.IO.Path.GetFileNameWithoutExtension(file.Path);
        if (text is null)
            return (problem!.Line, $"'{name}{Extension}' is not the guest ABI of a machine version: {problem}");

        if (text.Version != name)
            return (1, $"'{name}{Extension}' is of '{text.Version}': the name of the file is that of the version");

        if (analysis.Value.HasVersion(name))
            return null;

        var near = NearestName.Find(name, analysis.Value.Versions);
        return (1, $"'{name}' was released, and there is no such machine version{(near is null ? "" : $" (the nearest is '{near}')")}: a released version stays");
    }

    private static Location LocationOf(AdditionalText file, int line, CancellationToken cancellation)
    {
        var lines = file.GetText(cancellation)?.Lines;
        if (lines is null || line > lines.Count)
            return Location.Create(file.Path, default, default);

        var found = lines[line - 1];
        return Location.Create(
            file.Path, found.Span,
            new LinePositionSpan(new LinePosition(line - 1, 0), new LinePosition(line - 1, found.Span.Length)));
    }

    private static bool HasException(INamedTypeSymbol type) =>
        type.GetMembers().Prepend(type).Any(symbol => symbol.FindAttribute(AttributeNames.AbiException) is not null);

    private static void CheckIdentity(SymbolAnalysisContext context)
    {
        if (context.Symbol is IFieldSymbol { HasConstantValue: false } field && field.FindAttribute(AttributeNames.GuestIdentity) is { } attribute)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                AbiDiagnostics.NoConstant, attribute.PlaceOf(field, context.CancellationToken), field.Name));
        }
    }
}
