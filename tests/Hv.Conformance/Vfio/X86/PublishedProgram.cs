using System.Collections.Concurrent;
using Hv.Packages.Tests.Infrastructure;

namespace Hv.Conformance.Vfio.X86;

/// <summary>Projects of this tree, published with the runtime that they need for x86: each once, with build output of its own.</summary>
internal static class PublishedProgram
{
    private const string Solution = "Hv.sln";

    private static readonly ConcurrentDictionary<string, Lazy<string>> Published = new();
    private static readonly Lock OneAtATime = new();

    /// <summary>Publishes a project.</summary>
    /// <param name="project">Its folder below the root of the tree: <c>tests/Hv.Vfio.Tests</c>.</param>
    /// <returns>The folder with the program.</returns>
    public static string Of(string project) => Published.GetOrAdd(project, _ => new(() => Publish(project))).Value;

    /// <summary>
    /// Whether a file of a published program is needed to run it: not those for debuggers, and what builds and test hosts load.
    /// </summary>
    public static bool IsNeeded(string path) =>
        Path.GetExtension(path) is not (".pdb" or ".xml" or ".props" or ".targets" or ".exe")
        && !path.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
        && path is not ("createdump" or "libmscordbi.so" or "libmscordaccore.so" or "libcoreclrtraceptprovider.so")
        && !path.Contains("CodeCoverage", StringComparison.Ordinal)
        && !path.Contains("TestPlatform", StringComparison.Ordinal);

    private static string Publish(string project)
    {
        // Other projects may be built beside this test run: what a publish restores and compiles must not be in their way. The
        // compiler is the server that built the tests.
        var root = Root();
        var lab = Path.Combine(root, "artifacts", "lab");
        var folder = Path.Combine(lab, Path.GetFileName(project));
        string[] arguments =
        [
            "publish", project, "-c", "Release", "-r", "linux-x64", "--self-contained", "-o", folder,
            $"-p:ArtifactsPath={Path.Combine(lab, "build")}", "-nodeReuse:false", "-tl:off", "-nologo",
        ];
        lock (OneAtATime)
            DotNet.Run(root, arguments).GetAwaiter().GetResult().Succeeded();

        return folder;
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} has {Solution}.");
    }
}
