using Hv.Generators.Tests.Infrastructure;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Tests;

/// <summary>Every diagnostic is explained and tracked.</summary>
internal sealed class DiagnosticPagesTests
{
    private static readonly string Generators = Path.Combine(RepositoryRoot(), "generators");

    private static IEnumerable<DiagnosticDescriptor> Descriptors { get; } =
        SampleCompilation.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Distinct().OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal);

    private static IEnumerable<string> Ids => Descriptors.Select(descriptor => descriptor.Id);

    [Test]
    public void An_id_is_for_one_diagnostic() => Assert.That(Ids, Is.Unique);

    [TestCaseSource(nameof(Ids))]
    public void A_diagnostic_has_a_page(string id)
    {
        var descriptor = Descriptors.Single(candidate => candidate.Id == id);
        var page = Path.Combine(Generators, "docs", id + ".md");
        Assert.That(page, Does.Exist);
        Assert.That(File.ReadAllLines(page)[0], Does.StartWith("# " + id));
        Assert.That(descriptor.HelpLinkUri, Does.EndWith($"generators/docs/{id}.md"));
    }

    [TestCaseSource(nameof(Ids))]
    public void A_diagnostic_has_a_release(string id)
    {
        var lines = File.ReadAllLines(Path.Combine(Generators, "Hv.Generators", "AnalyzerReleases.Shipped.md"))
            .Concat(File.ReadAllLines(Path.Combine(Generators, "Hv.Generators", "AnalyzerReleases.Unshipped.md")));
        Assert.That(lines, Has.One.StartsWith(id + " |"));
    }

    [Test]
    public void A_page_is_of_a_diagnostic() => Assert.That(
        Directory.GetFiles(Path.Combine(Generators, "docs"), "HV*.md").Select(page => Path.GetFileNameWithoutExtension(page)),
        Is.SubsetOf(Ids));

    [TestCaseSource(nameof(Ids))]
    public void The_examples_of_a_page_are_what_they_are_said_to_be(string id)
    {
        var page = File.ReadAllText(Path.Combine(Generators, "docs", id + ".md"));
        if (Example(page, "Wrong") is { } wrong)
            Assert.That(Reported(wrong), Is.EqualTo([id]));

        if (Example(page, "Right") is { } right)
        {
            Assert.That(Reported(right), Is.Empty);
            GeneratorTest.Run(right);
        }
    }

    private static IEnumerable<string> Reported(string source) =>
        AnalyzerTest.Analyze(SampleCompilation.Create(source)).Select(diagnostic => diagnostic.Id).Distinct();

    /// <summary>The code under a heading of the page, or <see langword="null"/> when it has none.</summary>
    private static string? Example(string page, string heading)
    {
        const string fence = "```csharp\n";
        var start = page.IndexOf($"## {heading}\n\n{fence}", StringComparison.Ordinal);
        if (start < 0)
            return null;

        start = page.IndexOf(fence, start, StringComparison.Ordinal) + fence.Length;
        return page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private static string RepositoryRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Hv.sln")))
            directory = directory.Parent;

        return directory?.FullName ?? throw new DirectoryNotFoundException($"No Hv.sln above {AppContext.BaseDirectory}.");
    }
}
