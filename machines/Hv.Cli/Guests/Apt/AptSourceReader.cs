namespace Hv.Cli.Guests.Apt;

/// <summary>Reads lists of sources in both of their forms (sources.list(5)): a source a line, and deb822.</summary>
internal static class AptSourceReader
{
    private static readonly char[] Blanks = [' ', '\t'];

    // The others choose what is fetched of a source, which is for us to say.
    private static readonly HashSet<string> KeptOptions = new(StringComparer.OrdinalIgnoreCase)
    {
        "signed-by", "trusted", "allow-insecure", "allow-weak", "check-valid-until", "valid-until-min", "valid-until-max",
        "check-date", "date-max-future", "by-hash",
    };

    /// <summary>Reads a file's text of the form with a source a line (<c>*.list</c>); what is malformed is left out.</summary>
    public static IEnumerable<AptSource> ReadLines(string text)
    {
        foreach (var full in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var line = Uncommented(full).Trim();
            if (!line.StartsWith("deb", StringComparison.Ordinal) || line.Length < 4 || !Blanks.Contains(line[3]))
                continue;

            var rest = line[4..].Trim();
            var options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            if (rest.StartsWith('['))
            {
                var end = rest.IndexOf(']', StringComparison.Ordinal);
                if (end < 0)
                    continue;

                foreach (var option in rest[1..end].Split(Blanks, StringSplitOptions.RemoveEmptyEntries))
                {
                    var equals = option.IndexOf('=', StringComparison.Ordinal);
                    if (equals > 0 && KeptOptions.Contains(option[..equals]))
                        options[option[..equals]] = option[(equals + 1)..];
                }

                rest = rest[(end + 1)..];
            }

            var words = rest.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 2)
                yield return new AptSource(words[0], words[1], words[2..], options);
        }
    }

    /// <summary>Reads a file's text in deb822 form (<c>*.sources</c>); what is malformed is left out.</summary>
    public static IEnumerable<AptSource> ReadStanzas(string text)
    {
        foreach (var stanza in Stanzas(text))
        {
            if (!Words(stanza, "types").Contains("deb") || stanza.GetValueOrDefault("enabled")?.Trim() is "no" or "false" or "0")
                continue;

            var options = stanza.Where(field => KeptOptions.Contains(field.Key)).ToDictionary(
                field => field.Key, field => field.Value, StringComparer.OrdinalIgnoreCase);
            foreach (var uri in Words(stanza, "uris"))
            {
                foreach (var suite in Words(stanza, "suites"))
                    yield return new AptSource(uri, suite, Words(stanza, "components"), options);
            }
        }
    }

    private static IEnumerable<Dictionary<string, string>> Stanzas(string text)
    {
        var stanza = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var last = "";
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Append(""))
        {
            if (line.StartsWith('#'))
                continue;

            if (string.IsNullOrWhiteSpace(line))
            {
                if (stanza.Count > 0)
                    yield return stanza;

                stanza = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                last = "";
            }
            else if (Blanks.Contains(line[0]))
            {
                // A field goes on: a key in the text of a source has many lines, all of which are kept as they are.
                if (last.Length > 0)
                    stanza[last] += "\n" + line.TrimEnd();
            }
            else if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                last = line[..colon].Trim();
                stanza[last] = line[(colon + 1)..].Trim();
            }
        }
    }

    private static string[] Words(Dictionary<string, string> stanza, string field) =>
        stanza.GetValueOrDefault(field, "").Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private static string Uncommented(string line)
    {
        var start = line.IndexOf('#', StringComparison.Ordinal);
        return start < 0 ? line : line[..start];
    }
}
