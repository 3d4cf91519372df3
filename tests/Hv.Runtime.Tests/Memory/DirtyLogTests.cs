using Hv.Runtime.Memory;

namespace Hv.Runtime.Tests.Memory;

public sealed class DirtyLogTests
{
    private GuestMemory _memory = null!;

    private RamBlock Block => _memory.Blocks[0].Block;

    [SetUp]
    public void MakeMemory() => _memory = new GuestMemory(1 << 20);

    [TearDown]
    public void FreeMemory() => _memory.Dispose();

    [Test]
    public void Written_pages_are_collected_once_in_ranges()
    {
        using var log = _memory.StartDirtyLog();
        _memory.TryWrite(new GuestPhysicalAddress(0x1FFF), [1, 2]);
        _memory.TryWriteUInt32(new GuestPhysicalAddress(0x40000), 1);
        Block.Write(0x41000, [1]);
        _memory.TryGetSpan(new GuestPhysicalAddress(0xFF000), 1, forWrite: true, out _);
        Assert.That(Collect(log), Is.EqualTo(new (ulong, ulong)[] { (1, 2), (0x40, 2), (0xFF, 1) }));
        Assert.That(Collect(log), Is.Empty);
    }

    [Test]
    public void Reads_and_refused_writes_mark_nothing()
    {
        using var log = _memory.StartDirtyLog();
        _memory.TryReadUInt32(default, out _);
        _memory.TryWrite(new GuestPhysicalAddress((1 << 20) - 1), [1, 2]);
        _memory.TryWrite(default, []);
        Assert.That(Collect(log), Is.Empty);
    }

    [Test]
    public void Logs_are_independent_and_end_when_disposed()
    {
        using var first = _memory.StartDirtyLog();
        var second = _memory.StartDirtyLog();
        _memory.TryWriteUInt32(default, 1);
        Assert.That(Collect(first), Has.Count.EqualTo(1));
        Assert.That(Collect(second), Has.Count.EqualTo(1));
        second.Dispose();
        _memory.TryWriteUInt32(default, 1);
        Assert.That(Collect(second), Is.Empty);
        Assert.That(Collect(first), Has.Count.EqualTo(1));
    }

    [Test]
    public void Everything_can_be_marked_also_where_the_last_page_is_not_whole()
    {
        using var memory = new GuestMemory(0x100001);
        using var log = memory.StartDirtyLog();
        log.MarkAll();
        var ranges = new List<(ulong, ulong)>();
        Assert.That(log.Collect(memory.Blocks[0].Block, (first, count) => ranges.Add((first, count))), Is.EqualTo(0x101));
        Assert.That(ranges, Is.EqualTo(new (ulong, ulong)[] { (0, 0x101) }));
    }

    [Test]
    public void No_write_is_lost_while_others_collect()
    {
        using var log = _memory.StartDirtyLog();
        var copy = new byte[1 << 20];
        void CopyDirty() => log.Collect(Block, (first, count) =>
            Block.Read(first << DirtyLog.PageShift, copy.AsSpan((int)(first << DirtyLog.PageShift), (int)(count << DirtyLog.PageShift))));

        var writers = Enumerable.Range(0, 2).Select(writer => Task.Run(() =>
        {
            var random = new Random(writer);
            for (var round = 0; round < 20_000; round++)
                _memory.TryWrite(new GuestPhysicalAddress((ulong)random.Next(1 << 20)), [(byte)round]);
        })).ToArray();
        while (!Task.WaitAll(writers, 0))
            CopyDirty();

        CopyDirty();
        var content = new byte[1 << 20];
        Block.Read(0, content);
        Assert.That(copy.AsSpan().SequenceEqual(content));
    }

    private List<(ulong First, ulong Count)> Collect(DirtyLog log)
    {
        var ranges = new List<(ulong, ulong)>();
        log.Collect(Block, (first, count) => ranges.Add((first, count)));
        return ranges;
    }
}
