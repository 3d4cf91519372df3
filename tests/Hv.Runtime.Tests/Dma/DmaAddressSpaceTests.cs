using Hv.Runtime.Dma;
using Hv.Runtime.Memory;
using Hv.Testing;

namespace Hv.Runtime.Tests.Dma;

public sealed class DmaAddressSpaceTests
{
    private const ulong Page = 0x1000;
    private const ulong RamSize = 16 * Page;

    private readonly byte[] _data = [.. Enumerable.Range(1, 3 * (int)Page).Select(value => (byte)(value * 7))];
    private AddressSpace _memory = null!;
    private GuestMemory _ram = null!;
    private DmaAddressSpace _bus = null!;
    private Window _window = null!;

    [SetUp]
    public void MakeBus()
    {
        _ram = new GuestMemory(RamSize);
        _memory = new AddressSpace("memory");
        _memory.Map(_ram.Blocks[0].Block, 0);
        _bus = new DmaAddressSpace("bus", _memory);
        _window = new Window(0x10000, 8);
        _bus.TryMap(_window);
    }

    [TearDown]
    public void DisposeRam() => _ram.Dispose();

    [Test]
    public void A_transfer_goes_on_over_pages_that_lie_apart()
    {
        _window.Pages[0] = (0x5000, IommuPermission.ReadWrite);
        _window.Pages[1] = (0x3000, IommuPermission.ReadWrite);
        _window.Pages[2] = (0x9000, IommuPermission.ReadWrite);
        var read = new byte[5000];
        Assert.That(_bus.Write(0x10FF0, _data.AsSpan(0, 5000)), Is.EqualTo(DmaResult.Success));
        Assert.That(_bus.Read(0x10FF0, read), Is.EqualTo(DmaResult.Success));
        Assert.That(read, Is.EqualTo(_data.Take(5000)));
        Assert.That(Ram(0x5FF0, 16), Is.EqualTo(_data.Take(16)));
        Assert.That(Ram(0x3000, 4096), Is.EqualTo(_data.Skip(16).Take(4096)));
        Assert.That(Ram(0x9000, 888), Is.EqualTo(_data.Skip(16 + 4096).Take(888)));
        Assert.That(_bus.Faults, Is.Zero);
    }

    [Test]
    public void Where_RAM_alone_is_asked_for_registers_are_neither_read_nor_written()
    {
        var registers = new Registers();
        _memory.Map(new MmioRegion("registers", Page, registers, new Lock()), RamSize);
        _bus.Map(new MmioRegion("doorbell", Page, registers, new Lock()), 0x80000);
        _window.Pages[0] = (0x5000, IommuPermission.ReadWrite);
        _window.Pages[1] = (RamSize, IommuPermission.ReadWrite);
        var read = new byte[4];
        foreach (var address in new ulong[] { 0x11000, 0x80000 })
        {
            Assert.That(_bus.Write(address, [1, 2, 3, 4], toRamOnly: true), Is.EqualTo(DmaResult.NotAnswered));
            Assert.That(_bus.Read(address, read, fromRamOnly: true), Is.EqualTo(DmaResult.NotAnswered));
        }

        Assert.That(registers.Accesses, Is.Zero);
        Assert.That(_bus.Write(0x10FFE, [1, 2], toRamOnly: true), Is.EqualTo(DmaResult.Success));
        Assert.That(_bus.Read(0x10FFE, read.AsSpan(0, 2), fromRamOnly: true), Is.EqualTo(DmaResult.Success));
        Assert.That(read[..2], Is.EqualTo(new byte[] { 1, 2 }));
        Assert.That(_bus.Write(0x11000, [1, 2, 3, 4]), Is.EqualTo(DmaResult.Success));
        Assert.That(registers.Accesses, Is.EqualTo(1));
    }

    [Test]
    public void RAM_alone_may_be_several_blocks()
    {
        var added = new RamBlock("added", 2 * Page);
        _ram.Add(added, new GuestPhysicalAddress(RamSize));
        _memory.Map(added, RamSize);
        _bus.IsBypassed = true;
        Assert.That(_bus.Write(RamSize - 8, _data.AsSpan(0, 16), toRamOnly: true), Is.EqualTo(DmaResult.Success));
        Assert.That(_bus.Write(RamSize + (2 * Page) - 8, _data.AsSpan(0, 16), toRamOnly: true), Is.EqualTo(DmaResult.NotAnswered));
    }

    [Test]
    public void What_was_written_before_a_fault_stays_written()
    {
        _window.Pages[0] = (0x5000, IommuPermission.ReadWrite);
        Assert.That(_bus.Write(0x10FF0, _data.AsSpan(0, 32)), Is.EqualTo(DmaResult.NotMapped));
        Assert.That(Ram(0x5FF0, 32), Is.EqualTo(_data.Take(16).Concat(new byte[16])));
        Assert.That(_bus.Faults, Is.EqualTo(1));
    }

