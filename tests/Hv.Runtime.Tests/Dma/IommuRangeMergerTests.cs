using FsCheck.Fluent;
using FsCheck;
using Hv.Runtime.Dma;
using Hv.Runtime.Memory;
using Hv.Testing;

namespace Hv.Runtime.Tests.Dma;

public sealed class IommuRangeMergerTests
{
    private const ulong Page = 0x1000;

    private readonly RecordingListener _listener = new();

    [SetUp]
    public void Forget() => _listener.Told.Clear();

    [Test]
    public void Pages_that_go_on_in_bus_memory_and_permission_are_one_range()
    {
        Merge(ranges =>
        {
            for (var page = 0UL; page < 512; page++)
                Map(ranges, page, 0x80 + page);
        });
        Assert.That(_listener.Told, Is.EqualTo(new[] { "map 0+200000 -> 80000 ReadWrite" }));
    }

    [Test]
    public void A_gap_other_memory_or_another_permission_starts_a_range()
    {
        Merge(ranges =>
        {
            Map(ranges, 0, 0x80);
            Map(ranges, 2, 0x82);
            Map(ranges, 3, 0x90);
            Map(ranges, 4, 0x91, IommuPermission.Read);
        });
        Assert.That(_listener.Told, Is.EqualTo(new[]
        {
            "map 0+1000 -> 80000 ReadWrite", "map 2000+1000 -> 82000 ReadWrite", "map 3000+1000 -> 90000 ReadWrite", "map 4000+1000 -> 91000 Read",
        }));
    }

    [Test]
    public void What_is_unmapped_merges_by_bus_address_alone()
    {
        Merge(ranges =>
        {
            ranges.Unmap(0, Page);
            ranges.Unmap(Page, 3 * Page);
            ranges.Unmap(5 * Page, Page);
        });
        Assert.That(_listener.Told, Is.EqualTo(new[] { "unmap 0+4000", "unmap 5000+1000" }));
    }

    [Test]
    public void Pages_of_one_memory_page_are_told_at_once()
    {
        Merge(ranges =>
        {
            Map(ranges, 0, 0x7F);
            Map(ranges, 1, 0x80);
            Map(ranges, 2, 0x80);
            ranges.MapRepeatedly(3 * Page, new GuestPhysicalAddress(0x80000), Page, IommuPermission.ReadWrite, 1UL << 31);
            Map(ranges, 3 + (1UL << 31), 0x81);
        });
        Assert.That(_listener.Told, Is.EqualTo(new[]
        {
            "map 0+2000 -> 7f000 ReadWrite", "map 2000+80000001*1000 -> 80000 ReadWrite", "map 80000003000+1000 -> 81000 ReadWrite",
        }));
    }

    [Test]
    public void Whatever_is_merged_the_pages_stay_the_same() => Prop.ForAll<(byte Kind, byte Count)[]>(steps =>
    {
        var expected = new List<(ulong Address, ulong Target)>();
        var listener = new Unfolding();
        var ranges = new IommuRangeMerger([listener], failure => throw failure);
        var address = 0UL;
        foreach (var (kind, count) in steps ?? [])
        {
            address += kind % 5 == 0 ? Page : 0;
            var target = kind % 3 == 0 ? address : (ulong)(kind % 4) * Page;
            ranges.MapRepeatedly(address, new GuestPhysicalAddress(target), Page, IommuPermission.Read, count);
            for (var page = 0; page < count; page++, address += Page)
                expected.Add((address, target));
        }

        ranges.Flush();
        return listener.Pages.SequenceEqual(expected);
    }).QuickCheckThrowOnFailure();

    [Test]
    public void A_listener_that_throws_is_reported_and_the_others_are_told()
    {
        var failures = new List<Exception>();
        var failing = new RecordingListener { Failure = new InvalidOperationException("no") };
        var ranges = new IommuRangeMerger([failing, _listener], failures.Add);
        ranges.Unmap(0, Page);
        ranges.Flush();
        Map(ranges, 0, 0x80);
        ranges.Flush();
        Assert.That(_listener.Told, Has.Count.EqualTo(2));
        Assert.That(failures, Has.Count.EqualTo(2).And.All.SameAs(failing.Failure));
    }

    private static void Map(IommuRangeMerger ranges, ulong page, ulong target, IommuPermission permission = IommuPermission.ReadWrite) =>
        ranges.Map(page * Page, new GuestPhysicalAddress(target * Page), Page, permission);

    private void Merge(Action<IommuRangeMerger> give)
    {
        var ranges = new IommuRangeMerger([_listener], failure => throw failure);
        give(ranges);
        ranges.Flush();
    }

    private sealed class Unfolding : IIommuListener
    {
        public List<(ulong Address, ulong Target)> Pages { get; } = [];

        public bool Mapped(in IommuMapping mapping)
        {
            for (var offset = 0UL; offset < mapping.Length; offset += Page)
                Pages.Add((mapping.Address + offset, mapping.Target.Value + offset));

            return true;
        }

        public bool MappedRepeatedly(in IommuMapping page, ulong count)
        {
            for (var index = 0UL; index < count; index++)
                Pages.Add((page.Address + (index * Page), page.Target.Value));

            return true;
        }

        public bool Unmapped(ulong address, ulong length) => throw new InvalidOperationException("Nothing was unmapped.");
    }
}
