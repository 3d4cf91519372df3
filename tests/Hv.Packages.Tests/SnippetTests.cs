using Hv.Packages.Tests.Infrastructure;

namespace Hv.Packages.Tests;

/// <summary>What the pages quote is what is compiled and tested.</summary>
public sealed class SnippetTests
{
    /// <summary>The pages that tell how everything is done.</summary>
    private static readonly string[] Guides = ["README.md", "samples/README.md"];

    private static readonly string[] Pages =
        [
            .. Guides, "runtime/Hv.Runtime/README.md", "runtime/Hv.Testing/README.md", "machines/Hv.Pseries/README.md",
            "machines/Hv.Devices/README.md",
        ];

    [TestCaseSource(nameof(Pages))]
    public void A_quoted_snippet_is_the_code_of_the_samples(string page)
    {
        foreach (var (name, code) in Snippets.QuotedIn(page))
        {
            Assert.That(Snippets.Marked.Keys, Does.Contain(name), $"{page} quotes '{name}', which no sample marks with '// <snippet {name}>'");
            Assert.That(code, Is.EqualTo(Snippets.Marked[name]), $"{page} quotes '{name}' in other words than the sample's");
        }
    }

    [TestCaseSource(nameof(Pages))]
    public void A_page_shows_no_code_but_quotes(string page) => Assert.That(
        Snippets.BlocksIn(page),
        Is.EqualTo(Snippets.QuotedIn(page).Count()),
        $"each block of C# in {page} follows a comment '<!-- snippet: NAME -->'");

    [TestCaseSource(nameof(Guides))]
    public void A_guide_shows_how_to_add_a_version_and_a_call_and_how_to_test_it(string page) =>
        Assert.That(Snippets.QuotedIn(page).Select(quote => quote.Name), Is.SupersetOf(["add-machine-version", "add-rtas-call", "test-it"]));

    [Test]
    public void A_machine_version_takes_six_lines() =>
        Assert.That(Snippets.Marked["add-machine-version"].Split('\n').Count(line => line.Length > 0), Is.EqualTo(6));
}
