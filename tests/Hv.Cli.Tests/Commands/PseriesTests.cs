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

    [Test]
    public void A_wrong_machine_is_answered_with_the_nearest_one() =>
        Assert.That(
            Run("machine", "pseries-2.33"), Is.EqualTo((2, "hv: there is no machine 'pseries-2.33'. Did you mean 'pseries-2.3'?\n")));

    private static (int ExitCode, string Error) Run(params string[] arguments)
    {
        using var error = new StringWriter { NewLine = "\n" };
        var catalog = new PlatformCatalog(MachineCatalog.Families, DeviceCatalog.All);
        return (new HvApplication(catalog, new CliConsole(TextWriter.Null, error)).Run(arguments), error.ToString());
    }
}
