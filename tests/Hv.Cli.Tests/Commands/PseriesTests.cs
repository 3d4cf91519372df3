using System.Runtime.CompilerServices;
using Hv.Cli.Output;
using Hv.Pseries;

namespace Hv.Cli.Tests.Commands;

/// <summary>The program on the platform it is delivered with.</summary>
internal sealed class PseriesTests
{
    private static IEnumerable<string> MachineNames =>
        MachineCatalog.Families.SelectMany(family => family.Versions.Select(version => version.Name));

    [TestCaseSource(nameof(MachineNames))]
    public void Every_machine_version_can_be_realized_to_list_its_calls(string name) =>
        Assert.That(Run("rtas", "--machine", name), Is.EqualTo((0, "")));

    [Test]
    public void Nothing_that_the_built_in_recording_asks_is_answered_otherwise() => Assert.That(Run("replay"), Is.EqualTo((0, "")));

    [TestCase("pseries-2.4", 538)]
    [TestCase("pseries-2.12", 1536)]
    [TestCase("pseries-4.1", 1512)]
    public void Nothing_that_a_Linux_asked_on_another_version_is_answered_otherwise(string machine, int calls)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter();
        var file = Path.Combine(TestContext.CurrentContext.TestDirectory, "Recordings", $"{machine}.rtas");

        var exitCode = DeliveredPlatforms.Application(new CliConsole(output, error)).Run(["replay", file]);

        Assert.That((exitCode, error.ToString()), Is.EqualTo((0, "")));
        Assert.That(output.ToString(), Does.Contain($"{calls} calls: {calls - 4} equal, 0 different, 4 not comparable, 0 not declared yet"));
    }

    [Test]
    public void A_machine_without_dynamic_DMA_windows_answers_otherwise_and_that_is_the_exit_code() =>
        Assert.That(Run("replay", "--machine", "pseries-2.3"), Is.EqualTo((1, "")));

    [Test]
    public void A_wrong_machine_is_answered_with_the_nearest_one() =>
        Assert.That(
            Run("machine", "pseries-2.33"), Is.EqualTo((2, "hv: there is no machine 'pseries-2.33'. Did you mean 'pseries-2.3'?\n")));

    /// <summary>When this fails: <c>hv abi freeze --directory machines/Hv.Pseries/Abi</c>, and look at what git says has changed.</summary>
    [Test]
    public void Freezing_writes_exactly_the_texts_that_are_committed()
    {
        var committed = Directory.GetFiles(AbiDirectory(), "*.abi").ToDictionary(path => Path.GetFileName(path)!, File.ReadAllText);
        Assert.That(committed.Keys, Is.EquivalentTo(MachineNames.Select(name => name + ".abi")));

        var directory = Directory.CreateTempSubdirectory("hv-abi").FullName;
        try
        {
            Assert.That(Run("abi", "freeze", "--directory", directory), Is.EqualTo((0, "")));
            Assert.Multiple(() =>
            {
                foreach (var (name, text) in committed)
                    Assert.That(File.ReadAllText(Path.Combine(directory, name)), Is.EqualTo(text), name);
            });
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static string AbiDirectory([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../../machines/Hv.Pseries/Abi"));

    private static (int ExitCode, string Error) Run(params string[] arguments)
    {
        using var error = new StringWriter { NewLine = "\n" };
        return (DeliveredPlatforms.Application(new CliConsole(TextWriter.Null, error)).Run(arguments), error.ToString());
    }
}
