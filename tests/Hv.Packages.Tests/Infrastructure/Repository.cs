namespace Hv.Packages.Tests.Infrastructure;

/// <summary>Where the sources are.</summary>
internal static class Repository
{
    /// <summary>The folder of Hv.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The full path of a file or folder of the repository.</summary>
    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>All C# sources under a folder of the repository, build output excluded.</summary>
    public static IEnumerable<string> SourcesUnder(string folder) =>
        Directory.EnumerateFiles(PathOf(folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Hv.sln")))
            directory = directory.Parent;

        return directory?.FullName ?? throw new DirectoryNotFoundException($"No Hv.sln above {AppContext.BaseDirectory}.");
    }
}
