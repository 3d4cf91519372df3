using FsCheck.Fluent;
using FsCheck;
using Hv.Pseries.Dma;
using Hv.Runtime.Calls;
using Hv.Runtime.Dma;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Memory;
using Hv.Testing;

namespace Hv.Pseries.Tests.Dma;

public sealed class TceTableTests
{
    private const ulong Bus = 0x0800_0000_0000_0000;
    private const ulong Page = 1 << 16;

    private readonly RecordingListener _listener = new();
    private TceTable _table = null!;

    [SetUp]
    public void MakeTable()
    {
        _table = new TceTable(new Liobn(0x80000001));
        _table.Enable(Bus, 16, 1UL << 31, isDefault: false);
        _listener.Told.Clear();
        _listener.Failure = null;
        _table.AddListener(_listener);
    }

    [TestCase(12)]
    [TestCase(16)]
    [TestCase(21)]
    [TestCase(24)]
    [TestCase(34)]
    public void A_TCE_translates_its_page_with_its_permission(int pageShift)
    {
        var page = 1UL << pageShift;
        var table = new TceTable(new Liobn(1));
        table.Enable(Bus, pageShift, 8, isDefault: false);
        table.Put(Bus + page, (5 * page) | 0xABC | 1);
        Assert.Multiple(() =>
        {
            Assert.That(table.TryTranslate(Bus + page + 0x123, IommuPermission.Read, out var read), Is.True);
            Assert.That(read, Is.EqualTo(new IommuTranslation(new GuestPhysicalAddress((5 * page) + 0x123), page - 0x123, IommuPermission.Read)));
            Assert.That(table.TryTranslate(Bus + page, IommuPermission.Write, out var write), Is.False);
            Assert.That(write.Permission, Is.EqualTo(IommuPermission.Read));
            Assert.That(table.TryTranslate(Bus + page, IommuPermission.ReadWrite, out _), Is.False);
            Assert.That(table.TryTranslate(Bus + (2 * page), IommuPermission.Read, out var unmapped), Is.False);
            Assert.That(unmapped.Permission, Is.EqualTo(IommuPermission.None));
            Assert.That(table.TryTranslate(Bus - 1, IommuPermission.Read, out _), Is.False);
            Assert.That(table.TryTranslate(Bus + (8 * page), IommuPermission.Read, out _), Is.False);
        });
    }

    [Test]
    public void All_64_bits_of_a_TCE_are_kept()
    {
        Assert.That(_table.Put(Bus + 5, ulong.MaxValue - 3), Is.EqualTo(HypercallStatus.Success));
        Assert.That(_table.Get(Bus + Page - 1, out var tce), Is.EqualTo(HypercallStatus.Success));
        Assert.That(tce, Is.EqualTo(ulong.MaxValue - 3));
        Assert.That(_listener.Told, Is.Empty, "without permission nothing is mapped");
        Assert.That(_table.TryTranslate(Bus, IommuPermission.None, out _), Is.False);
    }

    [Test]
    public void A_disabled_table_covers_nothing_and_a_new_window_maps_nothing()
    {
        _table.Put(Bus, 3);
        _table.Disable();
        Assert.Multiple(() =>
        {
            Assert.That(_listener.Told, Is.EqualTo(new[] { $"map {Bus:x}+10000 -> 0 ReadWrite", $"unmap {Bus:x}+10000" }));
            Assert.That(_table.Put(Bus, 3), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_table.Put(Bus, [3]), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_table.Stuff(Bus, 3, 1), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_table.Get(Bus, out _), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_table.TryTranslate(Bus, IommuPermission.Read, out _), Is.False);
            Assert.That((_table.Entries, _table.Size, _table.BusAddress, _table.PageShift), Is.EqualTo((0UL, 0UL, 0UL, 0)));
        });
        _table.Enable(0, 12, 16, isDefault: true);
        Assert.That(_table.Get(0, out var tce), Is.EqualTo(HypercallStatus.Success));
        Assert.That(tce, Is.Zero);
        Assert.That(() => _table.Enable(0, 12, 16, isDefault: true), Throws.InvalidOperationException);
    }

