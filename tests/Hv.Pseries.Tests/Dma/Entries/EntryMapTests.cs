using FsCheck;
using FsCheck.Fluent;
using Hv.Pseries.Dma.Entries;

namespace Hv.Pseries.Tests.Dma.Entries;

public sealed class EntryMapTests
{
    private static readonly ulong[] Sizes =
        [1, 5, 512, 513, 1024, 1 << 18, (1 << 18) + 3, 1UL << 31, 1UL << 32, (1UL << 32) + 1, 1UL << 40, 1UL << 52];

    [Test]
    public void A_map_does_what_a_dictionary_does() => Prop.ForAll<int>(Behaves).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [TestCaseSource(nameof(Sizes))]
    public void First_and_last_entry_are_kept_apart(ulong entries)
    {
        var map = new EntryMap(entries);
        Assert.That(map.TryExchange(entries - 1, 7, out var old), Is.True);
        Assert.That(old, Is.Zero);
        Assert.That(map.Get(entries - 1), Is.EqualTo(7));
        Assert.That(map.Get(0), Is.EqualTo(entries == 1 ? 7 : 0));
        Assert.That(map.TryExchange(entries - 1, 0, out old), Is.True);
        Assert.That(old, Is.EqualTo(7));
        Assert.That(map.Get(entries - 1), Is.Zero);
    }

    [TestCaseSource(nameof(Sizes))]
    public void One_value_in_every_entry_costs_nothing_until_an_entry_changes(ulong entries)
    {
        var map = new EntryMap(entries);
        Assert.That(map.TryFill(0, entries, 3), Is.True);
        Assert.That(map.HostBytes, Is.LessThan(100));
        Assert.That(map.TryExchange(entries / 2, 5, out var old), Is.True);
        Assert.That((old, map.Get(entries / 2)), Is.EqualTo((3UL, 5UL)));
        Assert.That(map.HostBytes, Is.LessThan(200_000));
        Assert.That(Collect(map, 0, entries), Is.EqualTo(entries == 1
            ? new[] { (0UL, 1UL, 5UL) }
            : Runs((0, entries / 2, 3), (entries / 2, 1, 5), ((entries / 2) + 1, entries - (entries / 2) - 1, 3))));
    }

    [Test]
    public void An_empty_map_of_any_size_takes_no_memory()
    {
        var map = new EntryMap(EntryMap.MaximumEntries);
        Assert.That(map.HostBytes, Is.Zero);
        Assert.That(map.TryFill(5, (1UL << 52) - 5, 0), Is.True);
        Assert.That(map.HostBytes, Is.Zero);
        Assert.That(Collect(map, 0, 1UL << 52), Is.Empty);
    }

