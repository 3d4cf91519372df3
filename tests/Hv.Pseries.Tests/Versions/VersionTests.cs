using Hv.Pseries.Configuration;
using Hv.Pseries.Pci;
using Hv.Pseries.Versions;
using Hv.Runtime.Machines;
using Hv.Runtime.Objects;

namespace Hv.Pseries.Tests.Versions;

/// <summary>The family as a whole, and how users' choices and versions meet.</summary>
public sealed class VersionTests
{
    [Test]
    public void There_are_27_versions_and_the_newest_is_default_and_alias()
    {
        Assert.That(PseriesMachine.Family.Versions, Has.Count.EqualTo(27));
        Assert.That(PseriesMachine.Family.Default.Name, Is.EqualTo("pseries-7.2"));
        Assert.That(PseriesMachine.Family.GetVersion("pseries").Name, Is.EqualTo("pseries-7.2"));
        Assert.That(PseriesMachine.Family.Type.Name, Is.EqualTo("spapr-machine"));
        Assert.That(MachineCatalog.Families, Is.EqualTo([PseriesMachine.Family]));
    }

    [Test]
    public void The_newest_has_the_defaults_of_the_properties()
    {
        using var machine = new Pseries_7_2();

        Assert.That(machine.Version.Compat.Rows, Is.Empty);
        Assert.That(
            machine.Type.Properties.Select(property => (property.Name, property.GetText(machine))),
            Is.EqualTo(machine.Type.Properties.Select(property => (property.Name, property.DefaultText))));
    }

    [Test]
    public void Pseries_2_3_differs_from_2_4_in_dynamic_dma_windows_pci_hot_plug_and_the_form_of_its_streams_only()
    {
        Assert.That(
            Difference("pseries-2.4", "pseries-2.3"),
            Is.EqualTo([
                "spapr-machine.send-configuration: on -> off",
                "spapr-machine.send-section-footer: on -> off",
                "spapr-machine.store-global-state: on -> off",
                "spapr-pci-host-bridge.ddw: on -> off",
                "spapr-pci-host-bridge.dynamic-reconfiguration: on -> off",
            ]));
    }

    [TestCase("pseries-7.2", "pseries-7.1")]
    [TestCase("pseries-2.2", "pseries-2.1")]
    public void Versions_that_differ_in_generic_devices_only_differ_in_nothing_here(string newer, string older)
    {
        Assert.That(Difference(newer, older), Is.Empty);
    }

    [Test]
    public void The_side_branch_differs_from_its_base_in_mitigations_and_gives_them_to_nobody()
    {
        Assert.That(
            Difference("pseries-2.12", "pseries-2.12-sxxm"),
            Is.EqualTo(
            [
                "spapr-machine.cap-cfpc: broken -> workaround",
                "spapr-machine.cap-ibs: broken -> fixed-ccd",
                "spapr-machine.cap-sbbc: broken -> workaround",
            ]));
        Assert.That(Difference("pseries-2.12", "pseries-2.11"), Is.EqualTo(["spapr-machine.cap-htm: off -> on"]));
    }

    [Test]
    public void Dynamic_dma_windows_by_version_by_global_and_by_device()
    {
        using var machine = new Pseries_2_3();
        Assert.That(machine.CreateDevice<PciHostBridge>().DynamicDmaWindows, Is.False);

        machine.Options = machine.Options with { Globals = [new GlobalProperty("spapr-pci-host-bridge", "ddw", "on")] };
        Assert.That(machine.CreateDevice<PciHostBridge>().DynamicDmaWindows, Is.True);
        Assert.That(machine.CreateDevice<PciHostBridge>("", ("ddw", "off")).DynamicDmaWindows, Is.False);
    }

    [TestCase("6")]
    [TestCase("-1")]
    [TestCase("0x100")]
    public void Table_levels_beyond_what_hardware_has_are_refused(string levels)
    {
        using var machine = new Pseries_7_2();

        Assert.That(
            () => machine.CreateDevice<PciHostBridge>("", ("levels", levels)),
            Throws.TypeOf<PropertyException>().With.Message.Contains("spapr-pci-host-bridge.levels").And.Message.Contains("0 to 5"));
    }

    [Test]
    public void Values_of_the_version_are_not_for_users()
    {
        using var machine = new Pseries_7_2();

        Assert.That(
            () => machine.Type.GetProperty("nr-xirqs").SetText(machine, "0x400"),
            Throws.TypeOf<PropertyException>().With.Message.Contains("fixed by the machine version"));
    }

