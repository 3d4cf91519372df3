using System.Buffers.Binary;
using Hv.Power.Translation;
using Hv.Runtime.Memory;

namespace Hv.Power.Tests.Translation;

/// <summary>Tables of any bytes: a walk ends, stays in memory, and changes nothing but reference and change bits.</summary>
public sealed class HostileTableTests
{
    private const int Size = 1 << 20;

    [Test]
    public void Any_bytes_are_walked_as_a_radix_tree()
    {
        using var guest = new GuestMemory(Size);
        var memory = new GuestTableMemory(guest);
        var random = new Random(21);
        var before = Fill(guest, random);
        for (var access = 0; access < 200_000; access++)
        {
            // Half of the roots are of the right shape, so that walks get further.
            var root = (ulong)random.NextInt64() & 0x0FFF_FFFF_0000 & (Size - 1);
            if (access % 2 == 0)
                Plant(guest, before, 0x100, (2UL << 61) | (5 << 5) | root | 13);

            var table = new ProcessTable((ulong)random.Next(4) << 12, random.Next(34));
            var process = (uint)random.Next(32);
            var context = new AccessContext(access % 3 == 0, (ulong)random.NextInt64(), (ulong)random.NextInt64(), process);
            var result = RadixWalk.Translate(memory, table, context, NextAddress(random), (AccessKind)random.Next(3));

            Assert.That(result.PageShift, Is.LessThanOrEqualTo(30));
        }

        CheckOnlyMarked(guest, before);
    }

    [Test]
    public void Any_bytes_are_walked_as_a_hashed_page_table()
    {
        using var guest = new GuestMemory(Size);
        var memory = new GuestTableMemory(guest);
        var random = new Random(22);
        var before = Fill(guest, random);
        var translated = 0;
        for (var access = 0; access < 200_000; access++)
        {
            // Segments of which entries in the table are: 16 of them, in both sizes.
            var (id, isLong) = ((ulong)random.Next(8), random.Next(2) == 0);
            var segmentId = (isLong ? 1UL << 62 : 0) | (id << (isLong ? 24 : 12));
            SlbEntry[] segments = [new SlbEntry(0x0800_0000, segmentId | NextPageSize(random))];
            var (address, hash) = ((ulong)random.Next(1 << 24), isLong ? id ^ (id << 25) : id);
            var place = ((hash ^ (address >> 12)) & 0x1FFF) << 7;
            Plant(guest, before, place, segmentId | (address >> 16 & ~0x7FUL) | 1);

            var table = new HashedPageTable((ulong)random.Next(2) << 19, random.Next(10, 50));
            var context = new AccessContext(access % 3 == 0, (ulong)random.NextInt64() & 3, 0);
            var result = HashWalk.Translate(memory, table, segments, context, address, (AccessKind)random.Next(3));

            translated += result.IsTranslated ? 1 : 0;
            Assert.That(result.PageShift, Is.LessThanOrEqualTo(34));
        }

        Assert.That(translated, Is.GreaterThan(0));
        CheckOnlyMarked(guest, before);
    }

    private static ulong NextPageSize(Random random) => random.Next(4) switch
    {
        0 => 0x110,
        1 => (ulong)random.Next(0x400) & 0x130,
        _ => 0,
    };

    private static ulong NextAddress(Random random) => random.Next(3) switch
    {
        0 => (ulong)random.NextInt64() << 1,
        1 => (ulong)random.NextInt64() & 0x000F_FFFF_FFFF_FFFF,
        _ => ((ulong)random.NextInt64() & 0x000F_FFFF_FFFF_FFFF) | (3UL << 62),
    };

    private static byte[] Fill(GuestMemory guest, Random random)
    {
        var bytes = new byte[Size];
        random.NextBytes(bytes);
        Assert.That(guest.TryWrite(default, bytes), Is.True);
        return bytes;
    }

    private static void Plant(GuestMemory guest, byte[] copy, ulong address, ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(copy.AsSpan((int)address), value);
        Assert.That(guest.TryWrite(new GuestPhysicalAddress(address), copy.AsSpan((int)address, 8)), Is.True);
    }

    // R and C are the last bit of byte 6 and the first of byte 7 of a doubleword; they are only set, never cleared.
    private static void CheckOnlyMarked(GuestMemory guest, byte[] before)
    {
        var after = new byte[Size];
        Assert.That(guest.TryRead(default, after), Is.True);
        for (var index = 0; index < Size; index++)
        {
            var marks = (index % 8) switch { 6 => 0x01, 7 => 0x80, _ => 0 };
            if (((after[index] ^ before[index]) & ~marks) != 0 || (before[index] & ~after[index]) != 0)
                Assert.Fail($"Byte 0x{index:x} was {before[index]:x2} and is {after[index]:x2}.");
        }
    }
}