    [Test]
    public void What_cannot_be_read_is_zero()
    {
        _window.Pages[0] = (0x5000, IommuPermission.ReadWrite);
        _bus.Write(0x10FF0, _data.AsSpan(0, 16));
        var read = Enumerable.Repeat((byte)0xEE, 32).ToArray();
        Assert.That(_bus.Read(0x10FF0, read), Is.EqualTo(DmaResult.NotMapped));
        Assert.That(read, Is.EqualTo(_data.Take(16).Concat(new byte[16])));
    }

    [TestCase(0xFFFFul, DmaResult.NotDecoded, DmaResult.NotDecoded, TestName = "Below_a_window_nothing_answers")]
    [TestCase(0x18000ul, DmaResult.NotDecoded, DmaResult.NotDecoded, TestName = "Above_a_window_nothing_answers")]
    [TestCase(ulong.MaxValue, DmaResult.NotDecoded, DmaResult.NotDecoded, TestName = "At_the_end_of_the_bus_nothing_answers")]
    [TestCase(0x10000ul, DmaResult.NotMapped, DmaResult.NotMapped, TestName = "A_page_that_is_not_mapped_faults")]
    [TestCase(0x11000ul, DmaResult.Success, DmaResult.NotPermitted, TestName = "A_page_can_be_read_only")]
    [TestCase(0x12000ul, DmaResult.NotPermitted, DmaResult.Success, TestName = "A_page_can_be_write_only")]
    [TestCase(0x13000ul, DmaResult.NotAnswered, DmaResult.NotAnswered, TestName = "A_page_can_lead_where_the_guest_has_nothing")]
    public void Faults_are_told_apart(ulong address, DmaResult read, DmaResult write)
    {
        _window.Pages[1] = (0x1000, IommuPermission.Read);
        _window.Pages[2] = (0x2000, IommuPermission.Write);
        _window.Pages[3] = (0xFFFF_FFFF_FFFF_F000, IommuPermission.ReadWrite);
        Assert.That(_bus.Read(address, new byte[4]), Is.EqualTo(read));
        Assert.That(_bus.Write(address, new byte[4]), Is.EqualTo(write));
        Assert.That(_bus.Faults, Is.EqualTo((read == DmaResult.Success ? 0UL : 1) + (write == DmaResult.Success ? 0UL : 1)));
    }

    [Test]
    public void Nothing_is_transferred_by_an_empty_transfer() => Assert.That(_bus.Read(0, []), Is.EqualTo(DmaResult.Success));

    [Test]
    public void A_region_without_translation_goes_before_the_window()
    {
        var doorbell = new RamBlock("doorbell", 0x10);
        _window.Pages[1] = (0x1000, IommuPermission.ReadWrite);
        _bus.Map(doorbell, 0x11010);
        Assert.That(_bus.Write(0x11000, _data.AsSpan(0, 48)), Is.EqualTo(DmaResult.Success));
        var rung = new byte[16];
        doorbell.Read(0, rung);
        Assert.That(rung, Is.EqualTo(_data.Skip(16).Take(16)));
        Assert.That(Ram(0x1000, 48), Is.EqualTo(_data.Take(16).Concat(new byte[16]).Concat(_data.Skip(32).Take(16))));
        Assert.That(() => _bus.Map(new RamBlock("other", 0x10), 0x1101F), Throws.ArgumentException);
        _bus.Unmap(doorbell);
        Assert.That(_bus.Write(0x11010, _data.AsSpan(100, 16)), Is.EqualTo(DmaResult.Success));
        Assert.That(Ram(0x1010, 16), Is.EqualTo(_data.Skip(100).Take(16)));
    }

    [Test]
    public void Without_translation_bus_addresses_are_memory_addresses()
    {
        _bus.IsBypassed = true;
        Assert.That(_bus.Write(0x2000, _data.AsSpan(0, 16)), Is.EqualTo(DmaResult.Success));
        Assert.That(Ram(0x2000, 16), Is.EqualTo(_data.Take(16)));
        Assert.That(_bus.Write(RamSize - 8, _data.AsSpan(0, 16)), Is.EqualTo(DmaResult.NotAnswered));
        Assert.That(_bus.Read(ulong.MaxValue - 3, new byte[8]), Is.Not.EqualTo(DmaResult.Success));
    }

    [Test]
    public void A_transfer_does_not_begin_again_at_the_start_of_the_bus()
    {
        var last = new Window(ulong.MaxValue - Page + 1, 1);
        var first = new Window(0, 1);
        last.Pages[0] = first.Pages[0] = (0x1000, IommuPermission.ReadWrite);
        _bus.TryMap(last);
        _bus.TryMap(first);
        Assert.That(_bus.Write(ulong.MaxValue - 7, _data.AsSpan(0, 8)), Is.EqualTo(DmaResult.Success));
        Assert.That(_bus.Write(ulong.MaxValue - 7, _data.AsSpan(0, 9)), Is.EqualTo(DmaResult.NotDecoded));
        Assert.That(_bus.Read(ulong.MaxValue - 7, new byte[9]), Is.EqualTo(DmaResult.NotDecoded));
    }

