using Hv.Pseries.Dma.Entries;

namespace Hv.Pseries.Tests.Dma.Entries;

/// <summary>Readers on other threads while the map changes: every value they get was stored in that very entry.</summary>
public sealed class EntryMapReaderTests
{
    private const int Rounds = 400;

    [TestCase(1 << 18, 1 << 12, TestName = "Readers_see_only_values_of_their_entry_while_pages_near_each_other_change")]
    [TestCase(1L << 31, 1L << 31, TestName = "Readers_see_only_values_of_their_entry_while_scattered_pages_change")]
    [TestCase(1L << 40, 1 << 20, TestName = "Readers_see_only_values_of_their_entry_in_a_large_map")]
    public void Readers_see_only_values_of_their_entry(long entries, long spread)
    {
        var map = new EntryMap((ulong)entries);
        var places = new ulong[5000];
        var random = new Random(3);
        for (var index = 0; index < places.Length; index++)
            places[index] = (ulong)random.NextInt64(spread);

        using var stop = new CancellationTokenSource();
        var reads = 0L;
        var readers = Enumerable.Range(0, 2).Select(reader => Task.Run(() =>
        {
            var mine = new Random(reader);
            while (!stop.IsCancellationRequested)
            {
                var entry = places[mine.Next(places.Length)];
                var value = map.Get(entry);
                if (value != 0 && !Belongs(value, entry))
                    throw new InvalidOperationException($"Entry 0x{entry:x} was read as 0x{value:x}.");

                Interlocked.Increment(ref reads);
            }
        })).ToArray();

        // Leaves fill, burst, become dense, are emptied, become equal and are taken apart, swept and cleared.
        for (var round = 0; round < Rounds || Interlocked.Read(ref reads) < 100_000; round++)
        {
            var salt = (ulong)round;
            for (var count = random.Next(2000); count > 0; count--)
            {
                var entry = places[random.Next(places.Length)];
                map.TryExchange(entry, random.Next(3) == 0 ? 0 : Make(entry, salt), out _);
            }

            var first = places[random.Next(places.Length)] & ~511UL;
            switch (random.Next(8))
            {
                case 0:
                    map.Store(first, [.. Enumerable.Range(0, 512).Select(index => Make(first + (ulong)index, salt))]);
                    break;
                case 1:
                    map.TryFill(first, 512, 0);
                    break;
                case 2:
                    map.TryFill(first, 512, All);
                    break;
                case 3 when round % 16 == 0:
                    map.Clear();
                    break;
            }
        }

        stop.Cancel();
        Assert.That(() => Task.WaitAll(readers), Throws.Nothing);
    }

    /// <summary>A value that any entry may hold.</summary>
    private const ulong All = ulong.MaxValue;

    private static ulong Make(ulong entry, ulong salt) => (entry << 20) | (salt & 0xFFFF) << 1 | 1;

    private static bool Belongs(ulong value, ulong entry) => value == All || value >> 20 == entry;
}
