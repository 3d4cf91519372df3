using System.Collections.Immutable;
using Hv.Generators.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace Hv.CodeFixes.Tests.Infrastructure;

/// <summary>
/// Applies a fixer to samples and compares whole texts. Before and after are both marked (see <see cref="AnalyzerTest"/>): what the
/// fix leaves to be fixed is marked in what it writes.
/// </summary>
internal static class FixTest
{
    /// <summary>
    /// Fixes the first diagnostic of <paramref name="before"/> that the fixer knows; returns the title of what it offered. The
    /// other sources are not to change.
    /// </summary>
    public static string Verify<TFixer>(string before, string after, params string[] others)
        where TFixer : CodeFixProvider, new() => Verify<TFixer>([], "", before, after, others);

    /// <summary>The same beside additional files; of several offers the one with this key.</summary>
    public static string Verify<TFixer>(IReadOnlyList<AdditionalText> files, string key, string before, string after, params string[] others)
        where TFixer : CodeFixProvider, new()
    {
        AnalyzerTest.Verify("Sample", [], files, [.. others, before]);
        using var sample = new Sample(before, others, files);
        var (action, _) = Offers<TFixer>(sample).First(offer => key.Length == 0 || offer.Action.EquivalenceKey == key);
        Compare(sample.Apply(action), after, others, files);
        return action.Title;
    }

    /// <summary>Checks that the fixer offers nothing for any of the marked diagnostics.</summary>
    public static void VerifyNoFix<TFixer>(string marked, params string[] others)
        where TFixer : CodeFixProvider, new()
    {
        Assert.That(AnalyzerTest.Verify([.. others, marked]), Is.Not.Empty, "there is something to fix");
        using var sample = new Sample(marked, others, []);
        Assert.That(Offers<TFixer>(sample).Select(offer => offer.Action.Title), Is.Empty);
    }

    /// <summary>Fixes all diagnostics in the project that are of the kind of the first one that the fixer offers something for.</summary>
    public static void VerifyAll<TFixer>(string before, string after, params string[] others)
        where TFixer : CodeFixProvider, new() => VerifyAll<TFixer>([], "", before, after, others);

    /// <summary>The same beside additional files; of several offers the one with this key.</summary>
    public static void VerifyAll<TFixer>(IReadOnlyList<AdditionalText> files, string key, string before, string after, params string[] others)
        where TFixer : CodeFixProvider, new()
    {
        AnalyzerTest.Verify("Sample", [], files, [.. others, before]);
        using var sample = new Sample(before, others, files);
        var (first, diagnostic) = Offers<TFixer>(sample).First(offer => key.Length == 0 || offer.Action.EquivalenceKey == key);
        var fixer = new TFixer();
        var context = new FixAllContext(
            sample.Project.Documents.First(), fixer, FixAllScope.Project, first.EquivalenceKey, [diagnostic.Id], new Found(sample), CancellationToken.None);
        var action = fixer.GetFixAllProvider()!.GetFixAsync(context).GetAwaiter().GetResult();
        Assert.That(action, Is.Not.Null);
        Compare(sample.Apply(action!), after, others, files);
    }

    private static List<(CodeAction Action, Diagnostic Diagnostic)> Offers<TFixer>(Sample sample)
        where TFixer : CodeFixProvider, new()
    {
        var fixer = new TFixer();
        var offers = new List<(CodeAction, Diagnostic)>();
        foreach (var diagnostic in sample.Diagnostics.Where(diagnostic => fixer.FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            var document = sample.Project.Solution.GetDocument(diagnostic.Location.SourceTree)!;
            var context = new CodeFixContext(document, diagnostic, (action, _) => offers.Add((action, diagnostic)), CancellationToken.None);
            fixer.RegisterCodeFixesAsync(context).GetAwaiter().GetResult();
        }

        return offers;
    }

    private static void Compare(IReadOnlyList<string> actual, string after, string[] others, IReadOnlyList<AdditionalText> files)
    {
        Assert.That(actual, Is.EqualTo([.. others, AnalyzerTest.Unmark(after).Source]));
        if (AnalyzerTest.Verify("Sample", [], files, [.. others, after]).Count > 0)
            return;

        var errors = SampleCompilation.Create(actual).WithGeneratedCode().GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.That(errors, Is.Empty, "what is fixed compiles");
    }

    /// <summary>A workspace with the samples, and what the analyzers say of them.</summary>
    private sealed class Sample : IDisposable
    {
        private readonly AdhocWorkspace _workspace = new();
        private readonly ImmutableArray<DocumentId> _documents;

        public Sample(string marked, string[] others, IReadOnlyList<AdditionalText> files)
        {
            // The compilation brings the references and the global usings; the workspace holds its sources as documents.
            var compilation = SampleCompilation.Create([.. others, AnalyzerTest.Unmark(marked).Source]);
            var project = _workspace.AddProject("Sample", LanguageNames.CSharp)
                .WithParseOptions(SampleCompilation.ParseOptions)
                .WithCompilationOptions(compilation.Options)
                .AddMetadataReferences(compilation.References);
            foreach (var tree in compilation.SyntaxTrees)
                project = project.AddDocument(tree.FilePath, tree.GetText(), filePath: tree.FilePath).Project;

            Project = project;
            _documents = [.. project.DocumentIds.Skip(1)];
            Diagnostics = AnalyzerTest.Analyze((CSharpCompilation)project.GetCompilationAsync().GetAwaiter().GetResult()!, files);
        }

        public Project Project { get; }

        public IReadOnlyList<Diagnostic> Diagnostics { get; }

        /// <summary>The texts of the samples after an action.</summary>
        public IReadOnlyList<string> Apply(CodeAction action)
        {
            var operations = action.GetOperationsAsync(CancellationToken.None).GetAwaiter().GetResult();
            var solution = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
            return [.. _documents.Select(id => solution.GetDocument(id)!.GetTextAsync().GetAwaiter().GetResult().ToString())];
        }

        public void Dispose() => _workspace.Dispose();
    }

    /// <summary>Answers what a fix of all asks: which diagnostics there are.</summary>
    private sealed class Found(Sample sample) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(sample.Diagnostics);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return sample.Diagnostics.Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
