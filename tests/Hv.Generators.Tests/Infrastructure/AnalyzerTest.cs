using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Hv.Generators.Tests.Infrastructure;

/// <summary>
/// Runs all analyzers on sample sources. Where a diagnostic is expected the source says so: <c>{|HV1001:text|}</c>. Every
/// diagnostic of Hv must be marked and every mark must be met, with exactly that span; and a build must get as far as to report
/// it, which it does only when all declarations compile, the generated ones too.
/// </summary>
internal static partial class AnalyzerTest
{
    /// <summary>Checks the marks; returns the messages of the diagnostics, in the order of the source.</summary>
    public static IReadOnlyList<string> Verify(params IEnumerable<string> markedSources) => Verify("Sample", [], markedSources);

    /// <summary>Checks the marks of sources that reference other assemblies.</summary>
    public static IReadOnlyList<string> Verify(string name, IEnumerable<MetadataReference> references, params IEnumerable<string> markedSources) =>
        Verify(name, references, [], markedSources);

    /// <summary>Checks the marks of sources beside which there are additional files.</summary>
    public static IReadOnlyList<string> Verify(
        string name, IEnumerable<MetadataReference> references, IReadOnlyList<AdditionalText> files, params IEnumerable<string> markedSources)
    {
        var sources = new List<string>();
        var expected = new List<string>();
        foreach (var (markedSource, index) in markedSources.Select((source, index) => (source, index)))
        {
            var (source, marks) = Unmark(markedSource);
            sources.Add(source);
            expected.AddRange(marks.Select(mark => $"Source{index + 1}.cs: {mark.Id} on '{source[mark.Start..mark.End]}' at {mark.Start}"));
        }

        var compilation = SampleCompilation.CreateNamed(name, references, sources).WithGeneratedCode();
        if (expected.Count > 0)
            Assert.That(DeclarationErrors(compilation), Is.Empty, "nothing hides what is marked");

        var found = AnalyzeGenerated(compilation, files);
        var actual = found.Select(diagnostic =>
        {
            var span = diagnostic.Location.SourceSpan;
            var text = diagnostic.Location.SourceTree?.GetText().ToString(span) ?? "";
            return $"{diagnostic.Location.SourceTree?.FilePath}: {diagnostic.Id} on '{text}' at {span.Start}";
        });

        Assert.That(actual.Order(StringComparer.Ordinal), Is.EqualTo(expected.Order(StringComparer.Ordinal)), string.Join(Environment.NewLine, found));
        return [.. found.Select(diagnostic => diagnostic.GetMessage())];
    }

    /// <summary>All of Hv's diagnostics on a compilation, by file and place.</summary>
    public static IReadOnlyList<Diagnostic> Analyze(CSharpCompilation compilation, params IReadOnlyList<AdditionalText> files) =>
        AnalyzeGenerated(compilation.WithGeneratedCode(), files);

    /// <summary>
    /// What the compiler itself says of the declarations of a compilation that has its generated code: where that is anything, a
    /// build ends before it asks the analyzers.
    /// </summary>
    public static IEnumerable<Diagnostic> DeclarationErrors(CSharpCompilation compilation) =>
        compilation.GetDeclarationDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>Takes the marks out of a source.</summary>
    public static (string Source, IReadOnlyList<(string Id, int Start, int End)> Marks) Unmark(string markedSource)
    {
        var marks = new List<(string, int, int)>();
        var open = new Stack<(string Id, int Start)>();
        var source = new System.Text.StringBuilder();
        var position = 0;
        foreach (Match match in Mark().Matches(markedSource))
        {
            source.Append(markedSource, position, match.Index - position);
            position = match.Index + match.Length;
            if (match.Groups["id"] is { Success: true } id)
                open.Push((id.Value, source.Length));
            else if (open.TryPop(out var mark))
                marks.Add((mark.Id, mark.Start, source.Length));
        }

        source.Append(markedSource, position, markedSource.Length - position);
        return (source.ToString(), marks);
    }

    private static IReadOnlyList<Diagnostic> AnalyzeGenerated(CSharpCompilation compilation, IReadOnlyList<AdditionalText> files)
    {
        var withAnalyzers = compilation.WithAnalyzers(
            SampleCompilation.Analyzers,
            new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([.. files]),
                onAnalyzerException: (exception, analyzer, _) => throw new AssertionException($"{analyzer}: {exception}"),
                concurrentAnalysis: false,
                logAnalyzerExecutionTime: false));
        return [.. withAnalyzers.GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult()
            .OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start)
            .ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal)];
    }

    [GeneratedRegex(@"\{\|(?<id>HV\d{4}):|\|\}")]
    private static partial Regex Mark();
}