    [TestCase(0ul, 12, 0ul)]
    [TestCase(0ul, 11, 1ul)]
    [TestCase(0ul, 35, 1ul)]
    [TestCase(0ul, 12, 1ul << 52)]
    [TestCase(0ul, 34, 1ul << 30)]
    [TestCase(0x2000ul, 12, (1ul << 52) - 1)]
    [TestCase(0xFFFF_FFFF_FFFF_F000ul, 12, 2ul)]
    public void Windows_that_no_bus_has_are_refused(ulong bus, int pageShift, ulong entries) =>
        Assert.That(() => new TceTable(new Liobn(1)).Enable(bus, pageShift, entries, isDefault: false), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void The_largest_window_costs_nothing()
    {
        var table = new TceTable(new Liobn(1));
        table.Enable(0, 12, (1UL << 52) - 1, isDefault: false);
        Assert.That(table.HostBytes, Is.Zero);
        Assert.That(table.Put(ulong.MaxValue - 4096, 3), Is.EqualTo(HypercallStatus.Success));
        Assert.That(table.Put(ulong.MaxValue, 3), Is.EqualTo(HypercallStatus.Parameter));
        Assert.That(table.HostBytes, Is.LessThan(8192));
    }

    [Test]
    public void A_replaced_mapping_is_unmapped_before_the_new_one_is_told()
    {
        _table.Put(Bus, 0x10000 | 3);
        _table.Put(Bus, 0x20000 | 1);
        _table.Put(Bus, 0x2FFF0 | 1);
        _table.Put(Bus, 0x2FFF0);
        _table.Put(Bus, 0);
        Assert.That(_listener.Told, Is.EqualTo(new[]
        {
            $"map {Bus:x}+10000 -> 10000 ReadWrite",
            $"unmap {Bus:x}+10000", $"map {Bus:x}+10000 -> 20000 Read",
            $"unmap {Bus:x}+10000",
        }));
    }

    [Test]
    public void A_call_for_many_pages_is_told_in_ranges()
    {
        _table.Put(Bus, Tces(1, 512));
        _table.Put(Bus + (256 * Page), Tces(1000, 512));
        Assert.That(_listener.Told, Is.EqualTo(new[]
        {
            $"map {Bus:x}+2000000 -> 10000 ReadWrite",
            $"unmap {Bus + (256 * Page):x}+1000000", $"map {Bus + (256 * Page):x}+2000000 -> 3e80000 ReadWrite",
        }));
    }

    [Test]
    public void Pages_that_map_what_they_did_are_not_told_again()
    {
        _table.Put(Bus, Tces(1, 512));
        _listener.Told.Clear();
        var again = Tces(1, 512);
        again[100] = 0;
        again[200] ^= 0x100;
        again[300] = 3;
        _table.Put(Bus, again);
        Assert.That(_listener.Told, Is.EqualTo(new[]
        {
            $"unmap {Bus + (100 * Page):x}+10000", $"unmap {Bus + (300 * Page):x}+10000", $"map {Bus + (300 * Page):x}+10000 -> 0 ReadWrite",
        }));
    }

    [Test]
    public void Stuffing_costs_and_tells_what_was_there_not_how_many_pages()
    {
        _table.Put(Bus + (7 * Page), 0x10000 | 3);
        _table.Put(Bus + (1_000_000_000 * Page), 0x20000 | 3);
        _listener.Told.Clear();
        Assert.That(_table.Stuff(Bus, 0x30000 | 1, 1UL << 31), Is.EqualTo(HypercallStatus.Success));
        Assert.That(_table.Stuff(Bus + Page, 0, (1UL << 31) - 2), Is.EqualTo(HypercallStatus.Success));
        Assert.That(_listener.Told, Is.EqualTo(new[]
        {
            $"unmap {Bus + (7 * Page):x}+10000", $"unmap {Bus + (1_000_000_000 * Page):x}+10000",
            $"map {Bus:x}+80000000*10000 -> 30000 Read",
            $"unmap {Bus + Page:x}+{((1UL << 31) - 2) * Page:x}",
        }));
        Assert.That(_table.HostBytes, Is.LessThan(100_000));
        _listener.Told.Clear();
        _table.Replay(_listener);
        Assert.That(_listener.Told, Is.EqualTo(new[]
        {
            $"map {Bus:x}+10000 -> 30000 Read", $"map {Bus + (((1UL << 31) - 1) * Page):x}+10000 -> 30000 Read",
        }));
    }

    [Test]
    public void A_call_stops_where_the_window_ends_and_what_is_before_stays()
    {
        var last = Bus + (((1UL << 31) - 1) * Page);
        Assert.Multiple(() =>
        {
            Assert.That(_table.Put(last, [3, 7]), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_table.Get(last, out var put), Is.EqualTo(HypercallStatus.Success));
            Assert.That(put, Is.EqualTo(3));
            Assert.That(_table.Stuff(last - Page, 5, 3), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_table.Get(last, out var stuffed), Is.EqualTo(HypercallStatus.Success));
            Assert.That(stuffed, Is.EqualTo(5));
            Assert.That(_table.Stuff(Bus, 7, (1UL << 31) + 1), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_table.Stuff(Bus, 7, 0), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_table.Get(Bus, out var untouched), Is.EqualTo(HypercallStatus.Success));
            Assert.That(untouched, Is.Zero);
        });
    }

    [Test]
    public void A_listener_that_throws_does_not_harm_the_table()
    {
        var other = new RecordingListener();
        _listener.Failure = new InvalidOperationException("no");
        _table.AddListener(other);
        Assert.That(_table.Put(Bus, Tces(1, 512)), Is.EqualTo(HypercallStatus.Success));
        Assert.That(_table.Stuff(Bus, 0, 512), Is.EqualTo(HypercallStatus.Success));
        Assert.That(_table.Put(Bus, 3), Is.EqualTo(HypercallStatus.Success));
        _table.Clear();
        Assert.That(_table.ListenerFailures, Is.EqualTo(4));
        Assert.That(other.Told, Has.Count.EqualTo(4).And.EqualTo(_listener.Told));
    }

    [Test]
    public void A_guest_that_maps_more_than_there_is_memory_for_is_refused_until_it_unmaps()
    {
        var table = new TceTable(new Liobn(1), hostBytesLimit: 1 << 20);
        table.Enable(0, 12, 1UL << 31, isDefault: false);
        var calls = 0UL;
        while (table.Put(calls << 30, Tces(1, 512)) == HypercallStatus.Success)
            calls++;

        Assert.Multiple(() =>
        {
            Assert.That(table.HostBytes, Is.LessThan(2 << 20));
            Assert.That(table.Put(calls << 30, Tces(1, 512)), Is.EqualTo(HypercallStatus.NotEnoughResources));
            Assert.That(table.Put((calls << 30) | (1 << 29), 3), Is.EqualTo(HypercallStatus.NotEnoughResources));
            Assert.That(table.Stuff((calls << 30) | (1 << 29), 3, 100), Is.EqualTo(HypercallStatus.NotEnoughResources));
            Assert.That(table.Put(0, Tces(9, 512)), Is.EqualTo(HypercallStatus.Success), "what is mapped can be mapped elsewhere");
            Assert.That(table.Stuff(0, 0, 1UL << 31), Is.EqualTo(HypercallStatus.Success));
            Assert.That(table.HostBytes, Is.Zero);
            Assert.That(table.Put(calls << 30, Tces(1, 512)), Is.EqualTo(HypercallStatus.Success));
        });
    }

    [Test]
    public void Devices_never_see_a_page_of_another_window_while_the_guest_makes_and_removes_them()
    {
        // Two windows of one table, in turn, at places and with pages of their own. What is mapped in one leads to its own
        // memory.
        var table = new TceTable(new Liobn(1));
        using var stop = new CancellationTokenSource();
        var mapped = 0;
        var device = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                if (table.TryTranslate(0x5123, IommuPermission.Read, out var low))
                {
                    Assert.That(low.Target.Value, Is.EqualTo(0x1000_0000_5123));
                    Interlocked.Increment(ref mapped);
                }

                if (table.TryTranslate(Bus + 0x50123, IommuPermission.Read, out var high))
                {
                    Assert.That(high.Target.Value, Is.EqualTo(0x2000_0005_0123));
                    Interlocked.Increment(ref mapped);
                }
            }
        });
        for (var round = 0; !device.IsCompleted && (round < 20_000 || Volatile.Read(ref mapped) < 1000); round++)
        {
            table.Enable(0, 12, 16, isDefault: false);
            table.Put(0x5000, 0x1000_0000_5003);
            table.Disable();
            table.Enable(Bus, 16, 16, isDefault: false);
            table.Put(Bus + 0x50000, 0x2000_0005_0003);
            table.Disable();
        }

        stop.Cancel();
        Assert.That(() => device.Wait(), Throws.Nothing);
    }

    [Test]
    public void What_listeners_were_told_is_what_is_mapped() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var table = new TceTable(new Liobn(1));
        var copy = new Copy();
        var late = new Copy();
        table.Enable(0, 12, 3000, isDefault: false);
        table.AddListener(copy);
        ulong Tce() => random.Next(4) == 0 ? (ulong)random.Next(4) : ((ulong)random.Next(1, 6) << 12) | (uint)random.Next(8);
        for (var step = 0; step < 300; step++)
        {
            var page = (ulong)random.Next(3000);
            var following = Tce();
            switch (random.Next(10))
            {
                case < 4:
                    table.Put(page << 12, Tce());
                    break;
                case < 7:
                    table.Put(page << 12, [.. Enumerable.Range(0, random.Next(1, 513)).Select(index => random.Next(9) == 0 ? Tce() : following + ((ulong)index << 12))]);
                    break;
                case < 9:
                    table.Stuff(page << 12, Tce(), (ulong)random.Next(1, 3000));
                    break;
                default:
                    if (random.Next(5) == 0)
                        table.Clear();

                    break;
            }

            if (step == 200)
                table.AddListener(late);
        }

        var mapped = new SortedDictionary<ulong, (ulong, IommuPermission)>();
        for (var page = 0UL; page < 3000; page++)
        {
            if (table.TryTranslate(page << 12, IommuPermission.None, out var translation))
                mapped[page << 12] = (translation.Target.Value, translation.Permission);
        }

        Assert.That(copy.Pages.OrderBy(page => page.Key).SequenceEqual(mapped), Is.True);
        Assert.That(late.Pages.OrderBy(page => page.Key).SequenceEqual(mapped), Is.True);
        table.Disable();
        Assert.That(copy.Pages, Is.Empty);
        Assert.That(table.ListenerFailures, Is.Zero);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    private static ulong[] Tces(ulong first, int count) => [.. Enumerable.Range(0, count).Select(index => ((first + (ulong)index) << 16) | 3)];

    /// <summary>A copy of the mappings, kept by what is told alone; to be told of a page twice is an error.</summary>
    private sealed class Copy : IIommuListener
    {
        public Dictionary<ulong, (ulong, IommuPermission)> Pages { get; } = [];

        public bool Mapped(in IommuMapping mapping)
        {
            for (var offset = 0UL; offset < mapping.Length; offset += 4096)
                Pages.Add(mapping.Address + offset, (mapping.Target.Value + offset, mapping.Permission));

            return true;
        }

        public bool MappedRepeatedly(in IommuMapping page, ulong count)
        {
            for (var index = 0UL; index < count; index++)
                Pages.Add(page.Address + (index * 4096), (page.Target.Value, page.Permission));

            return true;
        }

        public bool Unmapped(ulong address, ulong length)
        {
            for (var offset = 0UL; offset < length; offset += 4096)
            {
                if (!Pages.Remove(address + offset))
                    throw new InvalidOperationException($"0x{address + offset:x} was not mapped.");
            }

            return true;
        }
    }
}
