using System.Globalization;

namespace Hv.Packages.Tests.Infrastructure;

/// <summary>The packages as <c>dotnet pack</c> makes them, in a folder that a restore can take for a source.</summary>
internal static class PackedPackages
{
    private static readonly Lazy<Task<DotNet.Outcome>> Packed = new(Pack);

    /// <summary>The folder, outside of the repository; it is removed at the end of the run.</summary>
    public static string Folder { get; } = Directory.CreateTempSubdirectory("hv-packages-").FullName;

    /// <summary>A version that no earlier run has used, so that no cache has it.</summary>
    public static string Version { get; } = "0.1.0-test." + DateTime.UtcNow.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture);

    /// <summary>Packs, on first use, and tells what was said.</summary>
    public static Task<DotNet.Outcome> Ready() => Packed.Value;

    /// <summary>The file of a package.</summary>
    public static string PathOf(string id) => Path.Combine(Folder, $"{id}.{Version}.nupkg");

    // An output folder of its own: the run that this is part of executes what lies in the usual one. It is kept, so that the next
    // run compiles only what has changed; the version is the package's alone, so that it changes no assembly.
    private static async Task<DotNet.Outcome> Pack() => (await DotNet.Run(
        Repository.Root,
        [
            "pack", "Hv.sln", "-c", "Release", "-o", Folder, "-p:PackageVersion=" + Version,
            "-p:ArtifactsPath=" + Repository.PathOf("artifacts", "packages-tests"), .. DotNet.BuildOptions,
        ])).Succeeded();
}
