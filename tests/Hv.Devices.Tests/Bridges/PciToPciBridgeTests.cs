using Hv.Devices.Bridges;
using Hv.Pseries.Versions;
using Hv.Runtime.Objects;
using Hv.Runtime.Pci;
using Hv.Testing;
using EduDevice = Hv.Devices.Edu.Edu;

namespace Hv.Devices.Tests.Bridges;

public sealed class PciToPciBridgeTests
{
    [Test]
    public void A_bridge_needs_the_number_of_its_chassis() =>
        Assert.That(
            () => new TestMachine<Pseries_7_2>(configure: machine => machine.CreateDevice<PciToPciBridge>()),
            Throws.InstanceOf<PropertyException>().With.Message.EqualTo("pci-bridge.chassis_nr: it must be given, each bridge has its own; allowed: 1 to 255."));

    [Test]
    public void A_bridge_has_no_hot_plug_controller() =>
        Assert.That(
            () => new TestMachine<Pseries_7_2>(
                configure: machine => machine.CreateDevice<PciToPciBridge>("br", [("chassis_nr", "1"), ("shpc", "on")])),
            Throws.InstanceOf<PropertyException>().With.Message.EqualTo("pci-bridge.shpc: there is no standard hot-plug controller; allowed: off."));

    [TestCase("off", false)]
    [TestCase("on", true)]
    public void A_bridge_has_messages_when_the_user_wants_them(string msi, bool hasMsi)
    {
        using var machine = new TestMachine<Pseries_7_2>(configure: made => made.CreateDevice<PciToPciBridge>("br", [("chassis_nr", "7"), ("msi", msi)]));
        var bridge = machine.Machine.Devices.OfType<PciToPciBridge>().Single();
        Assert.That(bridge.Msi is not null, Is.EqualTo(hasMsi));
        Assert.That(bridge.ReadConfiguration(bridge.Configuration.FindCapability(4), 4) >> 16, Is.EqualTo(0x0720));
    }

    [Test]
    public void Pins_of_functions_behind_bridges_are_wired_together_with_those_before_them()
    {
        using var machine = new TestMachine<Pseries_7_2>(configure: made =>
        {
            made.CreateDevice<PciToPciBridge>("br", [("chassis_nr", "1"), ("addr", "5")]);
            made.CreateDevice<EduDevice>("behind", [("bus", "br"), ("addr", "2")]);
            made.CreateDevice<EduDevice>("before", ("addr", "7"));
        });
        var edus = machine.Machine.Devices.OfType<EduDevice>().ToList();
        var source = machine.Machine.HostBridges.Single().PinSources[3];
        edus[0].WriteRegister(0x60, 4, 1);
        edus[1].WriteRegister(0x60, 4, 1);
        Assert.That((source.Line.IsAsserted, source.Number), Is.EqualTo((true, 0x1203u)));
        edus[0].WriteRegister(0x64, 4, 1);
        Assert.That(source.Line.IsAsserted, Is.True);
        edus[1].WriteConfiguration(PciRegister.Command, 2, PciRegister.CommandInterruptDisable);
        Assert.That(source.Line.IsAsserted, Is.False);
    }
}
