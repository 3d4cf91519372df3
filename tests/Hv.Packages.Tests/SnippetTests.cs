using Hv.Packages.Tests.Infrastructure;

namespace Hv.Packages.Tests;

/// <summary>What the pages quote is what is compiled and tested.</summary>
public sealed class SnippetTests
{
    private const string FrontPage = "README.md";
    private const string SamplesPage = "samples/README.md";

    /// <summary>The front page is written when all it tells of exists; the others are there.</summary>
    private static readonly string[] s_pages =
    [
        SamplesPage, "runtime/Hv.Runtime/README.md", "runtime/Hv.Testing/README.md", "machines/Hv.Pseries/README.md",
        .. new[] { FrontPage }.Where(page => File.Exists(Repository.PathOf(page))),
    ];

    [TestCaseSource(nameof(s_pages))]
    public void A_quoted_snippet_is_the_code_of_the_samples(string page)
    {
        foreach (var (name, code) in Snippets.QuotedIn(page))
        {
            Assert.That(Snippets.Marked.Keys, Does.Contain(name), $"{page} quotes '{name}', which no sample marks with '// <snippet {name}>'");
            Assert.That(code, Is.EqualTo(Snippets.Marked[name]), $"{page} quotes '{name}' in other words than the sample's");
        }
    }

    [TestCaseSource(nameof(s_pages))]
    public void A_page_shows_no_code_but_quotes(string page) => Assert.That(
        Snippets.BlocksIn(page), Is.EqualTo(Snippets.QuotedIn(page).Count()), $"each block of C# in {page} follows a comment '<!-- snippet: NAME -->'");

    [Test]
    public void The_story_is_told_whole([Values("add-machine-version", "add-rtas-call", "test-it")] string name)
    {
        foreach (var page in s_pages.Where(page => page is FrontPage or SamplesPage))
            Assert.That(Snippets.QuotedIn(page).Select(quote => quote.Name), Does.Contain(name), $"{page} quotes the snippet '{name}'");
    }

    [Test]
    public void A_machine_version_takes_six_lines() =>
        Assert.That(Snippets.Marked["add-machine-version"].Split('\n').Count(line => line.Length > 0), Is.EqualTo(6));
}
