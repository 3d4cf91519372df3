using Hv.Pseries.Processors;
using Hv.Pseries.Versions;
using Hv.Runtime.Hypercalls;
using Hv.Testing;

namespace Hv.Pseries.Tests.Hypercalls;

public sealed class PageTableHypercallTests
{
    private const ulong First = 0x0000_1234_5678_9001;
    private const ulong OtherFirst = 0x0000_1234_5678_9101;
    private const ulong Second = 0x0010_0190;
    private const ulong Exact = 1UL << 39;
    private const ulong ReadFour = 1UL << 37;
    private const ulong CompareVirtualPage = 1UL << 31;
    private const ulong CompareCondition = 1UL << 30;
    private const ulong Request = 1UL << 62;
    private const ulong Response = 2UL << 62;
    private const ulong End = 3UL << 62;

    private TestMachine<Pseries_7_2> _machine = null!;

    private HashPageTable Table => _machine.Machine.HashPageTable;

    [SetUp]
    public void MakeMachine() => _machine = new TestMachine<Pseries_7_2>();

    [TearDown]
    public void DisposeMachine() => _machine.Dispose();

    [Test]
    public void An_entry_takes_the_first_free_place_of_its_group()
    {
        for (var place = 0UL; place < 8; place++)
        {
            Assert.That(_machine.Hypercalls().HEnter(0, 0x805, First + (place << 12), Second, out var used), Is.EqualTo(HypercallStatus.Success));
            Assert.That(used, Is.EqualTo(0x800 + place));
            Assert.That(Table[used], Is.EqualTo(new HptEntry(First + (place << 12), Second)));
        }

        var reply = _machine.Hypercall("H_ENTER", 0, 0x805, First, Second);
        Assert.That(reply.Status, Is.EqualTo(HypercallStatus.PageTableGroupFull));
        Assert.That(reply.Registers.Take(2), Is.EqualTo(new ulong[] { 0, 0x805 }));
    }

