using Hv.Devices.Nvme;
using Hv.Pseries;
using Hv.Pseries.Versions;
using Hv.Runtime.Block;
using Hv.Runtime.Machines;
using Hv.Runtime.Pci;
using Hv.Testing;

namespace Hv.Devices.Tests.Nvme;

/// <summary>What NVMe controllers of older machine versions are like.</summary>
public sealed class NvmeVersionTests
{
    [Test]
    public void Up_to_5_1_the_controller_has_the_id_from_Intel_and_up_to_5_2_a_register_for_its_messages()
    {
        Check<Pseries_7_2>(0x0010_1B36, isExclusive: false);
        Check<Pseries_6_0>(0x0010_1B36, isExclusive: false);
        Check<Pseries_5_2>(0x0010_1B36, isExclusive: true);
        Check<Pseries_5_1>(0x5845_8086, isExclusive: true);
        Check<Pseries_2_12_Sxxm>(0x5845_8086, isExclusive: true);
        Check<Pseries_2_1>(0x5845_8086, isExclusive: true);

        static void Check<TMachine>(uint id, bool isExclusive)
            where TMachine : PseriesMachine, new()
        {
            using var test = new TestMachine<TMachine>(configure: machine => machine.CreateDevice<NvmeController>("n", ("serial", "a")));
            var controller = test.Machine.Devices.OfType<NvmeController>().Single();
            Assert.That(controller.ReadConfiguration(PciRegister.VendorId, 4), Is.EqualTo(id), test.Machine.Version.Name);
            Assert.That(controller.Bars.Select(bar => bar.Index), Is.EqualTo(isExclusive ? new[] { 0, 4 } : [0]), test.Machine.Version.Name);
        }
    }

    [Test]
    public void A_user_decides_what_a_version_would()
    {
        var options = new MachineOptions { RamSize = 64 << 20, Globals = [new GlobalProperty("nvme", "use-intel-id", "off")] };
        using var test = new TestMachine<Pseries_2_4>(
            options, machine => machine.CreateDevice<NvmeController>("n", ("serial", "a"), ("msix-exclusive-bar", "off")));
        var controller = test.Machine.Devices.OfType<NvmeController>().Single();
        Assert.That((controller.UsesIntelId, controller.HasExclusiveMessageBar), Is.EqualTo((false, false)));
    }

    [Test]
    public void From_6_1_to_7_0_namespaces_without_an_EUI_64_get_one()
    {
        Assert.That(Identifiers<Pseries_7_2>(), Is.EqualTo(new ulong[] { 0, 7 }));
        Assert.That(Identifiers<Pseries_7_0>(), Is.EqualTo(new ulong[] { 0x5254_0000_0000_0001, 7 }));
        Assert.That(Identifiers<Pseries_6_1>(), Is.EqualTo(new ulong[] { 0x5254_0000_0000_0001, 7 }));
        Assert.That(Identifiers<Pseries_6_0>(), Is.EqualTo(new ulong[] { 0, 7 }));

        static ulong[] Identifiers<TMachine>()
            where TMachine : PseriesMachine, new()
        {
            using var drives = new BlockDevices();
            drives.Add(new MemoryBlockDevice("a", 4096));
            drives.Add(new MemoryBlockDevice("b", 4096));
            using var test = new TestMachine<TMachine>(new MachineOptions { RamSize = 64 << 20, BlockDevices = drives }, machine =>
            {
                machine.CreateDevice<NvmeController>("n", ("serial", "a"));
                machine.CreateDevice<NvmeNamespaceDevice>("x", ("drive", "a"));
                machine.CreateDevice<NvmeNamespaceDevice>("y", ("drive", "b"), ("eui64", "7"));
            });
            return [.. test.Machine.Devices.OfType<NvmeNamespaceDevice>().Select(device => device.EffectiveEui64)];
        }
    }

    [Test]
    public void A_machine_with_a_controller_does_not_migrate()
    {
        using var test = new TestMachine<Pseries_7_2>(configure: machine => machine.CreateDevice<NvmeController>("n", ("serial", "a")));
        Assert.That(test.Machine.Devices.OfType<NvmeController>().Single().MigrationBlocker, Does.Contain("in flight"));
    }
}
