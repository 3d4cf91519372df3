using FsCheck;
using FsCheck.Fluent;
using Hv.Vfio.Containers;

namespace Hv.Vfio.Tests.Mapping;

public sealed class IovaMapTests
{
    [Test]
    public void It_holds_what_a_table_of_pages_holds() => Prop.ForAll<(byte Kind, ushort First, byte Count)[]>(steps =>
    {
        var map = new IovaMap();
        var pages = new SortedDictionary<ulong, ulong>();
        foreach (var (kind, first, count) in steps ?? [])
        {
            ulong iova = first, size = (count % 40u) + 1;
            if (kind % 3 == 0)
            {
                map.Remove(iova, size);
                for (var page = iova; page < iova + size; page++)
                    pages.Remove(page);
            }
            else if (!map.Overlaps(iova, size))
            {
                map.Add(new IovaRun(iova, size, iova + 7, IovaPermission.ReadWrite), merges: kind % 3 == 1);
                for (var page = iova; page < iova + size; page++)
                    pages.Add(page, page + 7);
            }
        }

        return Unfold(map).SequenceEqual(pages.Select(page => (page.Key, page.Value)));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(400));

    [Test]
    public void Many_runs_stay_in_order_and_are_found()
    {
        var map = new IovaMap();
        var order = Enumerable.Range(0, 20_000).Select(number => (ulong)number * 4).ToArray();
        new Random(5).Shuffle(order);
        foreach (var iova in order)
            map.Add(new IovaRun(iova, 2, 1000 + iova, IovaPermission.Read), merges: true);

        Assert.That(map.Count, Is.EqualTo(20_000));
        foreach (var iova in order)
            Assert.That(map[map.Find(iova + 1)].Iova, Is.EqualTo(iova));

        Assert.That(map.IsValid(map.Find(80_000)), Is.False);
        foreach (var iova in order.Take(19_999))
            map.Remove(iova, 2);

        Assert.That(map.Count, Is.EqualTo(1));
        Assert.That(map[map.Find(0)].Iova, Is.EqualTo(order[^1]));
    }

    [Test]
    public void Neighbours_become_one_where_memory_goes_on_and_only_there()
    {
        var map = new IovaMap();
        map.Add(new IovaRun(0, 4, 100, IovaPermission.Read), merges: true);
        map.Add(new IovaRun(8, 4, 108, IovaPermission.Read), merges: true);
        map.Add(new IovaRun(4, 4, 104, IovaPermission.Read), merges: true);
        Assert.That((map.Count, map[map.Find(0)].Size), Is.EqualTo((1, 12ul)));
        map.Add(new IovaRun(12, 4, 112, IovaPermission.ReadWrite), merges: true);
        map.Add(new IovaRun(16, 4, 200, IovaPermission.ReadWrite), merges: true);
        Assert.That(map.Count, Is.EqualTo(3));
    }

    [Test]
    public void It_reaches_the_last_address()
    {
        var map = new IovaMap();
        map.Add(new IovaRun(ulong.MaxValue - 3, 4, 8, IovaPermission.Read), merges: true);
        Assert.That(map.Overlaps(ulong.MaxValue, 1), Is.True);
        map.Remove(ulong.MaxValue, 1);
        Assert.That(map[map.Find(0)].Last, Is.EqualTo(ulong.MaxValue - 1));
    }

    private static IEnumerable<(ulong Iova, ulong Address)> Unfold(IovaMap map)
    {
        for (var position = map.Find(0); map.IsValid(position); position = map.Next(position))
        {
            var run = map[position];
            for (var offset = 0UL; offset < run.Size; offset++)
                yield return (run.Iova + offset, run.Address + offset);
        }
    }
}
