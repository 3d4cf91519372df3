using FsCheck;
using FsCheck.Fluent;
using Hv.Runtime.Memory;

namespace Hv.Runtime.Tests.Memory;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AddressSpaceTests
{
    private readonly AddressSpace _space = new("test");

    [Test]
    public void What_is_not_mapped_reads_as_zero_and_is_not_answered()
    {
        using var block = new RamBlock("ram", 0x10);
        _space.Map(block, 0x100);
        block.Write(0, Enumerable.Repeat((byte)0xAA, 0x10).ToArray());
        var content = Enumerable.Repeat((byte)0xEE, 0x20).ToArray();
        Assert.That(_space.Read(0xF8, content), Is.False);
        Assert.That(content, Is.EqualTo(new byte[8].Concat(Enumerable.Repeat((byte)0xAA, 0x10)).Concat(new byte[8])));
        Assert.That(_space.Read(0x100, content.AsSpan(0, 0x10)), Is.True);
        Assert.That(_space.Write(0x10F, [1, 2]), Is.False);
        Assert.That(_space.Read(0x10F, content.AsSpan(0, 1)), Is.True);
        Assert.That(content[0], Is.EqualTo(1), "the byte that was mapped is written");
    }

    [Test]
    public void Accesses_at_the_last_address_end_there()
    {
        using var block = new RamBlock("ram", 0x10);
        _space.Map(block, ulong.MaxValue - 0xF);
        Assert.That(_space.Write(ulong.MaxValue, [7]), Is.True);
        Assert.That(_space.TryFind(ulong.MaxValue, out var region, out var offset, out var length), Is.True);
        Assert.That((region, offset, length), Is.EqualTo(((MemoryRegion)block, 0xFul, 1ul)));
    }

    [Test]
    public void A_region_that_runs_past_the_last_address_or_is_mapped_already_is_refused()
    {
        using var block = new RamBlock("ram", 0x10);
        Assert.That(() => _space.Map(block, ulong.MaxValue - 0xE), Throws.InstanceOf<ArgumentOutOfRangeException>());
        _space.Map(block, 0);
        Assert.That(() => _space.Map(block, 0x100), Throws.InvalidOperationException);
    }

    [TestCase(1, ByteOrder.Big, 0x11ul)]
    [TestCase(2, ByteOrder.Big, 0x1122ul)]
    [TestCase(4, ByteOrder.Little, 0x44332211ul)]
    [TestCase(8, ByteOrder.Big, 0x1122334455667788ul)]
    [TestCase(8, ByteOrder.Little, 0x8877665544332211ul)]
    public void Numbers_have_a_width_and_a_byte_order(int width, ByteOrder order, ulong expected)
    {
        using var block = new RamBlock("ram", 0x10);
        _space.Map(block, 0);
        block.Write(4, [0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88]);
        Assert.That(_space.TryReadNumber(4, width, order, out var value), Is.True);
        Assert.That(value, Is.EqualTo(expected));
        block.Write(0, new byte[16]);
        Assert.That(_space.TryWriteNumber(4, width, order, ulong.MaxValue << 8 | 0x5A), Is.True);
        Assert.That(_space.TryReadNumber(4, width, order, out value), Is.True);
        Assert.That((byte)value, Is.EqualTo(0x5A));
        var around = new byte[16];
        block.Read(0, around);
        Assert.That(around.Take(4).Concat(around.Skip(4 + width)), Is.All.Zero, "nothing else is written");
        Assert.That(() => _space.TryReadNumber(4, 3, order, out _), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(_space.TryReadNumber(0x10, width, order, out value), Is.False);
    }

    [Test]
    public void A_window_shows_another_address_space()
    {
        using var block = new RamBlock("ram", 0x10);
        var bus = new AddressSpace("bus");
        bus.Map(block, 0x8000_0000);
        _space.Map(new WindowRegion("window", 0x1000, bus, 0x8000_0000), 0x2000);
        Assert.That(_space.Write(0x2004, [1, 2, 3, 4]), Is.True);
        var content = new byte[4];
        block.Read(4, content);
        Assert.That(content, Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
        bus.Unmap(block);
        Assert.That(_space.Read(0x2004, content), Is.False);
    }

    [Test]
    public void The_strongest_mapping_answers_everywhere()
    {
        // A model of 64 addresses; each region answers with its own number.
        var mapping =
            from address in Gen.Choose(0, 63)
            from size in Gen.Choose(1, 64)
            from priority in Gen.Choose(0, 2)
            select (address, size, priority);
        Prop.ForAll(Arb.From(mapping.ListOf()), mappings =>
        {
            var space = new AddressSpace("test");
            var expected = new (int Priority, byte Number)?[128];
            var number = (byte)0;
            foreach (var (address, size, priority) in mappings.Take(30))
            {
                space.Map(Constant(++number, (ulong)size), (ulong)address, priority);
                for (var at = address; at < address + size; at++)
                {
                    if (expected[at] is not { } strongest || priority >= strongest.Priority)
                        expected[at] = (priority, number);
                }
            }

            var content = new byte[128];
            space.Read(0, content);
            return content.SequenceEqual(expected.Select(strongest => strongest?.Number ?? 0));
        }).QuickCheckThrowOnFailure();
    }

    [Test]
    public void Accesses_run_beside_changes_of_the_mappings()
    {
        using var stays = new RamBlock("stays", 0x1000);
        using var moves = new RamBlock("moves", 0x1000);
        _space.Map(stays, 0);
        stays.Write(0, [0x5A]);
        using var stop = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            var content = new byte[1];
            var reads = 0;
            while (!stop.IsCancellationRequested)
            {
                Assert.That(_space.Read(0, content), Is.True);
                Assert.That(content[0], Is.EqualTo(0x5A));
                reads++;
            }

            return reads;
        });
        for (var round = 0; round < 2000; round++)
        {
            _space.Map(moves, (ulong)(round % 7 + 1) * 0x1000);
            _space.Unmap(moves);
        }

        stop.Cancel();
        Assert.That(reader.GetAwaiter().GetResult(), Is.Not.Negative);
    }

    private sealed class ConstantDevice(byte number) : IMmioDevice
    {
        public ulong ReadRegister(ulong offset, int width) => number;

        public void WriteRegister(ulong offset, int width, ulong value)
        {
        }
    }

    private static MmioRegion Constant(byte number, ulong size) =>
        new($"region {number}", size, new ConstantDevice(number), new Lock(), maximumWidth: 1);
}
