using System.Globalization;
using System.Text;
using Hv.Cli.Run;

namespace Hv.Cli.Guests.Apt;

/// <summary>
/// apt-get with state, cache and sources of its own, for another architecture than the host's: nothing of the host is changed, and
/// nobody needs to be root. Of the host's configuration it has how archives are reached, not what is done after a fetch.
/// </summary>
internal sealed class PrivateApt
{
    private const string Get = "apt-get";
    private const string Cache = "apt-cache";
    private const string StatusPrefix = "dlstatus:";

    private readonly string _folder;
    private readonly Dictionary<string, string> _environment;
    private readonly TimeSpan? _patience;

    /// <summary>Makes its folders and its configuration.</summary>
    /// <param name="folder">Where all of it is.</param>
    /// <param name="host">The host's apt.</param>
    /// <param name="architecture">The architecture whose packages are wanted.</param>
    /// <param name="patience">How long a fetch may take before it is given up; as long as it needs without.</param>
    public PrivateApt(string folder, AptHost host, string architecture, TimeSpan? patience = null)
    {
        _folder = folder;
        _patience = patience;
        foreach (var part in (string[])["state/lists/partial", "cache/archives/partial", "etc/sources.list.d", "etc/apt.conf.d", "etc/preferences.d"])
            Directory.CreateDirectory(Path.Combine(folder, part));

        File.WriteAllText(Path.Combine(folder, "state/status"), "");
        File.WriteAllText(Path.Combine(folder, "etc/sources.list.d/guest.sources"), Sources(host.Sources, architecture));
        var configuration = Path.Combine(folder, "apt.conf");

        // It may have the password of a proxy in it.
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        using (var stream = new FileStream(configuration, options))
            stream.Write(Encoding.UTF8.GetBytes(Configuration(folder, host, architecture)));

        _environment = new Dictionary<string, string> { ["APT_CONFIG"] = configuration };
    }

    /// <summary>What it complained about last, or <see langword="null"/>.</summary>
    public string? LastComplaint { get; private set; }

    /// <summary>The sources of a list as a deb822 file, for one architecture and component.</summary>
    public static string Sources(IEnumerable<AptSource> sources, string architecture)
    {
        var text = new StringBuilder();
        foreach (var source in sources)
        {
            text.Append(CultureInfo.InvariantCulture, $"Types: deb\nURIs: {source.Uri}\nSuites: {source.Suite}\nComponents: main\n");
            text.Append(CultureInfo.InvariantCulture, $"Architectures: {architecture}\n");
            foreach (var (name, value) in source.Options)
                text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\n");

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>
    /// Fetches the indexes. That one of them cannot be had is no failure: the others may have what is wanted, and whoever asks for a
    /// package hears whether it is there.
    /// </summary>
    /// <exception cref="RunException">There is no apt-get.</exception>
    public bool Update(Action<double> report) => Run(["-q", "update"], report) == 0;

    /// <summary>Fetches packages into a folder.</summary>
    /// <returns>Whether all of them came.</returns>
    public bool Download(string folder, IReadOnlyList<string> packages, Action<double> report) =>
        Run(["-q", "download", .. packages], report, folder) == 0;

    /// <summary>The values of a field of a package, of each version that there is, the one that apt would take first.</summary>
    public IReadOnlyList<string> Show(string package, string field)
    {
        if (HostCommand.Run(Cache, ["show", package], _folder, _environment) is not (0, var output))
            return [];

        var start = field + ": ";
        return [.. output.Split('\n').Where(line => line.StartsWith(start, StringComparison.Ordinal)).Select(line => line[start.Length..])];
    }

    /// <summary>The packages that a metapackage's versions stand for, the newest first, as apt-get takes them: <c>NAME=VERSION</c>.</summary>
    /// <param name="metaPackage">The package that depends on what is wanted.</param>
    /// <param name="start">How the names of what is wanted start.</param>
    public IEnumerable<string> FindBehind(string metaPackage, string start)
    {
        foreach (var dependencies in Show(metaPackage, "Depends"))
        {
            var found = dependencies.Split(',').Select(dependency => dependency.Trim())
                .FirstOrDefault(dependency => dependency.StartsWith(start, StringComparison.Ordinal));
            if (found?.Split([' ', '(', ')', '='], StringSplitOptions.RemoveEmptyEntries) is [var name, .. var version])
                yield return version.Length == 1 ? $"{name}={version[0]}" : name;
        }
    }

    private int Run(IReadOnlyList<string> arguments, Action<double> report, string? folder = null)
    {
        string? error = null;
        string? warning = null;
        var result = HostCommand.Run(Get, arguments, folder ?? _folder, _environment, line =>
        {
            if (Progress(line) is { } done)
                report(done);
            else if (line.StartsWith("E: ", StringComparison.Ordinal))
                error ??= line[3..].TrimEnd();
            else if (line.StartsWith("W: ", StringComparison.Ordinal))
                warning ??= line[3..].TrimEnd();
        }, _patience);
        if (result is not { } ended)
            throw new RunException($"there is no {Get} here");

        // An update that fetches nothing at all ends with success, and a warning.
        LastComplaint = error ?? LastComplaint ?? warning;
        return ended.ExitCode;
    }

    // dlstatus:NUMBER:PERCENT:TEXT
    private static double? Progress(string line) =>
        line.StartsWith(StatusPrefix, StringComparison.Ordinal)
        && line.Split(':') is [_, _, var percent, ..]
        && double.TryParse(percent, NumberStyles.Float, CultureInfo.InvariantCulture, out var done)
            ? Math.Clamp(done / 100, 0, 1)
            : null;

    private static string Configuration(string folder, AptHost host, string architecture)
    {
        var text = new StringBuilder();
        foreach (var line in host.Settings.Concat(host.Files))
            text.Append(line).Append('\n');

        foreach (var (name, value) in ((string, string)[])
                 [
                     ("Dir::State", "state"), ("Dir::State::status", "state/status"), ("Dir::Cache", "cache"), ("Dir::Etc", "etc"),
                 ])
            text.Append(CultureInfo.InvariantCulture, $"{name} \"{Path.Combine(folder, value)}\";\n");

        // A root's apt fetches as another user, who may not write here.
        text.Append(CultureInfo.InvariantCulture, $"APT::Architecture \"{architecture}\";\nAPT::Architectures:: \"{architecture}\";\n");
        text.Append("APT::Sandbox::User \"root\";\nAPT::Status-Fd \"2\";\nAcquire::Languages \"none\";\nAcquire::Retries \"3\";\n");
        return text.ToString();
    }
}
