using System.Text.Json;
using Hv.Cli.Output;

namespace Hv.Cli.Tests.Commands;

internal sealed class InspectWindowsTests
{
    [Test]
    public void After_power_on_there_is_the_default_window()
    {
        var (exitCode, output, _) = Run("inspect", "windows");
        Assert.That(exitCode, Is.Zero);
        Assert.That(output, Does.StartWith("pci@800000020000000"));
        Assert.That(output, Does.Contain("  LIOBN 0x80000000  default  4 KiB pages  0x0 to 0x3fffffff (1 GiB)\n"));
        Assert.That(output, Does.Contain("│  0 % full: 0 of 262,144 pages\n"));
        Assert.That(output, Does.Contain("  LIOBN 0x80000001  free\n"));
    }

    [Test]
    public void A_machine_without_dynamic_DMA_windows_has_one_window() =>
        Assert.That(Run("inspect", "windows", "--machine", "pseries-2.3").Output, Does.Not.Contain("0x80000001"));

    [Test]
    public void After_the_calls_of_a_Linux_there_is_the_window_it_created()
    {
        using var document = JsonDocument.Parse(Run("inspect", "windows", "--replay", "--json").Output);
        var window = document.RootElement.GetProperty("bridges")[0].GetProperty("windows")[1];
        Assert.That(window.GetProperty("liobn").GetUInt32(), Is.EqualTo(0x80000001));
        Assert.That(window.GetProperty("isDefault").GetBoolean(), Is.False);
        Assert.That(window.GetProperty("busAddress").GetUInt64(), Is.EqualTo(1UL << 59));
        Assert.That(window.GetProperty("pageSize").GetUInt64(), Is.EqualTo(16UL << 20));
    }

    [TestCase("hv: --watch follows a machine that runs; name its socket with --qmp.\n", "--watch")]
    [TestCase("hv: --watch: 0 is no number of seconds; give more than 0, at most 3600.\n", "--watch", "0")]
    [TestCase("hv: --qmp looks into a machine that runs; --machine and --replay make one. Give one or the other.\n", "--qmp", "unix:x", "--replay")]
    [TestCase("hv: --qmp: 'tcp:host' is no address; give unix:PATH or tcp:HOST:PORT.\n", "--qmp", "tcp:host")]
    public void What_is_wrong_is_said(string expected, params string[] arguments)
    {
        var (exitCode, output, error) = Run(["inspect", "windows", .. arguments]);
        Assert.That((exitCode, output, error), Is.EqualTo((2, "", expected)));
    }

    private static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        return (DeliveredPlatforms.Application(new CliConsole(output, error)).Run(arguments), output.ToString(), error.ToString());
    }
}
