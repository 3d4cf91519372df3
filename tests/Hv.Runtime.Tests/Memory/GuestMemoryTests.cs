using Hv.Runtime.Memory;

namespace Hv.Runtime.Tests.Memory;

public sealed class GuestMemoryTests
{
    [Test]
    public void RAM_starts_zeroed_and_keeps_what_is_written()
    {
        using var memory = new GuestMemory(0x1000);
        Span<byte> content = stackalloc byte[4];
        Assert.That(memory.TryRead(new GuestPhysicalAddress(0xFFC), content), Is.True);
        Assert.That(content.ToArray(), Is.EqualTo(new byte[4]));
        Assert.That(memory.TryWrite(new GuestPhysicalAddress(0xFFC), [1, 2, 3, 4]), Is.True);
        Assert.That(memory.TryReadUInt32(new GuestPhysicalAddress(0xFFC), out var word) ? word : 0, Is.EqualTo(0x01020304));
    }

    [TestCase(0x1000ul, 1)]
    [TestCase(0xFFFul, 2)]
    [TestCase(ulong.MaxValue, 1)]
    [TestCase(0x1001ul, 0)]
    public void What_does_not_lie_in_RAM_is_neither_read_nor_written(ulong address, int length)
    {
        using var memory = new GuestMemory(0x1000);
        var buffer = Enumerable.Repeat((byte)0xEE, length).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(memory.TryRead(new GuestPhysicalAddress(address), buffer), Is.False);
            Assert.That(buffer, Is.All.EqualTo(0xEE));
            Assert.That(memory.TryWrite(new GuestPhysicalAddress(address), buffer), Is.False);
        });
    }

    [Test]
    public void A_large_guest_costs_what_it_touches()
    {
        using var memory = new GuestMemory(1UL << 40);
        var before = Environment.WorkingSet;
        Assert.That(memory.TryWriteUInt32(new GuestPhysicalAddress((1UL << 40) - 4), 1), Is.True);
        Assert.That(Environment.WorkingSet - before, Is.LessThan(64 << 20));
    }

    [Test]
    [Platform("Linux")]
    public void Whoever_maps_the_file_of_a_block_sees_what_the_guest_writes_and_cannot_cut_it()
    {
        using var memory = new GuestMemory(0x2000);
        memory.TryWriteUInt32(new GuestPhysicalAddress(0x1000), 0xCAFEC0DE);
        var file = memory.Blocks[0].Block.File!;
        var content = new byte[4];
        Assert.That(RandomAccess.Read(file, content, 0x1000), Is.EqualTo(4));
        Assert.That(content, Is.EqualTo(new byte[] { 0xCA, 0xFE, 0xC0, 0xDE }));
        Assert.That(() => RandomAccess.SetLength(file, 0), Throws.InstanceOf<Exception>());
    }

    [Test]
    public void Added_blocks_are_RAM_where_they_are_put()
    {
        using var memory = new GuestMemory(0x1000);
        var added = new RamBlock("dimm", 0x1000);
        memory.Add(added, new GuestPhysicalAddress(0x10000));
        Assert.That(memory.TryWriteUInt32(new GuestPhysicalAddress(0x10FFC), 5), Is.True);
        Assert.That(memory.TryWriteUInt32(new GuestPhysicalAddress(0x10FFD), 5), Is.False);
        Assert.That(memory.TryWriteUInt32(new GuestPhysicalAddress(0xF000), 5), Is.False);
        memory.Remove(added);
        Assert.That(memory.TryReadUInt32(new GuestPhysicalAddress(0x10FFC), out _), Is.False);
        added.Dispose();
    }

    [TestCase(0x0ul)]
    [TestCase(0xFFFul)]
    [TestCase(ulong.MaxValue)]
    public void Added_blocks_overlap_nothing(ulong address)
    {
        using var memory = new GuestMemory(0x1000);
        using var added = new RamBlock("dimm", 0x1000);
        Assert.That(() => memory.Add(added, new GuestPhysicalAddress(address)), Throws.ArgumentException);
    }

    [Test]
    public void After_disposal_every_access_fails()
    {
        var memory = new GuestMemory(0x1000);
        memory.Dispose();
        memory.Dispose();
        Assert.That(memory.TryReadUInt32(default, out _), Is.False);
    }

    [Test]
    public void A_guest_without_RAM_is_refused() => Assert.That(() => new GuestMemory(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
