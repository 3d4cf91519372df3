using Hv.Pseries.Versions;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Memory;
using Hv.Testing;

namespace Hv.Pseries.Tests.Hypercalls;

public sealed class StorageHypercallTests
{
    private const ulong Registers = 1UL << 40;
    private const ulong Page = 0x20_0000;
    private const ulong Other = 0x30_0000;

    private TestMachine<Pseries_7_2> _machine = null!;
    private RecordingDevice _device = null!;

    [SetUp]
    public void MakeMachine()
    {
        _machine = new TestMachine<Pseries_7_2>();
        _device = new RecordingDevice();
        _machine.Machine.AddressSpace.Map(new MmioRegion("registers", 32 << 20, _device, _machine.Machine.Lock), Registers);
    }

    [TearDown]
    public void DisposeMachine() => _machine.Dispose();

    [TestCase(1ul, 0x11ul)]
    [TestCase(2ul, 0x1122ul)]
    [TestCase(4ul, 0x11223344ul)]
    [TestCase(8ul, 0x1122334455667788ul)]
    public void Numbers_are_big_endian(ulong size, ulong value)
    {
        Write(Page, [0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88]);
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Hypercalls().HLogicalCiLoad(size, Page, out var inhibited), Is.EqualTo(HypercallStatus.Success));
            Assert.That(_machine.Hypercalls().HLogicalCacheLoad(size, Page, out var cached), Is.EqualTo(HypercallStatus.Success));
            Assert.That((inhibited, cached), Is.EqualTo((value, value)));
            Assert.That(_machine.Hypercalls().HLogicalCiStore(size, Page + 8, value), Is.EqualTo(HypercallStatus.Success));
            Assert.That(_machine.Hypercalls().HLogicalCacheStore(size, Page + 16, value), Is.EqualTo(HypercallStatus.Success));
            Assert.That(Read(Page + 8, (int)size), Is.EqualTo(Read(Page, (int)size)));
            Assert.That(Read(Page + 16, (int)size), Is.EqualTo(Read(Page, (int)size)));
        });
    }

    [Test]
    public void Registers_are_reached_at_their_width()
    {
        Assert.That(_machine.Hypercalls().HLogicalCiStore(4, Registers + 8, 0x12345678), Is.EqualTo(HypercallStatus.Success));
        Assert.That(_machine.Hypercalls().HLogicalCiLoad(2, Registers + 6, out _), Is.EqualTo(HypercallStatus.Success));
        Assert.That(_device.Accesses, Is.EqualTo(new[] { "write 8 4 78563412", "read 6 2" }));
    }

    [Test]
    public void Where_nothing_is_zero_is_read_and_writes_are_lost()
    {
        foreach (var address in (ulong[])[1UL << 50, ulong.MaxValue])
        {
            Assert.That(_machine.Hypercalls().HLogicalCiLoad(8, address, out var value), Is.EqualTo(HypercallStatus.Success));
            Assert.That(value, Is.Zero);
            Assert.That(_machine.Hypercalls().HLogicalCiStore(8, address, 5), Is.EqualTo(HypercallStatus.Success));
        }
    }

    [TestCase(0ul)]
    [TestCase(3ul)]
    [TestCase(16ul)]
    [TestCase(ulong.MaxValue)]
    public void Other_sizes_are_refused(ulong size)
    {
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Hypercalls().HLogicalCiLoad(size, Page, out _), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_machine.Hypercalls().HLogicalCiStore(size, Page, 0), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_machine.Hypercalls().HLogicalCacheLoad(size, Page, out _), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_machine.Hypercalls().HLogicalCacheStore(size, Page, 0), Is.EqualTo(HypercallStatus.Parameter));
        });
    }

    [Test]
    public void Caches_are_kept_by_themselves()
    {
        Assert.That(_machine.Hypercalls().HLogicalIcbi(), Is.EqualTo(HypercallStatus.Success));
        Assert.That(_machine.Hypercalls().HLogicalDcbf(), Is.EqualTo(HypercallStatus.Success));
    }

    [TestCase(0x8000ul, (byte)0)]
    [TestCase(0x4000ul, (byte)7)]
    [TestCase(0xC000ul, (byte)7)]
    [TestCase(0ul, (byte)5)]
    [TestCase(0xC0_0000ul, (byte)5)]
    public void A_page_is_filled(ulong flags, byte expected)
    {
        Write(Page, Enumerable.Repeat((byte)5, 4097).ToArray());
        Write(Other, Enumerable.Repeat((byte)7, 4096).ToArray());
        Assert.That(_machine.Hypercalls().HPageInit(flags, new(Page), new(Other)), Is.EqualTo(HypercallStatus.Success));
        Assert.That(Read(Page, 4096), Is.All.EqualTo(expected));
        Assert.That(Read(Page + 4096, 1)[0], Is.EqualTo(5));
    }

    [TestCase(1ul, Page, Other)]
    [TestCase(1ul << 63, Page, Other)]
    [TestCase(0x8000ul, Page + 8, Other)]
    [TestCase(0x8000ul, 64ul << 20, Other)]
    [TestCase(0x8000ul, Registers, Other)]
    [TestCase(0x4000ul, Page, Other + 8)]
    [TestCase(0x4000ul, Page, Registers)]
    [TestCase(0x4000ul, Page, ulong.MaxValue)]
    public void Other_pages_are_refused(ulong flags, ulong destination, ulong source) =>
        Assert.That(_machine.Hypercalls().HPageInit(flags, new(destination), new(source)), Is.EqualTo(HypercallStatus.Parameter));

    [Test]
    public void Elements_are_copied_as_if_by_way_of_another_place([Values(0ul, 1ul, 2ul, 3ul)] ulong shift, [Values(0ul, 1ul)] ulong operation)
    {
        var bytes = Enumerable.Range(0, 3 << 20).Select(value => (byte)(value * 7 >> 3)).ToArray();
        foreach (var (from, to) in (ReadOnlySpan<(int, int)>)[(0, 64), (64, 0), (0, 1 << 20), (128, 128)])
        {
            const int Length = 2 << 20;
            Write(Page, bytes);
            Assert.That(
                _machine.Hypercalls().KvmppcHLogicalMemop(Page + (ulong)to, Page + (ulong)from, shift, (ulong)Length >> (int)shift, operation),
                Is.EqualTo(HypercallStatus.Success));
            var expected = (byte[])bytes.Clone();
            bytes.AsSpan(from, Length).CopyTo(expected.AsSpan(to));
            if (operation == 1)
            {
                foreach (ref var value in expected.AsSpan(to, Length))
                    value = (byte)~value;
            }

            Assert.That(Read(Page, bytes.Length).AsSpan().SequenceEqual(expected), Is.True, $"{from} to {to}");
        }
    }

    [Test]
    public void Registers_are_copied_element_by_element()
    {
        Write(Page, [1, 2, 3, 4]);
        Assert.That(_machine.Hypercalls().KvmppcHLogicalMemop(Registers, Page, 1, 2, 0), Is.EqualTo(HypercallStatus.Success));
        Assert.That(_machine.Hypercalls().KvmppcHLogicalMemop(Registers + 2, Registers, 1, 2, 1), Is.EqualTo(HypercallStatus.Success));
        Assert.That(_device.Accesses, Is.EqualTo(new[]
        {
            "write 0 2 201", "write 2 2 403", "read 2 2", "write 4 2 ffff", "read 0 2", "write 2 2 ffff",
        }));
    }

    [TestCase(Page, Other, 0ul, 0x8000_0001ul, 0ul)]
    [TestCase(Page, Other, 0ul, 1ul, 2ul)]
    [TestCase(Page, Other, 0ul, 1ul, ulong.MaxValue)]
    [TestCase(Page + 1, Other, 1ul, 1ul, 0ul)]
    [TestCase(Page, Other + 4, 3ul, 1ul, 0ul)]
    [TestCase(Page, Other, 4ul, 1ul, 0ul)]
    [TestCase(0ul, 0ul, 64ul, 1ul, 0ul)]
    [TestCase(0ul, 0ul, ulong.MaxValue, 1ul, 0ul)]
    [TestCase(Registers, Page, 3ul, 0x8000_0000ul, 0ul)]
    [TestCase(ulong.MaxValue - 7, 8ul, 3ul, 0x8000_0000ul, 0ul)]
    public void Other_copies_are_refused(ulong destination, ulong source, ulong shift, ulong count, ulong operation)
    {
        Assert.That(
            _machine.Hypercalls().KvmppcHLogicalMemop(destination, source, shift, count, operation), Is.EqualTo(HypercallStatus.Parameter));
        Assert.That(_device.Accesses, Is.Empty);
    }

    private byte[] Read(ulong address, int length) => _machine.Read(new GuestPhysicalAddress(address), length);

    private void Write(ulong address, byte[] bytes) => _machine.Write(new GuestPhysicalAddress(address), bytes);

    private sealed class RecordingDevice : IMmioDevice
    {
        public List<string> Accesses { get; } = [];

        public ulong ReadRegister(ulong offset, int width)
        {
            Accesses.Add($"read {offset:x} {width}");
            return 0;
        }

        public void WriteRegister(ulong offset, int width, ulong value) => Accesses.Add($"write {offset:x} {width} {value:x}");
    }
}
