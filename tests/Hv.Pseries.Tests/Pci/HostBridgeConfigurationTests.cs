using Hv.Pseries.Pci;
using Hv.Pseries.Versions;
using Hv.Pseries.Vio;
using Hv.Runtime.Objects;
using Hv.Testing;

namespace Hv.Pseries.Tests.Pci;

public sealed class HostBridgeConfigurationTests
{
    [TestCase("index=31", "spapr-pci-host-bridge.index: 31 is out of range; allowed on pseries-7.2: 0 to 30.")]
    [TestCase("numa_node=0", "spapr-pci-host-bridge.index: it must be given; allowed on pseries-7.2: 0 to 30.")]
    [TestCase("index=1 dma_win_size=0", "spapr-pci-host-bridge.dma_win_size: 0x0 gives a window of 0 pages; allowed: 4K to 16T less one page.")]
    [TestCase("index=1 dma_win_size=16T", "spapr-pci-host-bridge.dma_win_size: 0x100000000000 gives a window of 4294967296 pages; allowed: 4K to 16T less one page.")]
    [TestCase("index=1 dma_win_addr=0xffffffffffff0000", "spapr-pci-host-bridge.dma_win_addr: a window of 0x40000000 bytes at 0xffffffffffff0000 runs past the end of the bus.")]
    [TestCase("index=1 mem_win_size=0x80000001", "spapr-pci-host-bridge.mem_win_size: a 32-bit window of 0x80000001 bytes beside a 64-bit one; allowed: 0 to 0x80000000.")]
    [TestCase("index=1 mem64_win_size=0xffffffffffffffff", "spapr-pci-host-bridge.mem64_win_size: 0xffffffffffffffff bytes from 0x220000000000 on run past the last address.")]
    public void What_does_not_fit_is_refused_with_what_would(string properties, string message) =>
        Assert.That(
            () => new TestMachine<Pseries_7_2>(configure: machine => machine.CreateDevice<PciHostBridge>(properties: Parse(properties))),
            Throws.InstanceOf<PropertyException>().With.Message.EqualTo(message));

    [Test]
    public void Two_bridges_cannot_have_one_index() =>
        Assert.That(
            () => new TestMachine<Pseries_7_2>(configure: machine =>
            {
                machine.CreateDevice<PciHostBridge>(properties: ("index", "0"));
                machine.CreateDevice<PciHostBridge>(properties: ("index", "0"));
            }),
            Throws.InstanceOf<PropertyException>().With.Message.EqualTo("spapr-pci-host-bridge.index: 0 is taken by another host bridge; each has its own."));

    [Test]
    public void A_bridge_fits_into_no_machine_of_another_family() =>
        Assert.That(
            () => new TestMachine<OtherMachine>(configure: machine => machine.CreateDevice<PciHostBridge>(properties: ("index", "0"))),
            Throws.InstanceOf<PropertyException>().With.Message.EqualTo("spapr-pci-host-bridge needs a pseries machine; other-1.0 is none."));

    [Test]
    public void A_bridge_is_near_to_no_NUMA_node_that_there_is_not() =>
        Assert.That(
            () => new TestMachine<Pseries_7_2>(configure: made => made.CreateDevice<PciHostBridge>(properties: [("index", "1"), ("numa_node", "1")])),
            Throws.InstanceOf<PropertyException>().With.Message.EqualTo(
                "spapr-pci-host-bridge.numa_node: there is no NUMA node 1; allowed: 0, or 0xffffffff for none."));

    [Test]
    public void Old_machines_have_room_for_more_bridges()
    {
        using var machine = new TestMachine<Pseries_2_7>(configure: made => made.CreateDevice<PciHostBridge>(properties: ("index", "255")));
        Assert.That(machine.Machine.HostBridges.Select(bridge => bridge.Buid.Value), Is.EqualTo(new[] { 0x800000020000000ul, 0x8000000200000FFul }));
    }

    [Test]
    public void Terminals_and_NVRAM_get_the_next_free_unit_addresses()
    {
        using var machine = new TestMachine<Pseries_7_2>(configure: made =>
        {
            made.CreateDevice<Vty>(properties: ("reg", "0x71000000"));
            made.CreateDevice<Vty>();
        });
        Assert.That(
            machine.Machine.Devices.OfType<VioDevice>().Select(device => (device.Type.Name, device.UnitAddress)),
            Is.EqualTo(new[] { ("spapr-nvram", 0x71000001u), ("spapr-vty", 0x71000000u), ("spapr-vty", 0x71000002u) }),
            "what every machine has comes first");
    }

    [Test]
    public void Two_devices_cannot_have_one_unit_address() =>
        Assert.That(
            () => new TestMachine<Pseries_7_2>(configure: machine =>
            {
                machine.CreateDevice<Vty>(properties: ("reg", "0x30000000"));
                machine.CreateDevice<Vty>(properties: ("reg", "0x30000000"));
            }),
            Throws.InstanceOf<PropertyException>().With.Message.EqualTo("vio-spapr-device.reg: 0x30000000 is taken by another device; each has its own."));

    private static (string Name, string Value)[] Parse(string properties) =>
        [.. properties.Split(' ').Select(property => property.Split('=')).Select(parts => (parts[0], parts[1]))];
}
