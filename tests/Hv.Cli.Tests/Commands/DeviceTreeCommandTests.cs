using Hv.Cli.Output;

namespace Hv.Cli.Tests.Commands;

internal sealed class DeviceTreeCommandTests
{
    [Test]
    public void A_host_bridge_shows_its_windows()
    {
        var (exitCode, output, _) = Run("dt", "/pci@800000020000000", "--machine", "pseries-2.4");
        Assert.That(exitCode, Is.Zero);
        Assert.That(output, Does.StartWith("/dts-v1/;\n\n/ {\n\t#address-cells = <0x2>;\n\t#size-cells = <0x2>;\n\n\tpci@800000020000000 {\n"));
        Assert.That(output, Does.Contain("\t\tibm,dma-window = <0x80000000 0x0 0x0 0x0 0x40000000>;\n"));
        Assert.That(output, Does.Contain("\t\tibm,ddw-applicable = <0x2026 0x2027 0x2028>;\n"));
        Assert.That(output, Does.Contain("\t\tused-by-rtas;\n").And.Contain("\t\tcompatible = \"IBM,Logical_PHB\";\n"));
        Assert.That(output, Does.Not.Contain("rtas {"));
    }

    [Test]
    public void A_machine_without_dynamic_DMA_windows_has_no_trace_of_them() =>
        Assert.That(Run("dt", "/pci@800000020000000", "--machine", "pseries-2.3").Output, Does.Contain("ibm,dma-window").And.Not.Contain("ddw"));

    [Test]
    public void Devices_and_globals_are_taken_as_QEMU_has_them()
    {
        var (exitCode, output, _) = Run(
            "dt", "--device", "spapr-pci-host-bridge,index=1", "--global", "spapr-pci-host-bridge.ddw=off");
        Assert.That(exitCode, Is.Zero);
        Assert.That(output, Does.Contain("\trtas {").And.Contain("\tpci@800000020000001 {").And.Not.Contain("ddw-applicable"));
    }

    [TestCase("hv: there is no node '/pci@9'; below '/' there are: interrupt-controller, memory@0, vdevice, pci@800000020000000, cpus, event-sources, rtas, chosen.\n", "dt", "/pci@9")]
    [TestCase("hv: -device edx: 'edx' is not a valid device model name. Did you mean 'edu'?\n", "dt", "--device", "edx")]
    [TestCase("hv: --global ddw: expected TYPE.PROPERTY=VALUE\n", "dt", "--global", "ddw")]
    public void What_is_wrong_is_said(string expected, params string[] arguments)
    {
        var (exitCode, output, error) = Run(arguments);
        Assert.That((exitCode, output, error), Is.EqualTo((2, "", expected)));
    }

    private static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        return (DeliveredPlatforms.Application(new CliConsole(output, error)).Run(arguments), output.ToString(), error.ToString());
    }
}
