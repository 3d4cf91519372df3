using Hv.Devices.Edu;
using Hv.Pseries.Pci;
using Hv.Pseries.Versions;
using Hv.Runtime.Calls;
using Hv.Runtime.Objects;
using Hv.Runtime.Pci;
using Hv.Testing;

namespace Hv.Pseries.Tests.Pci;

public sealed class HotPlugTests
{
    private const uint High = 0x0800_0000;
    private const uint Low = 0x2000_0000;

    [Test]
    public void A_function_that_is_removed_gives_back_its_messages()
    {
        using var machine = new TestMachine<Pseries_7_2>();
        var before = Claimed(machine.Machine);
        for (var round = 0; round < 3; round++)
        {
            var edu = machine.Machine.CreateDevice<Edu>("e", ("addr", "4"));
            Assert.That(machine.Call("ibm,change-msi", [4 << 11, High, Low, 3, 1, 0], 4).Words[0], Is.Zero);
            Assert.That(machine.Call("ibm,change-msi", [(4 << 11) | 8, High, Low, 3, 1, 0], 4).Words[0], Is.Zero);
            Assert.That(Claimed(machine.Machine), Has.Count.EqualTo(before.Count + 2));
            edu.WriteConfiguration(PciRegister.Command, 2, 3);
            machine.Machine.RequestUnplug(edu);

            Assert.Multiple(() =>
            {
                Assert.That(Claimed(machine.Machine), Is.EqualTo(before));
                Assert.That(machine.Machine.HostBridges.Single().Messages, Is.Empty);
                Assert.That(machine.Machine.HostBridges.Single().Bus.Memory.Mappings, Is.Empty);
                Assert.That((int)machine.Call("ibm,read-pci-config", [4 << 11, High, Low, 4], 2).Words[0], Is.EqualTo(-1));
            });
        }
    }

    [Test]
    public void A_host_bridge_that_is_removed_gives_back_everything()
    {
        using var machine = new TestMachine<Pseries_7_2>();
        var (sources, mappings, memory) = (Claimed(machine.Machine), machine.Machine.AddressSpace.Mappings, machine.Machine.Devices.ToList());
        for (var round = 0; round < 3; round++)
        {
            var bridge = machine.Machine.CreateDevice<PciHostBridge>("phb", ("index", "4"));
            machine.Machine.CreateDevice<Edu>("e", [("bus", "phb.0"), ("addr", "4")]);
            Assert.That(machine.Call("ibm,change-msi", [4 << 11, High, Low + 4, 3, 1, 0], 4).Words[0], Is.Zero);
            Assert.That(machine.Call("ibm,create-pe-dma-window", [0, High, Low + 4, 16, 30], 4).Words[1], Is.EqualTo(0x8000_0401));
            Assert.That(machine.Machine.AddressSpace.Mappings, Has.Count.EqualTo(mappings.Count + 3));
            Assert.That(machine.Machine.TryFindTceTable(new Liobn(0x8000_0400), out _), Is.True);

            machine.Machine.RequestUnplug(bridge);
            Assert.Multiple(() =>
            {
                Assert.That(Claimed(machine.Machine), Is.EqualTo(sources));
                Assert.That(machine.Machine.AddressSpace.Mappings, Is.EqualTo(mappings));
                Assert.That(machine.Machine.TryFindTceTable(new Liobn(0x8000_0400), out _), Is.False);
                Assert.That(machine.Machine.TryFindTceTable(new Liobn(0x8000_0401), out _), Is.False);
                Assert.That(machine.Machine.Devices, Is.EqualTo(memory));
                Assert.That((int)machine.Call("ibm,query-pe-dma-window", [0, High, Low + 4], 5).Words[0], Is.EqualTo(-3));
            });
        }
    }

    [Test]
    public void A_host_bridge_that_comes_in_vain_leaves_nothing_behind()
    {
        using var machine = new TestMachine<Pseries_7_2>();
        var (sources, mappings) = (Claimed(machine.Machine), machine.Machine.AddressSpace.Mappings);
        machine.Machine.Interrupts.ClaimPciPin(4, 2);
        Assert.That(
            () => machine.Machine.CreateDevice<PciHostBridge>(properties: ("index", "4")),
            Throws.InstanceOf<PropertyException>().With.Message.StartsWith("Interrupt source 0x1212 for pin 2 of host bridge 4 is taken"));
        machine.Machine.Interrupts.Free(0x1212, 1);
        Assert.Multiple(() =>
        {
            Assert.That(Claimed(machine.Machine), Is.EqualTo(sources));
            Assert.That(machine.Machine.AddressSpace.Mappings, Is.EqualTo(mappings));
            Assert.That(machine.Machine.TryFindTceTable(new Liobn(0x8000_0400), out _), Is.False);
            Assert.That(() => machine.Machine.CreateDevice<PciHostBridge>(properties: ("index", "4")), Throws.Nothing);
        });
    }

    [Test]
    public void Without_dynamic_reconfiguration_no_function_comes_later()
    {
        using var machine = new TestMachine<Pseries_7_2>(
            configure: made => made.CreateDevice<PciHostBridge>(properties: [("index", "0"), ("dynamic-reconfiguration", "off")]));
        Assert.That(
            () => machine.Machine.CreateDevice<Edu>(),
            Throws.InstanceOf<PropertyException>().With.Message.EqualTo("Bus 'pci.0' does not support hotplugging"));
    }

    private static List<uint> Claimed(PseriesMachine machine) =>
        [.. machine.Interrupts.All.Where(source => source.IsClaimed).Select(source => source.Number)];
}
