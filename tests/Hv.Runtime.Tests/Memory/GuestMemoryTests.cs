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
        using var memory = new GuestMemory(8UL << 30);
        var before = Environment.WorkingSet;
        Assert.That(memory.TryWriteUInt32(new GuestPhysicalAddress((8UL << 30) - 4), 1), Is.True);
        Assert.That(Environment.WorkingSet - before, Is.LessThan(64 << 20));
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
