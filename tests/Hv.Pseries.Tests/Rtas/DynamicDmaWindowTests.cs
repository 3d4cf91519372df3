using Hv.Pseries.Dma;
using Hv.Pseries.Pci;
using Hv.Pseries.Versions;
using Hv.Runtime.Calls;
using Hv.Runtime.Machines;
using Hv.Runtime.Rtas;
using Hv.Testing;

namespace Hv.Pseries.Tests.Rtas;

public sealed class DynamicDmaWindowTests
{
    private const ulong Bus64 = 0x0800_0000_0000_0000;

    private static readonly Buid Phb = new(0x0800_0000_2000_0000);
    private static readonly PciConfigAddress Device = new(0x800);
    private static readonly Liobn First = new(0x8000_0000);
    private static readonly Liobn Second = new(0x8000_0001);

    [Test]
    public void The_query_tells_what_the_recorded_kernel_was_told()
    {
        using var machine = new TestMachine<Pseries_7_2>();
        Assert.Multiple(() =>
        {
            Assert.That(machine.Call("ibm,query-pe-dma-window", [0x800, 0x08000000, 0x20000000], 6).Words, Is.EqualTo(new uint[] { 0, 1, 0x20, 0, 0x107, 0 }));
            Assert.That(machine.Call("ibm,query-pe-dma-window", [0x800, 0x08000000, 0x20000000], 5).Words, Is.EqualTo(new uint[] { 0, 1, 0x80000000, 0x107, 0 }));
        });
    }

    [Test]
    public void Versions_up_to_4_1_offer_4K_and_64K_pages_only()
    {
        using var machine = new TestMachine<Pseries_4_1>();
        machine.Rtas().IbmQueryPeDmaWindow(Device, Phb, out _, out uint _, out var sizes, out _);
        Assert.That(sizes, Is.EqualTo(PageSizes.Size4K | PageSizes.Size64K));
    }

    [Test]
    public void A_window_is_created_as_the_recorded_kernel_got_it()
    {
        using var machine = new TestMachine<Pseries_7_2>();
        Assert.That(
            machine.Call("ibm,create-pe-dma-window", [0x800, 0x08000000, 0x20000000, 24, 32], 4).Words,
            Is.EqualTo(new uint[] { 0, 0x80000001, 0x08000000, 0 }));

        var window = machine.Machine.HostBridges.Single().DmaWindows[1];
        Assert.Multiple(() =>
        {
            Assert.That(window.BusAddress, Is.EqualTo(Bus64));
            Assert.That(window.PageShift, Is.EqualTo(24));
            Assert.That(window.Entries, Is.EqualTo(256));
            Assert.That(window.Size, Is.EqualTo(1UL << 32));
            Assert.That(window.IsDefault, Is.False);
            Assert.That(Available(machine), Is.Zero);
        });
    }

    [Test]
    public void After_reset_only_the_default_window_is_there()
    {
        using var machine = new TestMachine<Pseries_7_2>();
        Create(machine, 16, 31, out _, out _);
        machine.Machine.Reset();
        var bridge = machine.Machine.HostBridges.Single();
        Assert.Multiple(() =>
        {
            Assert.That(bridge.DmaWindows.Select(window => window.IsEnabled), Is.EqualTo(new[] { true, false }));
            Assert.That(bridge.DmaWindows[0], Has.Property("Entries").EqualTo(262144).And.Property("PageShift").EqualTo(12).And.Property("BusAddress").Zero);
        });
    }

    [TestCase(76u, 90u, TestName = "A_page_shift_that_a_masked_shift_would_take_for_12_is_refused")]
    [TestCase(64u, 70u)]
    [TestCase(13u, 31u, TestName = "A_page_size_that_is_not_offered_is_refused")]
    [TestCase(25u, 31u)]
    [TestCase(0u, 31u)]
    [TestCase(uint.MaxValue, uint.MaxValue)]
    [TestCase(16u, 15u, TestName = "A_window_smaller_than_a_page_is_refused")]
    [TestCase(16u, 0u)]
    public void Wrong_sizes_are_parameter_errors(uint pageShift, uint windowShift)
    {
        using var machine = new TestMachine<Pseries_7_2>();
        Assert.Multiple(() =>
        {
            Assert.That(Create(machine, pageShift, windowShift, out _, out _), Is.EqualTo(RtasStatus.ParameterError));
            Assert.That(Available(machine), Is.EqualTo(1));
        });
    }

