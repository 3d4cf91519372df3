namespace Hv.Cli.Guests.Initramfs;

/// <summary>
/// Modules of a kernel, with those that they need. The packages have no <c>modules.dep</c> (depmod makes it when they are
/// installed), so that each module is asked itself.
/// </summary>
/// <param name="paths">The paths of all modules.</param>
/// <param name="read">Reads one, decompressed.</param>
/// <param name="builtIn">The paths of those that are part of the kernel, as <c>modules.builtin</c> lists them: nothing is loaded for them.</param>
internal sealed class KernelModules(IEnumerable<string> paths, Func<string, byte[]> read, IEnumerable<string>? builtIn = null)
{
    private readonly HashSet<string> _builtIn = [.. ModulesAmong(builtIn ?? []).Select(NameOf)];
    private readonly Dictionary<string, string> _paths = ModulesAmong(paths)
        .GroupBy(NameOf)
        .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    /// <summary>Modules and all that they need, in the order in which they are loaded.</summary>
    /// <exception cref="InvalidDataException">One is not there, or is no module.</exception>
    public IReadOnlyList<(string Name, byte[] Data)> Resolve(IEnumerable<string> names)
    {
        var loaded = new List<(string Name, byte[] Data)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
            Add(Normalized(name), isNeeded: true, loaded, seen);

        return loaded;
    }

    private void Add(string name, bool isNeeded, List<(string Name, byte[] Data)> loaded, HashSet<string> seen)
    {
        if (!seen.Add(name))
            return;

        if (!_paths.TryGetValue(name, out var path))
        {
            // What is wanted may be a name that several modules answer to.
            if (isNeeded && !_builtIn.Contains(name))
                throw new InvalidDataException($"The kernel's package has no module {name}.");

            return;
        }

        var data = read(path);
        var information = ModuleInformation.Read(data);
        foreach (var wanted in information.Wanted)
            Add(Normalized(wanted), isNeeded: false, loaded, seen);

        foreach (var needed in information.Needed)
            Add(Normalized(needed), isNeeded: true, loaded, seen);

        loaded.Add((name, data));
    }

    private static IEnumerable<string> ModulesAmong(IEnumerable<string> paths) =>
        paths.Where(path => Path.GetFileName(path).Contains(".ko", StringComparison.Ordinal));

    private static string NameOf(string path)
    {
        var file = Path.GetFileName(path);
        return Normalized(file[..file.IndexOf(".ko", StringComparison.Ordinal)]);
    }

    // The kernel takes one for the other.
    private static string Normalized(string name) => name.Replace('-', '_');
}
