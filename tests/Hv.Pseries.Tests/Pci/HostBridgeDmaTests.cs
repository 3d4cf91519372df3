using Hv.Pseries.Pci;
using Hv.Pseries.Versions;
using Hv.Runtime.Calls;
using Hv.Runtime.Dma;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Runtime.Rtas;
using Hv.Testing;

namespace Hv.Pseries.Tests.Pci;

/// <summary>DMA through the windows that a guest creates, maps and removes.</summary>
public sealed class HostBridgeDmaTests
{
    private const ulong Bus64 = 0x0800_0000_0000_0000;
    private const ulong Buffer = 0x200000;

    private static readonly Buid Phb = new(0x0800_0000_2000_0000);
    private static readonly Liobn Default = new(0x8000_0000);
    private static readonly Liobn Second = new(0x8000_0001);

    private TestMachine<Pseries_7_2> _machine = null!;

    [SetUp]
    public void MakeMachine() => _machine = new TestMachine<Pseries_7_2>();

    [TearDown]
    public void DisposeMachine() => _machine.Dispose();

    [TestCase(12u, 43u)]
    [TestCase(16u, 47u)]
    [TestCase(21u, 52u)]
    [TestCase(24u, 55u)]
    public void A_device_reaches_memory_through_a_window_of_2_to_the_31_pages(uint pageShift, uint windowShift)
    {
        var address = Create(pageShift, windowShift);
        var last = address + (1UL << (int)windowShift) - (1UL << (int)pageShift);
        Assert.Multiple(() =>
        {
            Assert.That(address, Is.EqualTo(Bus64));
            Assert.That(Bridge.DmaWindows[1].HostBytes, Is.Zero);
            Assert.That(Bridge.Dma.Write(last, [1]), Is.EqualTo(DmaResult.NotMapped), "all entries of a new window fault");
            Assert.That(_machine.Hypercalls().HPutTce(Second, last, 3), Is.EqualTo(HypercallStatus.Success));
            Assert.That(Bridge.Dma.Write(last + 0x123, "abc"u8), Is.EqualTo(DmaResult.Success));
            Assert.That(_machine.Read(new GuestPhysicalAddress(0x123), 3), Is.EqualTo("abc"u8.ToArray()));
            Assert.That(_machine.Rtas().IbmRemovePeDmaWindow(Second), Is.EqualTo(RtasStatus.Success));
            Assert.That(Bridge.Dma.Write(last, [1]), Is.EqualTo(DmaResult.NotDecoded));
            Assert.That(_machine.Hypercalls().HPutTce(Second, last, 3), Is.EqualTo(HypercallStatus.Parameter));
        });
    }

    [Test]
    public void What_was_mapped_in_a_window_is_gone_when_it_comes_back()
    {
        Create(16, 31);
        _machine.Hypercalls().HPutTce(Second, Bus64, Buffer | 3);
        _machine.Rtas().IbmRemovePeDmaWindow(Second);
        Create(16, 31);
        Assert.That(Bridge.Dma.Write(Bus64, [1]), Is.EqualTo(DmaResult.NotMapped));
    }