    [Test]
    public void A_map_has_1_to_2_to_the_52_entries()
    {
        Assert.That(() => new EntryMap(0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new EntryMap((1UL << 52) + 1), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Scattered_entries_take_at_most_20_bytes_each()
    {
        const int Count = 1_000_000;
        var map = new EntryMap(1UL << 31);
        var random = new Random(1);
        var distinct = new HashSet<ulong>();
        while (distinct.Count < Count)
        {
            var entry = (ulong)random.NextInt64(1L << 31);
            if (distinct.Add(entry))
                map.TryExchange(entry, entry | 3, out _);
        }

        Assert.That(map.HostBytes, Is.LessThan(20L * Count));
        Assert.That(distinct.All(entry => map.Get(entry) == (entry | 3)), Is.True);
    }

    [TestCase(1u)]
    [TestCase(512u)]
    [TestCase(100_000u)]
    public void Memory_follows_what_is_set_now(uint stride)
    {
        // Setting and clearing entry after entry over the whole map must not leave anything behind.
        var map = new EntryMap(1UL << 31);
        var peak = 0L;
        for (ulong entry = 0, count = 0; count < 2_000_000 && entry < 1UL << 31; entry += stride, count++)
        {
            map.TryExchange(entry, 3, out _);
            map.TryExchange(entry, 0, out _);
            peak = Math.Max(peak, map.HostBytes);
        }

        Assert.That(peak, Is.LessThan(4096));
    }

    [Test]
    public void Filled_and_cleared_pieces_over_the_whole_map_do_not_pile_up()
    {
        var map = new EntryMap(1UL << 31);
        var values = Enumerable.Repeat(3UL, 512).ToArray();
        var zeros = new ulong[512];
        var peak = 0L;
        for (var piece = 0UL; piece < 1 << 14; piece++)
        {
            var first = piece * 12_345 % (1UL << 22) * 512;
            Assert.That(map.Store(first, values), Is.EqualTo(512));
            Assert.That(map.Store(first, zeros), Is.EqualTo(512));
            peak = Math.Max(peak, map.HostBytes);
        }

        Assert.That(peak, Is.LessThan(3 << 20));
    }

    [Test]
    public void A_map_that_takes_as_much_memory_as_it_may_still_clears_and_reads()
    {
        var map = new EntryMap(1UL << 31, hostBytesLimit: 1 << 20);
        var stored = 0UL;
        while (map.TryExchange(stored * 1000, stored + 1, out _))
            stored++;

        Assert.That(map.HostBytes, Is.GreaterThanOrEqualTo(1 << 20).And.LessThan(2 << 20));
        Assert.That(map.TryFill(1000, 10, 3), Is.False);
        Assert.That(map.Get(1001), Is.Zero, "nothing changed");
        Assert.That(map.Store((stored * 1000) + 1, [1, 2]), Is.Zero);
        for (var entry = 0UL; entry < stored; entry++)
        {
            Assert.That(map.Get(entry * 1000), Is.EqualTo(entry + 1));
            Assert.That(map.TryExchange(entry * 1000, 0, out _), Is.True);
        }

        Assert.That(map.TryExchange(1UL << 30, 3, out _), Is.True);
        Assert.That(Collect(map, 0, 1UL << 31), Is.EqualTo(new[] { (1UL << 30, 1UL, 3UL) }));
    }

    [Test]
    public void Clearing_single_entries_of_many_equal_ones_has_an_end_too()
    {
        var map = new EntryMap(1UL << 31, hostBytesLimit: 1 << 20);
        map.TryFill(0, 1UL << 31, 3);
        var cleared = 0UL;
        while (map.TryExchange(cleared * 512, 0, out _))
            cleared++;

        Assert.That(map.HostBytes, Is.LessThan(3 << 20));
        Assert.That(map.TryFill(0, 1UL << 31, 0), Is.True);
        Assert.That(map.HostBytes, Is.Zero);
    }

    /// <summary>Random changes, most of them near each other, against a dictionary.</summary>
    private static bool Behaves(int seed)
    {
        var random = new Random(seed);
        var entries = Sizes[random.Next(Sizes.Length)];
        var map = new EntryMap(entries);
        var model = new SortedDictionary<ulong, ulong>();
        var places = Enumerable.Range(0, 3).Select(_ => Below(random, entries)).ToArray();
        ulong Value() => random.Next(3) == 0 ? 0 : (ulong)random.Next(1, 4);
        ulong Place() => Math.Min(entries - 1, (places[random.Next(places.Length)] + (ulong)random.Next(1 << random.Next(1, 14))) % entries);

        for (var step = 0; step < 400; step++)
        {
            var first = Place();
            switch (random.Next(10))
            {
                case < 4:
                    for (var count = random.Next(1, 200); count > 0; count--)
                    {
                        var entry = Place();
                        var value = Value();
                        if (!map.TryExchange(entry, value, out var old) || old != model.GetValueOrDefault(entry))
                            return false;

                        Put(entry, value);
                    }

                    break;
                case < 7:
                    var values = new ulong[(int)Math.Min((ulong)random.Next(1, 700), entries - first)];
                    var isSparse = random.Next(2) == 0;
                    foreach (ref var value in values.AsSpan())
                        value = isSparse && random.Next(8) != 0 ? 0 : Value();

                    if (map.Store(first, values) != values.Length)
                        return false;

                    for (var index = 0; index < values.Length; index++)
                        Put(first + (ulong)index, values[index]);

                    break;
                case < 9:
                    var filled = Math.Min((ulong)random.Next(1, 1 << random.Next(1, 14)), entries - first);
                    var one = Value();
                    if (!map.TryFill(first, filled, one))
                        return false;

                    for (var entry = first; entry < first + filled; entry++)
                        Put(entry, one);

                    break;
                default:
                    // Everything but a few is cleared: the map becomes small again.
                    if (!map.TryFill(first, entries - first, 0))
                        return false;

                    foreach (var entry in model.Keys.Where(entry => entry >= first).ToList())
                        model.Remove(entry);

                    break;
            }

            if (step % 20 == 0 && !IsSame(map, model))
                return false;
        }

        return IsSame(map, model);

        void Put(ulong entry, ulong value)
        {
            if (value == 0)
                model.Remove(entry);
            else
                model[entry] = value;
        }
    }

    private static bool IsSame(EntryMap map, SortedDictionary<ulong, ulong> model)
    {
        var expected = Runs([.. model.Select(pair => (pair.Key, 1UL, pair.Value))]);
        return Collect(map, 0, map.Entries).SequenceEqual(expected)
            && model.All(pair => map.Get(pair.Key) == pair.Value)
            && model.All(pair => pair.Key + 1 >= map.Entries || map.Get(pair.Key + 1) == model.GetValueOrDefault(pair.Key + 1));
    }

    private static ulong Below(Random random, ulong end) => (ulong)random.NextInt64((long)end);

    private static List<(ulong First, ulong Count, ulong Value)> Collect(EntryMap map, ulong first, ulong count)
    {
        var collecting = new Collecting([]);
        map.Visit(first, count, ref collecting);
        return Runs([.. collecting.Runs]);
    }

    /// <summary>Joins runs of one value that follow each other; where the map cuts them is its own affair.</summary>
    private static List<(ulong First, ulong Count, ulong Value)> Runs(params (ulong First, ulong Count, ulong Value)[] runs)
    {
        var joined = new List<(ulong First, ulong Count, ulong Value)>();
        foreach (var run in runs.Where(run => run.Count > 0))
        {
            if (joined.Count > 0 && joined[^1] is var last && last.First + last.Count == run.First && last.Value == run.Value)
                joined[^1] = last with { Count = last.Count + run.Count };
            else
                joined.Add(run);
        }

        return joined;
    }

    private readonly struct Collecting(List<(ulong First, ulong Count, ulong Value)> runs) : IEntryVisitor
    {
        public List<(ulong First, ulong Count, ulong Value)> Runs { get; } = runs;

        public void Visit(ulong first, ulong count, ulong value) => Runs.Add((first, count, value));
    }
}
