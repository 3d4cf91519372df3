using System.Text.RegularExpressions;

namespace Hv.Packages.Tests.Infrastructure;

/// <summary>
/// Code that pages quote. In the sources it stands between <c>// &lt;snippet NAME&gt;</c> and <c>// &lt;/snippet&gt;</c>, in a page
/// it is the block of C# that follows a comment <c>&lt;!-- snippet: NAME --&gt;</c>.
/// </summary>
internal static partial class Snippets
{
    /// <summary>What is marked in the sources: code by name.</summary>
    public static IReadOnlyDictionary<string, string> Marked { get; } = new[] { "samples", "tests/Hv.Packages.Tests/Fresh" }
        .SelectMany(Repository.SourcesUnder)
        .SelectMany(path => Marks().Matches(Text(path)))
        .ToDictionary(match => match.Groups["name"].Value, match => Outdented(match.Groups["code"].Value), StringComparer.Ordinal);

    /// <summary>What a page quotes.</summary>
    public static IEnumerable<(string Name, string Code)> QuotedIn(string page) =>
        Quotes().Matches(Text(Repository.PathOf(page))).Select(match => (match.Groups["name"].Value, match.Groups["code"].Value));

    /// <summary>How many blocks of C# a page has, quoted or not.</summary>
    public static int BlocksIn(string page) => Blocks().Count(Text(Repository.PathOf(page)));

    private static string Text(string path) => File.ReadAllText(path).ReplaceLineEndings("\n");

    /// <summary>The code without the indentation that all of its lines have.</summary>
    private static string Outdented(string code)
    {
        var lines = code.Split('\n');
        var indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length > 0 ? line[indent..] : line));
    }

    [GeneratedRegex(@"^[ ]*// <snippet (?<name>[\w-]+)>\n(?<code>.*?)^[ ]*// </snippet>$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Marks();

    [GeneratedRegex(@"^<!-- snippet: (?<name>[\w-]+) -->\n+```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Quotes();

    [GeneratedRegex("^```(csharp|cs|c#)$", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Blocks();
}
