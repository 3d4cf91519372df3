namespace Hv.Cli.Guests.Apt;

/// <summary>How the apt of this host is set up: where its archives are, its keys, its proxies.</summary>
/// <param name="Suite">The suite that the host's sources are of.</param>
/// <param name="Sources">The sources of that suite and its updates.</param>
/// <param name="Settings">Lines of its configuration that say how archives are reached.</param>
/// <param name="Files">Lines of its configuration that say where keys and passwords are.</param>
internal sealed record AptHost(
    string Suite, IReadOnlyList<AptSource> Sources, IReadOnlyList<string> Settings, IReadOnlyList<string> Files)
{
    private const string Config = "apt-config";
    private const string Component = "main";

    // Of what says how to fetch, these say what to fetch.
    private static readonly string[] LeftOut =
        ["Acquire::IndexTargets", "Acquire::Languages", "Acquire::CompressionTypes", "Acquire::cdrom", "Acquire::GzipIndexes"];

    private static readonly string[] FileSettings =
        ["Dir::Etc::trusted/f", "Dir::Etc::trustedparts/d", "Dir::Etc::netrc/f", "Dir::Etc::netrcparts/d"];

    /// <summary>Asks the host's apt.</summary>
    /// <returns>What it says, or <see langword="null"/> when there is no apt, or no source with a main component.</returns>
    public static AptHost? Find()
    {
        if (HostCommand.Run(Config, ["dump"]) is not (0, var dump))
            return null;

        var sources = ReadSources(Path("Dir::Etc::sourcelist/f"), Path("Dir::Etc::sourceparts/d"));
        if (Choose(sources) is not { } suite)
            return null;

        var files = FileSettings.Select(setting => (Name: setting[..^2], Path: Path(setting))).Where(file => file.Path is not null);
        return new AptHost(
            suite,
            [.. sources.Where(source => source.BaseSuite == suite && source.Components.Contains(Component))],
            KeptSettings(dump),
            [.. files.Select(file => $"{file.Name} \"{file.Path}\";")]);
    }

    /// <summary>The same archives with another suite of theirs, and its updates.</summary>
    public AptHost WithSuite(string suite) => this with
    {
        Suite = suite,
        Sources = [.. Sources.Select(source => source with { Suite = suite + source.Suite[source.BaseSuite.Length..] })],
    };

    /// <summary>With the suite's backports as well: newer packages, built for it. Nobody gets them who does not name their version.</summary>
    public AptHost WithBackports() => this with
    {
        Sources = [.. Sources, .. Sources.Where(source => source.Suite == Suite).Select(source => source with { Suite = $"{Suite}-backports" })],
    };

    /// <summary>Lines of a dump of the configuration that say how archives are reached: proxies, timeouts, how old an index may be.</summary>
    public static IReadOnlyList<string> KeptSettings(string dump) =>
    [
        .. dump.Split('\n').Where(line =>
            line.StartsWith("Acquire::", StringComparison.Ordinal)
            && !LeftOut.Any(name => line.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            && !line.EndsWith(" \"\";", StringComparison.Ordinal)),
    ];

    /// <summary>
    /// The suite that the host runs: the one with the most sources, since Debian's have updates; with as many, one whose archive is
    /// named after Debian before others.
    /// </summary>
    /// <returns>It, or <see langword="null"/> when no source has a main component.</returns>
    public static string? Choose(IEnumerable<AptSource> sources) => sources
        .Where(source => source.Components.Contains(Component))
        .GroupBy(source => source.BaseSuite)
        .OrderByDescending(group => group.Count())
        .ThenByDescending(group => group.Any(source => source.Uri.Contains("debian", StringComparison.OrdinalIgnoreCase)))
        .FirstOrDefault()?.Key;

    private static List<AptSource> ReadSources(string? list, string? parts)
    {
        var files = parts is not null && Directory.Exists(parts)
            ? Directory.EnumerateFiles(parts).Order(StringComparer.Ordinal)
            : Enumerable.Empty<string>();
        if (File.Exists(list))
            files = files.Prepend(list);

        var sources = new List<AptSource>();
        foreach (var file in files)
        {
            try
            {
                if (file.EndsWith(".list", StringComparison.Ordinal))
                    sources.AddRange(AptSourceReader.ReadLines(File.ReadAllText(file)));
                else if (file.EndsWith(".sources", StringComparison.Ordinal))
                    sources.AddRange(AptSourceReader.ReadStanzas(File.ReadAllText(file)));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A source that this user may not read is not for this user.
            }
        }

        return sources;
    }

    private static string? Path(string setting)
    {
        // NAME='value', a quote in it as the shell's.
        if (HostCommand.Run(Config, ["shell", "VALUE", setting]) is not (0, var output))
            return null;

        var text = output.Trim();
        const string start = "VALUE='";
        return text.StartsWith(start, StringComparison.Ordinal) && text.EndsWith('\'') && text.Length > start.Length + 1
            ? text[start.Length..^1].Replace("'\\''", "'", StringComparison.Ordinal)
            : null;
    }
}
