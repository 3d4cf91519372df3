using System.Globalization;
using System.Security.Cryptography;

namespace Hv.Cli.Guests;

/// <summary>
/// A folder that keeps a guest's files, with a list of them that is written last: what the list has is complete, and what does not
/// match it (cut short, changed) is as if it was not there. One process at a time writes.
/// </summary>
internal sealed class GuestCache
{
    private const string ListName = "files";
    private const string LockName = "lock";
    private const string WorkName = "work";

    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(200);

    /// <summary>Opens a folder that may not exist yet.</summary>
    public GuestCache(string folder) => Folder = folder;

    /// <summary>The folder of caches that a user has: $XDG_CACHE_HOME/hv/guests, or .cache at home.</summary>
    public static string Root
    {
        get
        {
            // XDG Base Directory Specification: a relative path is to be ignored.
            var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            if (!Path.IsPathRooted(cache))
                cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");

            return Path.Combine(cache, "hv", "guests");
        }
    }

    /// <summary>Where it is.</summary>
    public string Folder { get; }

    /// <summary>Where files are made before they are kept; empty when <see cref="Lock"/> comes back.</summary>
    public string Work => Path.Combine(Folder, WorkName);

    /// <summary>The path of a file.</summary>
    public string this[string name] => Path.Combine(Folder, name);

    /// <summary>Whether all of these files are there as they were kept, by this version of what makes them.</summary>
    public bool IsIntact(string version, params ReadOnlySpan<string> names)
    {
        if (ReadList() is not { } list || list.Version != version)
            return false;

        foreach (var name in names)
        {
            if (!list.Files.TryGetValue(name, out var kept) || !kept.Matches(this[name]))
                return false;
        }

        return true;
    }

    /// <summary>The names of files that start so, and are as they were kept by whatever version.</summary>
    public IReadOnlyList<string> FindIntact(string start) => ReadList() is { } list
        ? [.. list.Files.Where(file => file.Key.StartsWith(start, StringComparison.Ordinal) && file.Value.Matches(this[file.Key])).Select(file => file.Key)]
        : [];

    /// <summary>Waits until no other process writes, and lets none until it is disposed. A process that dies leaves no lock.</summary>
    /// <param name="onWait">Is called once if there is one to wait for.</param>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public IDisposable Lock(Action onWait)
    {
        Directory.CreateDirectory(Folder);
        FileStream? taken;
        for (var hasWaited = false; (taken = TryLock()) is null; hasWaited = true)
        {
            if (!hasWaited)
                onWait();

            Thread.Sleep(LockPoll);
        }

        try
        {
            RemoveWork();
            Directory.CreateDirectory(Work);
            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Takes the place of all that was kept: moves files out of <see cref="Work"/>, and removes what else is there.</summary>
    /// <param name="version">The version of what made them.</param>
    /// <param name="names">Their names.</param>
    public void Keep(string version, IReadOnlyList<string> names)
    {
        // Until the new list is there nothing is: a process that dies in between leaves a cache that is made again.
        File.Delete(this[ListName]);
        foreach (var name in names)
        {
            var made = Path.Combine(Work, name);
            if (File.Exists(made))
                File.Move(made, this[name], overwrite: true);
        }

        var list = Path.Combine(Work, ListName);
        File.WriteAllLines(list, names.Select(name => KeptFile.Of(this[name]).Format(name)).Prepend(version));
        File.Move(list, this[ListName], overwrite: true);
        foreach (var file in Directory.EnumerateFiles(Folder).Where(file => Path.GetFileName(file) is not (ListName or LockName)))
        {
            if (!names.Contains(Path.GetFileName(file)))
                File.Delete(file);
        }

        RemoveWork();
    }

    private void RemoveWork()
    {
        if (Directory.Exists(Work))
            Directory.Delete(Work, recursive: true);
    }

    private FileStream? TryLock()
    {
        try
        {
            return new FileStream(this[LockName], FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(this[LockName]))
        {
            return null;
        }
    }

    private (string Version, Dictionary<string, KeptFile> Files)? ReadList()
    {
        try
        {
            var lines = File.ReadAllLines(this[ListName]);
            var files = new Dictionary<string, KeptFile>(StringComparer.Ordinal);
            foreach (var line in lines.Skip(1))
            {
                if (KeptFile.Parse(line) is not var (name, file))
                    return null;

                files[name] = file;
            }

            return lines.Length > 0 ? (lines[0], files) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>How a file was when it was kept.</summary>
    private sealed record KeptFile(long Length, long Written, string Sum)
    {
        public static KeptFile Of(string path)
        {
            var file = new FileInfo(path);
            return new KeptFile(file.Length, file.LastWriteTimeUtc.Ticks, SumOf(path));
        }

        // LENGTH TIME SUM NAME
        public static (string Name, KeptFile File)? Parse(string line) =>
            line.Split(' ', 4) is [var length, var written, var sum, var name]
            && long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            && long.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
                ? (name, new KeptFile(bytes, ticks, sum))
                : null;

        public string Format(string name) => string.Create(CultureInfo.InvariantCulture, $"{Length} {Written} {Sum} {name}");

        /// <summary>Looks at the contents only where the time differs: tens of megabytes take longer than a machine to start.</summary>
        public bool Matches(string path)
        {
            try
            {
                var file = new FileInfo(path);
                return file.Exists && file.Length == Length && (file.LastWriteTimeUtc.Ticks == Written || SumOf(path) == Sum);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }

        private static string SumOf(string path)
        {
            using var stream = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
    }
}