    [TestCase(12u, 44u, TestName = "A_window_of_2_to_the_32_entries_is_refused_and_the_next_one_works")]
    [TestCase(12u, 63u)]
    [TestCase(24u, 64u, TestName = "A_window_larger_than_the_bus_is_refused")]
    [TestCase(12u, uint.MaxValue)]
    [TestCase(24u, 55u, true, TestName = "The_largest_window_that_fits_is_made")]
    public void Windows_that_cannot_be_made_are_hardware_errors(uint pageShift, uint windowShift, bool fits = false)
    {
        using var machine = new TestMachine<Pseries_7_2>();
        Assert.Multiple(() =>
        {
            Assert.That(Create(machine, pageShift, windowShift, out _, out _), Is.EqualTo(fits ? RtasStatus.Success : RtasStatus.HardwareError));
            Assert.That(Create(machine, 16, 31, out _, out _), Is.EqualTo(fits ? RtasStatus.HardwareError : RtasStatus.Success));
        });
    }

    [Test]
    public void The_64_bit_window_has_its_own_address_also_when_the_default_one_is_gone()
    {
        using var machine = new TestMachine<Pseries_7_2>();
        Assert.Multiple(() =>
        {
            Assert.That(machine.Rtas().IbmRemovePeDmaWindow(First), Is.EqualTo(RtasStatus.Success));
            Assert.That(Create(machine, 16, 31, out var liobn, out var address), Is.EqualTo(RtasStatus.Success));
            Assert.That((liobn, address), Is.EqualTo((First, Bus64)));
        });
    }

    [Test]
    public void Two_windows_that_the_guest_creates_never_overlap()
    {
        using var machine = new TestMachine<Pseries_7_2>();
        machine.Rtas().IbmRemovePeDmaWindow(First);
        Create(machine, 16, 31, out _, out var one);
        Assert.That(Create(machine, 12, 30, out _, out var other), Is.EqualTo(RtasStatus.Success));
        Assert.That((one, other), Is.EqualTo((Bus64, 0UL)));
    }

    [Test]
    public void Removing_the_last_window_brings_the_default_one_back_unless_it_was_that()
    {
        using var machine = new TestMachine<Pseries_7_2>();
        Create(machine, 16, 31, out _, out _);
        Assert.Multiple(() =>
        {
            Assert.That(machine.Rtas().IbmRemovePeDmaWindow(First), Is.EqualTo(RtasStatus.Success));
            Assert.That(Available(machine), Is.EqualTo(1));
            Assert.That(machine.Rtas().IbmRemovePeDmaWindow(Second), Is.EqualTo(RtasStatus.Success));
            Assert.That(machine.Machine.HostBridges.Single().DmaWindows.Select(window => window.IsEnabled), Is.EqualTo(new[] { true, false }));
            Assert.That(machine.Rtas().IbmRemovePeDmaWindow(First), Is.EqualTo(RtasStatus.Success));
            Assert.That(Available(machine), Is.EqualTo(2));
        });
    }

    [Test]
    public void Only_enabled_windows_of_a_host_bridge_can_be_removed()
    {
        using var machine = new TestMachine<Pseries_7_2>();
        Assert.Multiple(() =>
        {
            Assert.That(machine.Rtas().IbmRemovePeDmaWindow(Second), Is.EqualTo(RtasStatus.ParameterError), "disabled");
            Assert.That(machine.Rtas().IbmRemovePeDmaWindow(new Liobn(0x71000000)), Is.EqualTo(RtasStatus.ParameterError), "a VIO device's");
            Assert.That(machine.Rtas().IbmRemovePeDmaWindow(new Liobn(0x80000100)), Is.EqualTo(RtasStatus.ParameterError), "of no bridge");
        });
    }