    [Test]
    public void Listeners_are_told_of_windows_and_can_refuse_them()
    {
        var willing = new WindowListener { Accepts = true };
        var unwilling = new WindowListener();
        Assert.That(_bus.TryAddListener(willing), Is.True);
        Assert.That(willing.Windows, Is.EqualTo(new[] { _window }));
        Assert.That(_bus.TryAddListener(unwilling), Is.False);
        _bus.Unmap(_window);
        Assert.That(willing.Windows, Is.Empty);
        Assert.That(_bus.TryAddListener(unwilling), Is.True, "there is nothing to refuse");
        Assert.That(_bus.TryMap(_window), Is.False);
        Assert.That(willing.Windows, Is.Empty, "it was told that the window does not come");
        Assert.That(_bus.Windows, Is.Empty);
        unwilling.Failure = new InvalidOperationException("no");
        Assert.That(() => _bus.TryMap(_window), Throws.Exception.SameAs(unwilling.Failure));
        Assert.That(willing.Windows, Is.Empty);
        _bus.RemoveListener(unwilling);
        Assert.That(_bus.TryMap(_window), Is.True);
        Assert.That(willing.Windows, Is.EqualTo(new[] { _window }));
        Assert.That(() => _bus.TryMap(_window), Throws.InvalidOperationException);
    }

    [Test]
    public void A_listener_of_a_region_is_told_what_is_mapped_then_what_changes()
    {
        var listener = new RecordingListener();
        _window.Pages[1] = (0x1000, IommuPermission.Read);
        _window.AddListener(listener);
        _window.Change(2, 0x2000, IommuPermission.Write);
        _window.RemoveListener(listener);
        _window.Change(3, 0x3000, IommuPermission.Write);
        Assert.That(listener.Told, Is.EqualTo(new[] { "map 11000+1000 -> 1000 Read", "map 12000+1000 -> 2000 Write" }));
    }

    [Test]
    public void What_a_listener_of_a_region_throws_is_counted_and_told()
    {
        var failures = new List<Exception>();
        _window.ListenerFailed += failures.Add;
        _window.AddListener(new RecordingListener { Failure = new InvalidOperationException("no") });
        _window.Change(2, 0x2000, IommuPermission.Write);
        Assert.That(failures, Has.Count.EqualTo(1));
        Assert.That(_window.ListenerFailures, Is.EqualTo(1));
    }

    private byte[] Ram(ulong address, int length)
    {
        var bytes = new byte[length];
        _ram.TryRead(new GuestPhysicalAddress(address), bytes);
        return bytes;
    }

    /// <summary>The simplest translation: a page, an element.</summary>
    private sealed class Window(ulong busAddress, int pages) : IommuRegion("window")
    {
        public (ulong Target, IommuPermission Permission)[] Pages { get; } = new (ulong, IommuPermission)[pages];

        public override ulong BusAddress { get; } = busAddress;

        public override ulong Size => (ulong)Pages.Length * Page;

        public override int PageShift => 12;

        public override bool TryTranslate(ulong address, IommuPermission wanted, out IommuTranslation translation)
        {
            var offset = address - BusAddress;
            var (target, permission) = offset < Size ? Pages[offset / Page] : default;
            translation = new IommuTranslation(new GuestPhysicalAddress(target + (offset % Page)), Page - (offset % Page), permission);
            return permission != IommuPermission.None && (permission & wanted) == wanted;
        }

        public void Change(int page, ulong target, IommuPermission permission)
        {
            lock (UpdateLock)
            {
                Pages[page] = (target, permission);
                var ranges = StartNotification();
                ranges.Map(BusAddress + ((ulong)page * Page), new GuestPhysicalAddress(target), Page, permission);
                ranges.Flush();
            }
        }

        protected override void Replay(IommuRangeMerger ranges)
        {
            for (var page = 0; page < Pages.Length; page++)
            {
                if (Pages[page].Permission != IommuPermission.None)
                    ranges.Map(BusAddress + ((ulong)page * Page), new GuestPhysicalAddress(Pages[page].Target), Page, Pages[page].Permission);
            }
        }
    }

    private sealed class WindowListener : IDmaWindowListener
    {
        public List<IommuRegion> Windows { get; } = [];

        public bool Accepts { get; init; }

        public Exception? Failure { get; set; }

        public bool WindowAdded(IommuRegion window)
        {
            if (Failure is { } failure)
                throw failure;

            if (Accepts)
                Windows.Add(window);

            return Accepts;
        }

        public void WindowRemoved(IommuRegion window) => Assert.That(Windows.Remove(window), Is.True, "it was never told of it");
    }

    private sealed class Registers : IMmioDevice
    {
        public int Accesses { get; private set; }

        public ulong ReadRegister(ulong offset, int width) => (ulong)Accesses++;

        public void WriteRegister(ulong offset, int width, ulong value) => Accesses++;
    }
}
