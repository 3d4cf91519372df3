using Hv.Pseries.Versions;
using Hv.Runtime.Calls;
using Hv.Runtime.Dma;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Memory;
using Hv.Runtime.Objects;
using Hv.Runtime.Rtas;
using Hv.Testing;

namespace Hv.Pseries.Tests.Vio;

public sealed class VioDmaTests
{
    private const uint Unit = 0x2000;
    private const ulong Buffer = 0x200000;

    private static readonly Liobn Window = new(Unit);

    private TestMachine<Pseries_7_2> _machine = null!;
    private MappingDevice _device = null!;

    [SetUp]
    public void MakeMachine() =>
        _machine = new TestMachine<Pseries_7_2>(configure: made => _device = made.CreateDevice<MappingDevice>(properties: ("reg", "0x2000")));

    [TearDown]
    public void DisposeMachine() => _machine.Dispose();

    [Test]
    public void The_unit_address_names_the_table_of_a_device()
    {
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Hypercalls().HPutTce(Window, 0xFFFF000, Buffer | 3), Is.EqualTo(HypercallStatus.Success));
            Assert.That(_machine.Hypercalls().HPutTce(Window, 0x10000000, Buffer | 3), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_device.Dma!.Write(0xFFFF000, "vio"u8), Is.EqualTo(DmaResult.Success));
            Assert.That(_machine.Read(new GuestPhysicalAddress(Buffer), 3), Is.EqualTo("vio"u8.ToArray()));
        });
    }

    [Test]
    public void Its_window_cannot_be_removed_by_the_calls_for_host_bridges()
    {
        Assert.That(_machine.Rtas().IbmRemovePeDmaWindow(Window), Is.EqualTo(RtasStatus.ParameterError));
        Assert.That(_device.DmaWindow!.IsEnabled, Is.True);
    }

    [Test]
    public void Bypass_lets_a_device_reach_memory_as_it_is_until_reset()
    {
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Rtas().IbmSetTceBypass(Unit, 2), Is.EqualTo(RtasStatus.Success));
            Assert.That(_device.Dma!.Write(Buffer, "raw"u8), Is.EqualTo(DmaResult.Success));
            Assert.That(_machine.Read(new GuestPhysicalAddress(Buffer), 3), Is.EqualTo("raw"u8.ToArray()));
            Assert.That(_machine.Rtas().IbmSetTceBypass(Unit, 0), Is.EqualTo(RtasStatus.Success));
            Assert.That(_device.Dma!.Write(Buffer, "raw"u8), Is.EqualTo(DmaResult.NotMapped));
            Assert.That(_machine.Rtas().IbmSetTceBypass(Unit, 1), Is.EqualTo(RtasStatus.Success));
            _machine.Machine.Reset();
            Assert.That(_device.Dma!.IsBypassed, Is.False);
        });
    }

    [TestCase(0x7100_0000u, TestName = "A_terminal_has_no_translation_to_bypass")]
    [TestCase(0x2001u, TestName = "A_device_that_does_not_exist_has_no_translation_to_bypass")]
    [TestCase(0x8000_0000u, TestName = "A_window_of_a_host_bridge_is_not_bypassed")]
    public void Other_devices_are_refused(uint unit) =>
        Assert.That(_machine.Rtas().IbmSetTceBypass(unit, 1), Is.EqualTo(RtasStatus.ParameterError));

    [Test]
    public void Arguments_are_counted_and_return_words_are_not()
    {
        const uint Untouched = TestMachine<Pseries_7_2>.Untouched;
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Call("ibm,set-tce-bypass", [Unit, 1], 3).Words, Is.EqualTo(new uint[] { 0, Untouched, Untouched }));
            Assert.That(_machine.Call("ibm,set-tce-bypass", [Unit, 1, 0], 1).Status, Is.EqualTo(RtasStatus.ParameterError));
            Assert.That(_machine.Call("ibm,set-tce-bypass", [Unit], 1).Status, Is.EqualTo(RtasStatus.ParameterError));
            Assert.That(_machine.Call("quiesce", [], 0).Words, Is.Empty);
            Assert.That(_machine.Call("quiesce", [0], 1).Status, Is.EqualTo(RtasStatus.ParameterError));
        });
    }

    [Test]
    public void Quiesce_unmaps_what_devices_reach_and_leaves_host_bridges_alone()
    {
        _machine.Hypercalls().HPutTce(Window, 0, Buffer | 3);
        _machine.Hypercalls().HPutTce(new Liobn(0x8000_0000), 0, Buffer | 3);
        var before = _device.Quiesced;
        Assert.That(_machine.Rtas().Quiesce(), Is.EqualTo(RtasStatus.Success));
        Assert.That(_device.Dma!.Write(0, [1]), Is.EqualTo(DmaResult.NotMapped));
        Assert.That(_machine.Machine.HostBridges.Single().Dma.Write(0, [1]), Is.EqualTo(DmaResult.Success));
        Assert.That(_device.Quiesced, Is.EqualTo(before + 1));
    }

    [Test]
    public void A_unit_address_that_is_the_number_of_a_window_is_refused() =>
        Assert.That(
            () => new TestMachine<Pseries_7_2>(configure: made =>
            {
                made.CreateDevice<Hv.Pseries.Pci.PciHostBridge>(properties: ("index", "0"));
                made.CreateDevice<MappingDevice>(properties: ("reg", "0x80000001"));
            }),
            Throws.TypeOf<PropertyException>().With.Message.EqualTo("vio-spapr-device.reg: 0x80000001 is the LIOBN of another device's DMA window; each has its own."));
}