    [Test]
    public void Reset_removes_what_the_guest_created()
    {
        using var machine = new TestMachine<Pseries_7_2>();
        Create(machine, 16, 31, out _, out _);
        machine.Rtas().IbmRemovePeDmaWindow(First);
        Assert.Multiple(() =>
        {
            Assert.That(machine.Rtas().IbmResetPeDmaWindow(Device, Phb), Is.EqualTo(RtasStatus.Success));
            Assert.That(Available(machine), Is.EqualTo(1));
        });
    }

    [Test]
    public void Host_bridges_have_windows_of_their_own()
    {
        using var machine = new TestMachine<Pseries_7_2>(configure: made => made.CreateDevice<PciHostBridge>(properties: ("index", "5")));
        var other = new Buid(Phb.Value + 5);
        Assert.Multiple(() =>
        {
            Assert.That(machine.Rtas().IbmCreatePeDmaWindow(Device, other, 16, 31, out var liobn, out _), Is.EqualTo(RtasStatus.Success));
            Assert.That(liobn, Is.EqualTo(new Liobn(0x80000501)));
            Assert.That(Available(machine), Is.EqualTo(1));
            Assert.That(machine.Rtas().IbmCreatePeDmaWindow(Device, new Buid(Phb.Value + 6), 16, 31, out _, out _), Is.EqualTo(RtasStatus.ParameterError));
        });
    }

    [Test]
    public void Without_ddw_every_call_is_refused_and_stores_only_the_status()
    {
        using var machine = new TestMachine<Pseries_2_3>();
        Refuses(machine);
    }

    [Test]
    public void A_user_can_turn_ddw_off_for_all_bridges()
    {
        var options = new MachineOptions { RamSize = 64 << 20, Globals = [new GlobalProperty("spapr-pci-host-bridge", "ddw", "off")] };
        using var machine = new TestMachine<Pseries_7_2>(options);
        Refuses(machine);
    }

    [Test]
    public void A_user_can_turn_ddw_on_where_the_version_has_it_off()
    {
        using var machine = new TestMachine<Pseries_2_3>(configure: made => made.CreateDevice<PciHostBridge>(properties: [("index", "0"), ("ddw", "on")]));
        Assert.That(Create(machine, 16, 31, out _, out _), Is.EqualTo(RtasStatus.Success));
    }

    private static void Refuses<TMachine>(TestMachine<TMachine> machine)
        where TMachine : PseriesMachine, new()
    {
        const uint Untouched = TestMachine<TMachine>.Untouched;
        const uint Error = 0xFFFFFFFD;
        Assert.Multiple(() =>
        {
            Assert.That(machine.Call("ibm,query-pe-dma-window", [0x800, 0x08000000, 0x20000000], 5).Words, Is.EqualTo(new[] { Error, Untouched, Untouched, Untouched, Untouched }));
            Assert.That(machine.Call("ibm,create-pe-dma-window", [0x800, 0x08000000, 0x20000000, 16, 31], 4).Words, Is.EqualTo(new[] { Error, Untouched, Untouched, Untouched }));
            Assert.That(machine.Call("ibm,remove-pe-dma-window", [0x80000000], 1).Words, Is.EqualTo(new[] { Error }));
            Assert.That(machine.Call("ibm,reset-pe-dma-window", [0x800, 0x08000000, 0x20000000], 1).Words, Is.EqualTo(new[] { Error }));
            Assert.That(machine.Machine.HostBridges.Single().DmaWindows, Has.Count.EqualTo(1));
        });
    }

    private static RtasStatus Create(IGuestCaller<PseriesMachine> machine, uint pageShift, uint windowShift, out Liobn liobn, out ulong busAddress) =>
        machine.Rtas().IbmCreatePeDmaWindow(Device, Phb, pageShift, windowShift, out liobn, out busAddress);

    private static uint Available(IGuestCaller<PseriesMachine> machine)
    {
        Assert.That(machine.Rtas().IbmQueryPeDmaWindow(Device, Phb, out var available, out uint _, out _, out _), Is.EqualTo(RtasStatus.Success));
        return available;
    }
}
