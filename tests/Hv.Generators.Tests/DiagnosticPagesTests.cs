using Hv.Generators.Tests.Infrastructure;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Tests;

/// <summary>Every diagnostic is explained and tracked.</summary>
internal sealed class DiagnosticPagesTests
{
    private static readonly string Generators = Path.Combine(RepositoryRoot(), "generators");

    /// <summary>The text of a diagnostic's page.</summary>
    internal static string PageOf(string id) => File.ReadAllText(Path.Combine(Generators, "docs", id + ".md"));

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

    // HV0xxx are reported by the build (Hv.Runtime.targets), not by an analyzer.
    [Test]
    public void A_page_is_of_a_diagnostic() => Assert.That(
        Directory.GetFiles(Path.Combine(Generators, "docs"), "HV*.md").Select(page => Path.GetFileNameWithoutExtension(page))
            .Where(id => !id.StartsWith("HV0", StringComparison.Ordinal)),
        Is.SubsetOf(Ids));

    private static string RepositoryRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Hv.sln")))
            directory = directory.Parent;

        return directory?.FullName ?? throw new DirectoryNotFoundException($"No Hv.sln above {AppContext.BaseDirectory}.");
    }
}