    [Test]
    public void The_interrupt_mode_is_a_choice_only_where_interrupt_numbers_are_fixed()
    {
        using var old = new Pseries_3_0 { InterruptMode = InterruptMode.Xics };
        Assert.That(old.Realize, Throws.TypeOf<PropertyException>().With.Message.Contains("pseries-3.0 has no choice"));

        using var current = new Pseries_4_0 { InterruptMode = InterruptMode.Legacy };
        Assert.That(current.Realize, Throws.TypeOf<PropertyException>().With.Message.Contains("allowed: xics, xive, dual"));
    }

    [TestCase("pseries-7.2", 1, 0u, "0 1 2")]
    [TestCase("pseries-4.1", 1, 0u, "0 8 16")]
    [TestCase("pseries-7.2", 2, 0u, "0 1 2")]
    [TestCase("pseries-7.2", 2, 4u, "0 1 4")]
    [TestCase("pseries-4.1", 2, 0u, "0 1 8")]
    public void Processor_ids_of_two_cores_are_vsmt_apart(string version, int threads, uint vsmt, string ids)
    {
        using var machine = (PseriesMachine)PseriesMachine.Family.GetVersion(version).Create();
        machine.Options = new MachineOptions { Cpus = 3, ThreadsPerCore = threads };
        machine.Vsmt = vsmt;
        machine.Realize();

        Assert.That(string.Join(' ', machine.Cpus.Select(cpu => cpu.Id)), Is.EqualTo(ids));
    }

    [TestCase(1u, 2)]
    [TestCase(uint.MaxValue, 1)]
    public void Processor_ids_neither_collide_nor_overflow(uint vsmt, int threads)
    {
        using var machine = new Pseries_7_2 { Vsmt = vsmt, Options = new MachineOptions { Cpus = 2, ThreadsPerCore = threads, MaximumCpus = 4 } };
        Assert.That(machine.Realize, Throws.TypeOf<PropertyException>().With.Message.Contains("vsmt"));
    }

    [Test]
    public void Processors_can_be_added_from_2_7_on()
    {
        using var machine = new Pseries_2_7 { Options = new MachineOptions { Cpus = 2, MaximumCpus = 4 } };
        Assert.That(machine.Realize, Throws.Nothing);

        using var old = new Pseries_2_6 { Options = new MachineOptions { Cpus = 2, MaximumCpus = 4 } };
        Assert.That(old.Realize, Throws.TypeOf<PropertyException>().With.Message.Contains("pseries-2.6 has no processors that can be added"));
    }

    [TestCase("65537")]
    [TestCase("96K")]
    [TestCase("2K")]
    public void The_largest_page_is_a_power_of_two_of_at_least_4_kib(string size)
    {
        using var machine = new Pseries_7_2();

        Assert.That(
            () =>
            {
                machine.Type.GetProperty("cap-hpt-max-page-size").SetText(machine, size);
                machine.Realize();
            },
            Throws.TypeOf<PropertyException>().With.Message.Contains("cap-hpt-max-page-size"));
    }

    [TestCaseSource(nameof(Versions))]
    public void Every_version_can_be_realized_with_its_own_defaults(MachineVersion version)
    {
        using var machine = version.Create();
        machine.CreateDevice<PciHostBridge>(properties: ("index", "1"));

        Assert.That(machine.Realize, Throws.Nothing);
    }

    private static IEnumerable<MachineVersion> Versions() => PseriesMachine.Family.Versions;

    private static IEnumerable<string> Difference(string newer, string older) =>
        Values(newer).Zip(Values(older))
            .Where(pair => pair.First != pair.Second)
            .Select(pair => $"{pair.First.Property}: {pair.First.Value} -> {pair.Second.Value}")
            .Order(StringComparer.Ordinal);

    private static List<(string Property, string Value)> Values(string version)
    {
        using var machine = PseriesMachine.Family.GetVersion(version).Create();
        HvObject[] objects = [machine, .. Hv.Pseries.DeviceCatalog.All.Where(type => !type.IsAbstract).Select(type => machine.CreateDevice(type))];
        return [.. objects.SelectMany(target => target.Type.Properties.Select(property => ($"{target.Type.Name}.{property.Name}", property.GetText(target))))];
    }
}
