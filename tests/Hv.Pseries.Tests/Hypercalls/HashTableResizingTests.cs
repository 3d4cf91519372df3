using Hv.Power.Translation;
using Hv.Pseries.Configuration;
using Hv.Pseries.Processors;
using Hv.Pseries.Versions;
using Hv.Runtime.Hypercalls;
using Hv.Testing;
using SlbEntry = Hv.Power.Translation.SlbEntry;

namespace Hv.Pseries.Tests.Hypercalls;

public sealed class HashTableResizingTests
{
    private const ulong Valid = 1;
    private const ulong Bolted = 0x10;
    private const int Shift = 19;

    private TestMachine<Pseries_7_2> _machine = null!;

    private HashPageTable Table => _machine.Machine.HashPageTable;

    [SetUp]
    public void MakeMachine() => _machine = new TestMachine<Pseries_7_2>();

    [TearDown]
    public void DisposeMachine() => _machine.Dispose();

    [Test]
    public void A_table_is_prepared_and_then_there()
    {
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Hypercalls().HResizeHptPrepare(0, 20), Is.EqualTo(HypercallStatus.LongBusy100Milliseconds));
            Assert.That(_machine.Hypercalls().HResizeHptPrepare(0, 20), Is.EqualTo(HypercallStatus.Success));
            Assert.That(Table.Shift, Is.EqualTo(Shift));
            Assert.That(_machine.Hypercalls().HResizeHptCommit(0, 19), Is.EqualTo(HypercallStatus.Closed));
            Assert.That(_machine.Hypercalls().HResizeHptCommit(0, 20), Is.EqualTo(HypercallStatus.Success));
            Assert.That(Table.Shift, Is.EqualTo(20));
            Assert.That(_machine.Machine.Execution.Partition.HashTable.SizeShift, Is.EqualTo(20));
            Assert.That(_machine.Hypercalls().HResizeHptCommit(0, 20), Is.EqualTo(HypercallStatus.Closed));
        });
    }

    [Test]
    public void What_is_prepared_can_be_changed_and_given_up()
    {
        _machine.Hypercalls().HResizeHptPrepare(0, 20);
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Hypercalls().HResizeHptPrepare(0, 18), Is.EqualTo(HypercallStatus.LongBusy100Milliseconds));
            Assert.That(_machine.Hypercalls().HResizeHptCommit(0, 20), Is.EqualTo(HypercallStatus.Closed));
            Assert.That(_machine.Hypercalls().HResizeHptPrepare(0, 0), Is.EqualTo(HypercallStatus.Success));
            Assert.That(_machine.Hypercalls().HResizeHptCommit(0, 18), Is.EqualTo(HypercallStatus.Closed));
            Assert.That(_machine.Hypercalls().HResizeHptPrepare(0, 18), Is.EqualTo(HypercallStatus.LongBusy100Milliseconds));
            _machine.Machine.Reset();
            Assert.That(_machine.Hypercalls().HResizeHptCommit(0, 18), Is.EqualTo(HypercallStatus.Closed));
        });
    }

    [TestCase(1ul, 20ul, HypercallStatus.Parameter)]
    [TestCase(0ul, 17ul, HypercallStatus.Parameter)]
    [TestCase(0ul, 47ul, HypercallStatus.Parameter)]
    [TestCase(0ul, ulong.MaxValue, HypercallStatus.Parameter)]
    [TestCase(0ul, 21ul, HypercallStatus.Resource)]
    [TestCase(0ul, 46ul, HypercallStatus.Resource)]
    public void Other_sizes_are_refused(ulong flags, ulong shift, HypercallStatus status) =>
        Assert.That(_machine.Hypercalls().HResizeHptPrepare(flags, shift), Is.EqualTo(status));

    [Test]
    public void There_must_be_a_table_and_leave_to_resize_it()
    {
        using var other = new TestMachine<Pseries_7_2>(configure: machine => machine.ResizeHpt = HptResizing.Disabled);
        _machine.Hypercalls().HRegisterProcTbl(0x1C, 0, 0, 0);
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Hypercalls().HResizeHptCommit(1, 0), Is.EqualTo(HypercallStatus.NotAvailable));
            Assert.That(_machine.Hypercalls().HResizeHptPrepare(1, 0), Is.EqualTo(HypercallStatus.NotAvailable));
            Assert.That(other.Hypercalls().HResizeHptCommit(1, 0), Is.EqualTo(HypercallStatus.Authority));
            Assert.That(other.Hypercalls().HResizeHptPrepare(1, 0), Is.EqualTo(HypercallStatus.Authority));
        });
    }

    [TestCase(18)]
    [TestCase(19)]
    [TestCase(20)]
    public void Bolted_entries_are_found_after_it(int shift)
    {
        // The addresses of what is mapped: 4 KiB pages of 256 MiB segments, and 64 KiB pages of 1 TiB segments.
        var random = new Random(shift);
        var segments = new List<(SlbEntry Segment, ulong Address, ulong Real)>();
        var count = shift < Shift ? 20 : 300;
        for (var page = 0; page < count; page++)
        {
            var isLarge = random.Next(2) == 0;
            var id = (ulong)random.NextInt64(1 << 24);
            var offset = (ulong)random.NextInt64(isLarge ? 1L << 40 : 1 << 28) & ~0xFFFFUL;
            var segment = isLarge
                ? new SlbEntry(0x0800_0000, (1UL << 62) | (id << 24) | 0x110)
                : new SlbEntry(0x0800_0000, id << 12);
            var real = (ulong)random.Next(1, 1000) << 16;
            if (TryEnter(segment, isLarge, id, offset, real, random.Next(4) == 0))
                segments.Add((segment, offset, real));
        }

        Assert.That(segments, Has.Count.GreaterThan(count - 10));
        foreach (var (segment, address, real) in segments)
            Assert.That(Find(segment, address), Is.EqualTo(real));

        Table[16] = new HptEntry(Valid | 0x8000, 0x10_0010);
        _machine.Hypercalls().HResizeHptPrepare(0, (ulong)shift);
        var status = _machine.Hypercalls().HResizeHptCommit(0, (ulong)shift);
        Assert.That(status, Is.EqualTo(HypercallStatus.Success));
        foreach (var (segment, address, real) in segments)
            Assert.That(Find(segment, address), Is.EqualTo(real));

        Assert.That(Enumerable.Range(0, (int)Table.Count).Count(index => Table[(ulong)index].First != 0), Is.EqualTo(segments.Count), "that which is not bolted is gone");
    }

    [Test]
    public void Two_bolted_entries_that_would_have_one_place_stop_it()
    {
        // In the smaller table the two groups are one.
        const ulong Segment = 0x100;
        Enter(0x100 * 8, Segment, 0);
        Enter((0x100 | (1UL << (Shift - 7 - 1))) * 8, Segment ^ (1UL << (Shift - 7 - 1)), 0);
        _machine.Hypercalls().HResizeHptPrepare(0, Shift - 1);
        Assert.That(_machine.Hypercalls().HResizeHptCommit(0, Shift - 1), Is.EqualTo(HypercallStatus.PageTableGroupFull));
        Assert.That(Table.Shift, Is.EqualTo(Shift));
        Assert.That(Enumerable.Range(0, (int)Table.Count).Count(index => Table[(ulong)index].First != 0), Is.EqualTo(2));

        void Enter(ulong index, ulong id, ulong page) => Table[index] = new HptEntry((id << 12) | (page << 7) | Valid | Bolted, 0x10_0010);
    }

    private bool TryEnter(SlbEntry segment, bool isLarge, ulong id, ulong offset, ulong real, bool isSecondary)
    {
        var pageShift = isLarge ? 16 : 12;
        var page = offset >> pageShift;
        var hash = isLarge ? id ^ (id << 25) ^ page : id ^ page;
        var group = (isSecondary ? ~hash : hash) & ((Table.Count / 8) - 1);
        var first = (isLarge ? (1UL << 62) | (id << 24) : id << 12) | ((offset >> 16) & ~0x7FUL) | Valid | Bolted
            | (isSecondary ? 2UL : 0) | (isLarge ? 4UL : 0);
        var status = _machine.Hypercalls().HEnter(0, group * 8, first, real | 0x190 | (isLarge ? 0x1000UL : 0), out _);
        return status == HypercallStatus.Success;
    }

    private ulong Find(SlbEntry segment, ulong address)
    {
        var found = HashWalk.Translate(
            Table, new HashedPageTable(0, Table.Shift), [segment], new AccessContext(false, IsProbe: true), address, AccessKind.Load);
        return found.IsTranslated ? found.RealAddress : ulong.MaxValue;
    }
}