    [Test]
    public void The_64_bit_window_works_when_the_default_one_is_gone_and_comes_back_mapping_nothing()
    {
        _machine.Hypercalls().HPutTce(Default, 0, Buffer | 3);
        Assert.That(_machine.Rtas().IbmRemovePeDmaWindow(Default), Is.EqualTo(RtasStatus.Success));
        Assert.That(Bridge.Dma.Write(0, [1]), Is.EqualTo(DmaResult.NotDecoded));
        Assert.That(Create(16, 31), Is.EqualTo(Bus64));
        Assert.That(_machine.Hypercalls().HPutTce(Default, Bus64, Buffer | 3), Is.EqualTo(HypercallStatus.Success), "the first free number");
        Assert.That(Bridge.Dma.Write(Bus64, "xyz"u8), Is.EqualTo(DmaResult.Success));
        Assert.That(_machine.Read(new GuestPhysicalAddress(Buffer), 3), Is.EqualTo("xyz"u8.ToArray()));
        Assert.That(_machine.Rtas().IbmRemovePeDmaWindow(Default), Is.EqualTo(RtasStatus.Success));
        Assert.That(Bridge.Dma.Write(0, [1]), Is.EqualTo(DmaResult.NotMapped), "the default window is back");
        Assert.That(Bridge.Dma.Write(Bus64, [1]), Is.EqualTo(DmaResult.NotDecoded));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_reset_unmaps_everything(bool ofTheMachine)
    {
        Create(16, 31);
        _machine.Hypercalls().HPutTce(Default, 0, Buffer | 3);
        _machine.Hypercalls().HPutTce(Second, Bus64, Buffer | 3);
        if (ofTheMachine)
            _machine.Machine.Reset();
        else
            _machine.Rtas().IbmResetPeDmaWindow(default, Phb);

        Assert.That(Bridge.Dma.Write(0, [1]), Is.EqualTo(DmaResult.NotMapped));
        Assert.That(Bridge.Dma.Write(Bus64, [1]), Is.EqualTo(DmaResult.NotDecoded));
    }

    [Test]
    public void A_window_that_a_listener_refuses_is_a_hardware_error_and_does_not_exist()
    {
        var listener = new WindowListener { Limit = 1 };
        Assert.That(Bridge.Dma.TryAddListener(listener), Is.True);
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Rtas().IbmCreatePeDmaWindow(default, Phb, 16, 31, out _, out _), Is.EqualTo(RtasStatus.HardwareError));
            Assert.That(Bridge.EnabledDmaWindows, Is.EqualTo(1));
            Assert.That(_machine.Rtas().IbmRemovePeDmaWindow(Default), Is.EqualTo(RtasStatus.Success));
            Assert.That(_machine.Rtas().IbmCreatePeDmaWindow(default, Phb, 16, 31, out _, out _), Is.EqualTo(RtasStatus.Success));
            Assert.That(listener.Windows, Is.EqualTo(new[] { "800000000000000+80000000/16" }));
            Assert.That(_machine.Rtas().IbmResetPeDmaWindow(default, Phb), Is.EqualTo(RtasStatus.Success));
            Assert.That(listener.Windows, Is.EqualTo(new[] { "0+40000000/12" }));
        });
    }

    [Test]
    public void Without_ddw_there_is_the_default_window_alone()
    {
        using var machine = new TestMachine<Pseries_2_3>();
        var bridge = machine.Machine.HostBridges.Single();
        Assert.That(bridge.DmaWindows, Has.Count.EqualTo(1));
        Assert.That(machine.Hypercalls().HPutTce(Default, 0, Buffer | 3), Is.EqualTo(HypercallStatus.Success));
        Assert.That(machine.Hypercalls().HPutTce(Second, 0, 3), Is.EqualTo(HypercallStatus.Parameter));
        Assert.That(bridge.Dma.Write(0, [1]), Is.EqualTo(DmaResult.Success));
    }

    [Test]
    public void A_bridge_that_bypasses_the_IOMMU_reaches_memory_as_it_is()
    {
        using var machine = new TestMachine<Pseries_7_2>(
            configure: made => made.CreateDevice<PciHostBridge>(properties: [("index", "0"), ("bypass-iommu", "on")]));
        Assert.That(machine.Machine.HostBridges.Single().Dma.Write(Buffer, "ok"u8), Is.EqualTo(DmaResult.Success));
        Assert.That(machine.Read(new GuestPhysicalAddress(Buffer), 2), Is.EqualTo("ok"u8.ToArray()));
    }

    [Test]
    public void DMA_to_the_registers_of_a_device_reaches_them()
    {
        var device = new Registers();
        _machine.Machine.AddressSpace.Map(new MmioRegion("registers", 4096, device, _machine.Machine.Lock), 1UL << 40);
        _machine.Hypercalls().HPutTce(Default, 0, (1UL << 40) | 3);
        Assert.That(Bridge.Dma.Write(8, [1, 2, 3, 4]), Is.EqualTo(DmaResult.Success));
        Assert.That(device.Written, Is.EqualTo(new[] { (8UL, 4, 0x04030201UL) }));
    }

    [Test]
    public void Faults_are_counted_and_traced()
    {
        _machine.Trace("dma_fault");
        _machine.Hypercalls().HPutTce(Default, 0x1000, Buffer | 1);
        Assert.That(Bridge.Dma.Write(0x1004, [1]), Is.EqualTo(DmaResult.NotPermitted));
        Assert.That(Bridge.Dma.Faults, Is.EqualTo(1));
        Assert.That(_machine.TraceRecords.Single().Message, Is.EqualTo("pci@800000020000000: Write at 0x1004 -> NotPermitted"));
    }

    [Test]
    public void Devices_transfer_while_the_guest_remaps_and_reach_what_was_mapped()
    {
        // Each page holds its own number. Whatever page a device reads, it reads one that was mapped there.
        const int Pages = 64;
        for (var page = 0; page < Pages; page++)
            _machine.Write(new GuestPhysicalAddress(Buffer + ((ulong)page << 12)), Enumerable.Repeat((byte)page, 4096).ToArray());

        Create(12, 40);
        using var stop = new CancellationTokenSource();
        var read = 0;
        var device = Task.Run(() =>
        {
            var bytes = new byte[256];
            var random = new Random(5);
            while (!stop.IsCancellationRequested)
            {
                var slot = random.Next(Pages);
                if (Bridge.Dma.Read(Bus64 + ((ulong)slot << 12) + 1024, bytes) != DmaResult.Success)
                    continue;

                // Page n is mapped in slots n and n + 1 only.
                Assert.That(bytes, Is.All.EqualTo(bytes[0]));
                Assert.That(bytes[0], Is.EqualTo(slot).Or.EqualTo((slot + Pages - 1) % Pages));
                Interlocked.Increment(ref read);
            }
        });
        var guest = new Random(6);
        for (var call = 0; !device.IsCompleted && (call < 20_000 || Volatile.Read(ref read) < 1000); call++)
        {
            var slot = guest.Next(Pages);
            var page = guest.Next(2) == 0 ? slot : (slot + Pages - 1) % Pages;
            switch (guest.Next(300))
            {
                case 0:
                    _machine.Rtas().IbmResetPeDmaWindow(default, Phb);
                    Create(12, 40);
                    break;
                case < 60:
                    _machine.Hypercalls().HStuffTce(Second, Bus64 + ((ulong)slot << 12), 0, (ulong)(Pages - slot));
                    break;
                default:
                    _machine.Hypercalls().HPutTce(Second, Bus64 + ((ulong)slot << 12), (Buffer + ((ulong)page << 12)) | 3);
                    break;
            }
        }

        stop.Cancel();
        Assert.That(() => device.Wait(), Throws.Nothing);
    }

    private PciHostBridge Bridge => _machine.Machine.HostBridges.Single();

    private ulong Create(uint pageShift, uint windowShift)
    {
        Assert.That(_machine.Rtas().IbmCreatePeDmaWindow(default, Phb, pageShift, windowShift, out _, out var address), Is.EqualTo(RtasStatus.Success));
        return address;
    }

    private sealed class WindowListener : IDmaWindowListener
    {
        public List<string> Windows { get; } = [];

        public int Limit { get; init; }

        public bool WindowAdded(IommuRegion window)
        {
            if (Windows.Count == Limit)
                return false;

            Windows.Add(Describe(window));
            return true;
        }

        public void WindowRemoved(IommuRegion window) => Assert.That(Windows.Remove(Describe(window)), Is.True, "its place can still be read");

        private static string Describe(IommuRegion window) => $"{window.BusAddress:x}+{window.Size:x}/{window.PageShift}";
    }

    private sealed class Registers : IMmioDevice
    {
        public List<(ulong Offset, int Width, ulong Value)> Written { get; } = [];

        public ulong ReadRegister(ulong offset, int width) => 0;

        public void WriteRegister(ulong offset, int width, ulong value) => Written.Add((offset, width, value));
    }
}
