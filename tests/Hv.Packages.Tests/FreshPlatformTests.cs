using Hv.Packages.Tests.Infrastructure;

namespace Hv.Packages.Tests;

/// <summary>What a user does who has the packages and nothing else: a platform of one's own, called and printed.</summary>
public sealed class FreshPlatformTests
{
    private static readonly string[] ToyOutput =
    [
        "toy-1.1 toy-1.0",
        "toy-1.1: Success, 4 sensors, the first at 85",
        "rtas_toy_read_sensors: buffer=0x100000 length=0x10 -> Success sensors=0x4",
        "toy-1.0: Success, 2 sensors",
        "H_RTAS outside of memory: Parameter",
        "unknown token: Parameter, ParameterError: fffffffd",
    ];

    /// <summary>The one reference is to the package for tests: runtime and generators come with it.</summary>
    [Test]
    public async Task A_family_of_ones_own_runs_on_the_packages()
    {
        using var project = await FreshProject.Create(["Hv.Testing"]);
        project.Copy("samples/Toy").Copy("tests/Hv.Packages.Tests/Fresh/Toy");

        Assert.That(await project.Run(), Is.EqualTo(ToyOutput));
    }

    /// <summary>
    /// The same as a native program. The compiler for those is not a part of the SDK: it comes from the user's cache or from the
    /// usual source. It needs a C compiler to link.
    /// </summary>
    [Test]
    public async Task It_is_compiled_ahead_of_time_without_a_warning()
    {
        if (!IsOnPath("clang") && !IsOnPath("gcc"))
            Assert.Ignore("Neither clang nor gcc is there to link a native program.");

        using var project = await FreshProject.Create(["Hv.Testing"], isOffline: false);
        project.Copy("samples/Toy").Copy("tests/Hv.Packages.Tests/Fresh/Toy");

        var (build, output) = await project.PublishAndRun("-p:PublishAot=true", "-p:TrimmerSingleWarn=false");

        Assert.That(build.WarningCodes, Is.Empty, build.ToString());
        Assert.That(output, Is.EqualTo(ToyOutput));
    }

    /// <summary>The version is the text that the page shows; the platform of the package runs beside that of the project.</summary>
    [Test]
    public async Task The_six_lines_of_the_page_add_a_machine_version()
    {
        var version = Snippets.QuotedIn("samples/README.md").Single(quote => quote.Name == "add-machine-version").Code;
        using var project = await FreshProject.Create(["Hv.Devices", "Hv.Pseries", "Hv.Testing"]);
        project.Copy("samples/Toy").Write("Versions/Toy_1_0.cs", version).Copy("tests/Hv.Packages.Tests/Fresh/Pseries");

        Assert.That(
            await project.Run(),
            Is.EqualTo(
            [
                "pseries: 27 versions, pseries-7.2 to pseries-2.1",
                "toy: 2 versions, toy-1.1 to toy-1.0",
                "toy-1.0: 2 sensors",
                "pseries-2.4: Success, 1 more windows, 2147483648 entries at most",
                "pseries-2.3: ParameterError",
                "4096 bytes from 0x800000000000000: Success",
            ]));
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