    [Test]
    public void An_exact_entry_takes_its_place_or_none()
    {
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Hypercalls().HEnter(Exact, 0x805, First, Second, out var used), Is.EqualTo(HypercallStatus.Success));
            Assert.That(used, Is.EqualTo(0x805));
            Assert.That(_machine.Hypercalls().HEnter(Exact, 0x805, OtherFirst, Second, out _), Is.EqualTo(HypercallStatus.PageTableGroupFull));
            Assert.That(Table[0x805], Is.EqualTo(new HptEntry(First, Second)));
        });
    }

    [Test]
    public void Bits_that_belong_to_the_hypervisor_are_not_the_guests()
    {
        _machine.Hypercalls().HEnter(Exact, 1, First | 0x60, Second, out _);
        Assert.That(_machine.Hypercall("H_READ", 0, 1).Registers.Take(2), Is.EqualTo(new[] { First, Second }));
        Assert.That(Table[1].First, Is.EqualTo(First));
    }

    [TestCase(First, 0x0010_0010ul, TestName = "RAM_is_coherent")]
    [TestCase(First | 4, 0x0010_1010ul, TestName = "A_page_of_64_KiB_in_a_segment_of_64_KiB")]
    [TestCase(First, 0x2000_0000_0020ul, TestName = "Registers_are_inhibited")]
    [TestCase(First, 0x2000_0000_0038ul, TestName = "Registers_may_be_coherent_and_guarded")]
    [TestCase(First & ~1ul, 0x0010_0010ul, TestName = "An_entry_need_not_be_valid")]
    public void Pages_that_there_can_be_are_entered(ulong first, ulong second) =>
        Assert.That(_machine.Hypercalls().HEnter(0, 0, first, second, out _), Is.EqualTo(HypercallStatus.Success));

    [TestCase(0ul, First, 0x0010_0000ul, TestName = "RAM_that_is_not_coherent_is_refused")]
    [TestCase(0ul, First, 0x0010_0030ul, TestName = "RAM_that_is_inhibited_is_refused")]
    [TestCase(0ul, First, 0x0010_0018ul, TestName = "RAM_that_is_guarded_is_refused")]
    [TestCase(0ul, First, 0x0010_0050ul, TestName = "RAM_that_is_written_through_is_refused")]
    [TestCase(0ul, First, 0x2000_0000_0010ul, TestName = "Registers_that_are_not_inhibited_are_refused")]
    [TestCase(0ul, First, 0x2000_0000_0060ul, TestName = "Registers_that_are_written_through_are_refused")]
    [TestCase(0ul, First | 4, 0x0010_2010ul, TestName = "A_page_size_that_there_is_not_is_refused")]
    [TestCase(0ul, First | 4, 0x0010_7010ul, TestName = "A_page_of_64_KiB_in_a_segment_of_4_KiB_is_refused")]
    [TestCase(0ul, First | 4, 0x0000_0010ul, TestName = "A_page_of_16_MiB_is_refused_where_64_KiB_is_the_largest")]
    [TestCase(0x8000ul, First, Second, TestName = "A_number_beyond_the_table_is_refused")]
    [TestCase(ulong.MaxValue, First, Second, TestName = "A_number_of_all_ones_is_refused")]
    public void Other_pages_are_refused(ulong index, ulong first, ulong second)
    {
        var reply = _machine.Hypercall("H_ENTER", 0, index, first, second);
        Assert.That(reply.Status, Is.EqualTo(HypercallStatus.Parameter));
        Assert.That(reply.Registers.Take(4), Is.EqualTo(new ulong[] { 0, index, first, second }));
    }

    [Test]
    public void Pages_of_16_MiB_are_entered_where_the_machine_allows_them()
    {
        using var machine = new TestMachine<Pseries_7_2>(configure: machine => machine.CapHptMaximumPageSize = 16 << 20);
        Assert.That(machine.Hypercalls().HEnter(0, 0, First | 4, 0x10, out _), Is.EqualTo(HypercallStatus.Success));
    }

    [Test]
    public void An_entry_that_is_removed_is_told_and_gone()
    {
        Table[9] = new HptEntry(First, Second);
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Hypercalls().HRemove(0, 9, 0, out var first, out var second), Is.EqualTo(HypercallStatus.Success));
            Assert.That(first, Is.EqualTo(First));
            Assert.That(second, Is.EqualTo(Second));
            Assert.That(_machine.Hypercalls().HRemove(0, 9, 0, out _, out _), Is.EqualTo(HypercallStatus.NotFound));
            Assert.That(_machine.Hypercalls().HEnter(Exact, 9, First, Second, out _), Is.EqualTo(HypercallStatus.Success));
        });
    }

    [TestCase(CompareVirtualPage, First & ~0x7Ful, HypercallStatus.Success)]
    [TestCase(CompareVirtualPage, First, HypercallStatus.NotFound)]
    [TestCase(CompareVirtualPage, 0ul, HypercallStatus.NotFound)]
    [TestCase(CompareCondition, 2ul, HypercallStatus.Success)]
    [TestCase(CompareCondition, 1ul, HypercallStatus.NotFound)]
    [TestCase(CompareVirtualPage | CompareCondition, First & ~0x7Ful, HypercallStatus.NotFound)]
    public void An_entry_is_removed_when_it_is_the_one_that_is_meant(ulong flags, ulong operand, HypercallStatus status)
    {
        Table[9] = new HptEntry(First, Second);
        Assert.That(_machine.Hypercalls().HRemove(flags, 9, operand, out _, out _), Is.EqualTo(status));
        Assert.That(Table[9].First, Is.EqualTo(status == HypercallStatus.Success ? 0 : First));
    }

    [Test]
    public void One_entry_is_read_or_four()
    {
        for (var entry = 0UL; entry < 4; entry++)
            Table[8 + entry] = new HptEntry(First + (entry << 12), Second + (entry << 12));

        var one = _machine.Hypercall("H_READ", 0, 10, 2, 3);
        var four = _machine.Hypercall("H_READ", ReadFour, 10);
        Assert.Multiple(() =>
        {
            Assert.That(one.Status, Is.EqualTo(HypercallStatus.Success));
            Assert.That(one.Registers.Take(4), Is.EqualTo(new ulong[] { First + 0x2000, Second + 0x2000, 2, 3 }));
            Assert.That(four.Registers.Take(8), Is.EqualTo(new ulong[]
            {
                First, Second, First + 0x1000, Second + 0x1000, First + 0x2000, Second + 0x2000, First + 0x3000, Second + 0x3000,
            }));
        });
    }

    [TestCase(0ul, 0x0010_0190ul)]
    [TestCase(3ul, 0x0010_0193ul)]
    [TestCase(4ul, 0x0010_0194ul)]
    [TestCase(0x100ul, 0x8000_0000_0010_0190ul)]
    [TestCase(0x3000ul, 0x3000_0000_0010_0190ul)]
    [TestCase(0xE00ul, 0x0010_0F90ul)]
    [TestCase(0xFFF8ul & ~0x3F00ul, 0x0010_0190ul)]
    public void What_an_entry_allows_is_changed_and_nothing_else(ulong flags, ulong expected)
    {
        Table[9] = new HptEntry(First, Second | 0xB000_0000_0000_0E07);
        Assert.That(_machine.Hypercalls().HProtect(flags, 9, 0), Is.EqualTo(HypercallStatus.Success));
        Assert.That(Table[9], Is.EqualTo(new HptEntry(First, expected)));
    }

    [Test]
    public void What_no_entry_allows_is_not_changed()
    {
        Table[9] = new HptEntry(First, Second);
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Hypercalls().HProtect(CompareVirtualPage, 9, 0x80), Is.EqualTo(HypercallStatus.NotFound));
            Assert.That(_machine.Hypercalls().HProtect(3, 10, 0), Is.EqualTo(HypercallStatus.NotFound));
            Assert.That(Table[9], Is.EqualTo(new HptEntry(First, Second)));
            Assert.That(_machine.Hypercalls().HProtect(CompareVirtualPage | 3, 9, First & ~0x7Ful), Is.EqualTo(HypercallStatus.Success));
        });
    }

    [TestCase(0x8000ul)]
    [TestCase(1ul << 56)]
    [TestCase(ulong.MaxValue)]
    public void Numbers_beyond_the_table_are_refused_by_all(ulong index)
    {
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Hypercall("H_REMOVE", 0, index, 0).Status, Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_machine.Hypercall("H_READ", 0, index).Status, Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_machine.Hypercall("H_READ", ReadFour, index).Status, Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_machine.Hypercall("H_PROTECT", 0, index, 0).Status, Is.EqualTo(HypercallStatus.Parameter));
        });
    }

    [Test]
    public void Four_entries_are_removed_at_once_and_their_marks_told()
    {
        Table[1] = new HptEntry(First, Second);
        Table[2] = new HptEntry(First, Second & ~0x180ul);
        Table[3] = new HptEntry(First, Second & ~0x100ul);
        var reply = _machine.Hypercall("H_BULK_REMOVE", Request | 1, 0, Request | 2, 0, Request | 3, 0, Request | 4, 0);
        Assert.Multiple(() =>
        {
            Assert.That(reply.Status, Is.EqualTo(HypercallStatus.Success));
            Assert.That(reply.Registers[0], Is.EqualTo(Response | 1 | (0x180UL << 43)));
            Assert.That(reply.Registers[2], Is.EqualTo(Response | 2));
            Assert.That(reply.Registers[4], Is.EqualTo(Response | 3 | (0x80UL << 43)));
            Assert.That(reply.Registers[6], Is.EqualTo(Response | 4 | (1UL << 60)));
            Assert.That(Enumerable.Range(1, 3).Select(index => Table[(ulong)index].First), Is.All.Zero);
        });
    }

    [Test]
    public void A_bulk_ends_where_it_says()
    {
        Table[1] = Table[2] = new HptEntry(First, 0x10_0010);
        var reply = _machine.Hypercall("H_BULK_REMOVE", Request | 1, 0, End | 2, 0, Request | 2, 0);
        Assert.Multiple(() =>
        {
            Assert.That(reply.Status, Is.EqualTo(HypercallStatus.Success));
            Assert.That(reply.Registers.Take(5), Is.EqualTo(new ulong[] { Response | 1, 0, End | 2, 0, Request | 2 }));
            Assert.That(Table[2].First, Is.EqualTo(First));
        });
    }

    [TestCase(Request | (3UL << 56) | 2, Response | (3UL << 56) | (2UL << 60) | 2, TestName = "Both_comparisons_are_refused")]
    [TestCase(Request | 0x8000, Response | (2UL << 60) | 0x8000, TestName = "No_entry_of_the_table_is_refused")]
    [TestCase(2ul, 2ul, TestName = "What_is_no_request_is_refused_as_it_is")]
    [TestCase(Response | 2, Response | 2, TestName = "A_response_is_refused_as_it_is")]
    public void A_bulk_stops_at_the_first_wrong_request(ulong control, ulong answer)
    {
        Table[1] = Table[2] = Table[3] = new HptEntry(First, 0x10_0010);
        var reply = _machine.Hypercall("H_BULK_REMOVE", Request | 1, 0, control, 0, Request | 3, 0);
        Assert.Multiple(() =>
        {
            Assert.That(reply.Status, Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(reply.Registers.Take(5), Is.EqualTo(new ulong[] { Response | 1, 0, answer, 0, Request | 3 }));
            Assert.That(Table[1].First, Is.Zero);
            Assert.That(Table[2].First, Is.EqualTo(First));
            Assert.That(Table[3].First, Is.EqualTo(First));
        });
    }

    [TestCase(2UL << 56, First & ~0x7Ful, true)]
    [TestCase(2UL << 56, First, false)]
    [TestCase(1UL << 56, 2ul, true)]
    [TestCase(1UL << 56, 1ul, false)]
    public void A_bulk_removes_entries_that_are_the_ones_meant(ulong flags, ulong operand, bool isRemoved)
    {
        Table[1] = new HptEntry(First, 0x10_0010);
        var reply = _machine.Hypercall("H_BULK_REMOVE", Request | flags | 1, operand, End);
        Assert.That(reply.Registers[0], Is.EqualTo(Response | flags | 1 | (isRemoved ? 0 : 1UL << 60)));
        Assert.That(Table[1].First, Is.EqualTo(isRemoved ? 0 : First));
    }

    [Test]
    public void What_processors_mark_migrates()
    {
        Table[1] = new HptEntry(First, 0x10_0010);
        Assert.Multiple(() =>
        {
            Assert.That(Table.TryRead(16, out var first), Is.True);
            Assert.That(first & ~0x40ul, Is.EqualTo(First));
            Assert.That(Table.TryReplace(24, 0x10_0010, 0x10_0190), Is.True);
            Assert.That(Table.TryReplace(24, 0x10_0010, 0x10_0190), Is.False);
            Assert.That(Table.TryRead(1UL << 19, out _), Is.False);
            Assert.That(Table.TryReplace(1UL << 19, 0, 1), Is.False);
            Assert.That(Table[1], Is.EqualTo(new HptEntry(First, 0x10_0190)));
        });
    }
}
