namespace Hv.Packages.Tests.Infrastructure;

/// <summary>A project as a user makes it: outside of the repository, with references to packages and nothing else.</summary>
internal sealed class FreshProject : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hv-fresh-");

    private FreshProject()
    {
    }

    /// <summary>Makes a console program.</summary>
    /// <param name="packages">The packages it references.</param>
    /// <param name="isOffline">Whether only the packed packages are restored, none of another source.</param>
    public static async Task<FreshProject> Create(string[] packages, bool isOffline = true)
    {
        await PackedPackages.Ready();
        var project = new FreshProject();
        project.Write("Fresh.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                {string.Join("\n    ", packages.Select(id => $"<PackageReference Include=\"{id}\" Version=\"{PackedPackages.Version}\" />"))}
              </ItemGroup>
            </Project>
            """);

        // The packages of a test are of no use to anybody later: they stay out of the user's own cache. What else a restore needs
        // is looked for there first.
        project.Write("nuget.config", $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="packages" />
              </config>
              <fallbackPackageFolders>
                <add key="user" value="{UserPackages}" />
              </fallbackPackageFolders>
              <packageSources>
                {(isOffline ? "<clear />" : "")}
                <add key="hv-local" value="{PackedPackages.Folder}" />
              </packageSources>
            </configuration>
            """);
        return project;
    }

    private static string UserPackages { get; } = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
        ? folder
        : Directory.CreateDirectory(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages")).FullName;

    /// <summary>Writes a file.</summary>
    /// <param name="path">Relative to the project.</param>
    /// <param name="content">The text.</param>
    public FreshProject Write(string path, string content)
    {
        var full = PathOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return this;
    }

    /// <summary>Copies the sources under a folder of the repository.</summary>
    public FreshProject Copy(string folder)
    {
        foreach (var source in Repository.SourcesUnder(folder))
            Write(Path.GetRelativePath(Repository.PathOf(folder), source), File.ReadAllText(source));

        return this;
    }

    /// <summary>The full path of a file of the project.</summary>
    public string PathOf(string path) => Path.Combine(_folder.FullName, path);

    /// <summary>Builds the project, successfully or not.</summary>
    public Task<DotNet.Outcome> Build(params IEnumerable<string> options) =>
        DotNet.Run(_folder.FullName, ["build", .. options, .. DotNet.BuildOptions]);

    /// <summary>Builds the project and runs it.</summary>
    public async Task<string[]> Run()
    {
        (await Build("-o", "out")).Succeeded();
        return (await DotNet.Run(_folder.FullName, "out/Fresh.dll")).Succeeded().Lines;
    }

    /// <summary>Publishes the project with its options for a machine like this, and runs the result, which is a program of its own.</summary>
    public async Task<(DotNet.Outcome Build, string[] Output)> PublishAndRun(params IEnumerable<string> options)
    {
        var build = await DotNet.Run(
            _folder.FullName, ["publish", "--use-current-runtime", "-o", "published", .. options, .. DotNet.BuildOptions]);
        build.Succeeded();
        return (build, (await DotNet.RunProgram(PathOf("published/Fresh"), _folder.FullName)).Succeeded().Lines);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
