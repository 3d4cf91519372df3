using Hv.Power.Translation;

namespace Hv.Power.Tests.Translation;

/// <summary>Segments and hashed page tables: against <see cref="ReferenceHashWalk"/>, and by hand.</summary>
public sealed class HashWalkTests
{
    private const ulong Table = 0x40000;
    private const ulong SegmentStart = 0x5000_0000_0000_0000;
    private const ulong ValidSegment = SegmentStart | 0x0800_0000;
    private const ulong Id = 0x1234_5678;
    private const ulong Number = 0x7654_3000;
    private const ulong ReadWrite = 2;

    private static readonly HashedPageTable TableOfTests = new(Table, 18);
    private static readonly AccessContext Kernel = new(IsProblemState: false);

    [Test]
    public void Random_tables_are_walked_as_the_text_of_the_ISA_says()
    {
        var translated = 0;
        for (var seed = 0; seed < 6_000; seed++)
        {
            var scenario = new HashScenario(seed);
            var random = new Random(seed);
            for (var access = 0; access < 12; access++)
            {
                var address = scenario.NextAddress();
                var kind = (AccessKind)random.Next(3);
                var context = new AccessContext(random.Next(2) == 0, NextMask(random), NextMask(random));
                var reference = scenario.Memory.Copy();
                var expected = ReferenceHashWalk.Translate(
                    reference, scenario.TableAddress, scenario.TableShift,
                    scenario.Segments.Select(segment => (segment.Esid, segment.Vsid)),
                    context.IsProblemState, context.AuthorityMask, context.InstructionAuthorityMask, address, kind);

                var actual = HashWalk.Translate(
                    scenario.Memory, new HashedPageTable(scenario.TableAddress, scenario.TableShift),
                    scenario.Segments.ToArray(), context, address, kind);

                var what = $"seed {seed}, {kind} at {address:x}, {context}";
                Assert.That(actual.Interrupt, Is.EqualTo(expected.Interrupt), what);
                Assert.That((uint)actual.Causes, Is.EqualTo(expected.Causes), what);
                if (actual.IsTranslated)
                {
                    translated++;
                    Assert.That(actual.RealAddress, Is.EqualTo(expected.RealAddress), what);
                    Assert.That(actual.PageShift, Is.EqualTo(expected.PageShift), what);
                }

                Assert.That(scenario.Memory.Words, Is.EquivalentTo(reference.Words), what);
            }
        }

        Assert.That(translated, Is.GreaterThan(10_000));
    }

    [TestCase(0x000UL, 0UL, 0UL, 12)]
    [TestCase(0x000UL, 4UL, 0x7000UL, 16)]
    [TestCase(0x000UL, 4UL, 0x38000UL, 24)]
    [TestCase(0x110UL, 4UL, 0x1000UL, 16)]
    [TestCase(0x110UL, 4UL, 0x8000UL, 24)]
    [TestCase(0x100UL, 4UL, 0UL, 24)]
    public void Each_segment_has_pages_of_several_sizes(ulong segmentSize, ulong large, ulong encoding, int pageShift)
    {
        const ulong Offset = 0x0AB_CDEF;
        var baseShift = segmentSize switch { 0x000 => 12, 0x110 => 16, _ => 24 };
        var number = 0x7_6500_0000UL;
        var memory = WithPage(Offset, baseShift, number | encoding | ReadWrite, large);

        var result = Translate(memory, Offset, AccessKind.Load, segmentSize);

        Assert.That(result.IsTranslated, Is.True);
        Assert.That(result.PageShift, Is.EqualTo(pageShift));
        Assert.That(result.RealAddress, Is.EqualTo(number | (Offset & ((1UL << pageShift) - 1))));
        Assert.That(result.RealPage, Is.EqualTo(number));
    }

    [TestCase(0x110UL, 0UL, 0x1000UL, TestName = "A_page_of_4_KiB_in_a_segment_of_64_KiB_is_none")]
    [TestCase(0x000UL, 4UL, 0x9000UL, TestName = "A_page_with_a_reserved_encoding_is_none")]
    [TestCase(0x130UL, 4UL, 0UL, TestName = "A_segment_with_a_reserved_page_size_has_none")]
    public void A_page_that_does_not_belong_to_its_segment_is_not_found(ulong segmentSize, ulong large, ulong encoding)
    {
        var memory = WithPage(0, segmentSize == 0x110 ? 16 : 12, encoding | ReadWrite, large);

        var result = Translate(memory, 0, AccessKind.Store, segmentSize);

        Assert.That(result.Causes, Is.EqualTo(StorageCauses.NotFound | StorageCauses.Store));
    }

    [Test]
    public void The_secondary_group_is_searched_after_the_primary_one()
    {
        var memory = new FakeTables(Table + 0x40000);
        var group = Table + ((~Id & 0x7FF) << 7);
        memory[group + 0x70] = (Id << 12) | 3;
        memory[group + 0x78] = Number | ReadWrite;

        Assert.That(Translate(memory, 0, AccessKind.Load).RealPage, Is.EqualTo(Number));
    }

    [Test]
    public void A_load_sets_the_reference_bit_and_a_store_the_change_bit_too()
    {
        var memory = WithPage(0, 12, Number | ReadWrite);
        var place = PlaceOf(0, 12) + 8;

        var load = Translate(memory, 0, AccessKind.Load);
        Assert.That(memory[place], Is.EqualTo(Number | ReadWrite | 0x100));
        Assert.That(load.MustSetChange, Is.True);

        var store = Translate(memory, 0, AccessKind.Store);
        Assert.That(memory[place], Is.EqualTo(Number | ReadWrite | 0x180));
        Assert.That(store.MustSetChange, Is.False);
    }

    [Test]
    public void A_probe_changes_nothing()
    {
        var memory = WithPage(0, 12, Number | ReadWrite);

        var probe = Kernel with { IsProbe = true };

        var result = HashWalk.Translate(memory, TableOfTests, [Segment(0)], probe, SegmentStart, AccessKind.Store);

        Assert.That(result.MustSetChange, Is.True);
        Assert.That(memory[PlaceOf(0, 12) + 8], Is.EqualTo(Number | ReadWrite));
    }

    [Test]
    public void An_entry_that_another_processor_changes_is_read_again()
    {
        var memory = WithPage(0, 12, Number | ReadWrite);
        memory.BeforeReplace = place =>
        {
            memory.BeforeReplace = null;
            memory[place] = (Number + 0x1000) | ReadWrite;
        };

        Assert.That(Translate(memory, 0, AccessKind.Load).RealPage, Is.EqualTo(Number + 0x1000));
    }

    [Test]
    public void An_entry_that_changes_all_the_time_ends_the_walk()
    {
        var memory = WithPage(0, 12, Number | ReadWrite);
        memory.BeforeReplace = place => memory[place] ^= 0x1000;

        Assert.That(Translate(memory, 0, AccessKind.Load).Causes, Is.EqualTo(StorageCauses.NotFound));
        Assert.That(memory.Reads, Is.LessThan(1_000));
    }

    [Test]
    public void A_table_outside_memory_has_no_pages()
    {
        var memory = new FakeTables(0);

        Assert.That(Translate(memory, 0, AccessKind.Fetch).Causes, Is.EqualTo(StorageCauses.NotFound));
        Assert.That(Translate(memory, 0, AccessKind.Fetch).Interrupt, Is.EqualTo(StorageInterrupt.InstructionStorage));
    }

    [Test]
    public void Of_segments_that_overlap_the_first_counts()
    {
        var memory = WithPage(0, 12, Number | ReadWrite);
        SlbEntry[] segments = [Segment(0), new SlbEntry(ValidSegment, 0x999_9000)];

        var result = HashWalk.Translate(memory, TableOfTests, segments, Kernel, SegmentStart, AccessKind.Load);

        Assert.That(result.IsTranslated, Is.True);
    }

    [TestCase(0x08UL, StorageAttributes.Guarded)]
    [TestCase(0x10UL, StorageAttributes.Coherent)]
    [TestCase(0x28UL, StorageAttributes.CachingInhibited | StorageAttributes.Guarded)]
    [TestCase(0x50UL, StorageAttributes.WriteThrough | StorageAttributes.Coherent)]
    [TestCase(0x70UL, StorageAttributes.StrongOrder | StorageAttributes.Coherent)]
    [TestCase(0x78UL, StorageAttributes.CachingInhibited | StorageAttributes.Coherent | StorageAttributes.Guarded)]
    public void WIMG_are_the_attributes_of_a_page(ulong bits, StorageAttributes attributes) =>
        Assert.That(Translate(WithPage(0, 12, Number | ReadWrite | bits), 0, AccessKind.Load).Attributes, Is.EqualTo(attributes));

    [Test]
    public void A_key_takes_permissions_away_from_kernel_and_program_alike([Values] bool isProblemState)
    {
        // Key 9: its two bits are 18 and 19.
        var memory = WithPage(0, 12, Number | ReadWrite | (1UL << 60) | (1 << 9));
        var context = new AccessContext(isProblemState, 2UL << 44, 1UL << 44);

        var result = HashWalk.Translate(memory, TableOfTests, [Segment(0)], context, SegmentStart, AccessKind.Load);

        Assert.That(result.Permissions, Is.EqualTo(PagePermissions.Read));
        Assert.That(
            HashWalk.Translate(memory, TableOfTests, [Segment(0)], context, SegmentStart, AccessKind.Store).Causes,
            Is.EqualTo(StorageCauses.Key | StorageCauses.Store));
        Assert.That(
            HashWalk.Translate(memory, TableOfTests, [Segment(0)], context, SegmentStart, AccessKind.Fetch).Causes,
            Is.EqualTo(StorageCauses.Key));
    }

    [TestCase(0x0800_0000UL, 0UL, ExpectedResult = true)]
    [TestCase(0x0800_0000UL, 0x4000_0000_0000_0110UL, ExpectedResult = true)]
    [TestCase(0x0C00_0000UL, 0UL, ExpectedResult = false)]
    [TestCase(0x0800_0000UL, 0x8000_0000_0000_0000UL, ExpectedResult = false)]
    [TestCase(0x0800_0000UL, 0x30UL, ExpectedResult = false)]
    public bool An_entry_of_the_SLB_has_no_reserved_bits(ulong esid, ulong vsid) => new SlbEntry(esid, vsid).IsAcceptable;

    private static ulong NextMask(Random random) => random.Next(2) == 0 ? 0 : (ulong)random.NextInt64() << 1;

    private static SlbEntry Segment(ulong pageSize) => new(ValidSegment, (Id << 12) | pageSize);

    private static ulong PlaceOf(ulong offset, int baseShift) => Table + (((Id ^ (offset >> baseShift)) & 0x7FF) << 7);

    private static FakeTables WithPage(ulong offset, int baseShift, ulong second, ulong large = 0)
    {
        var memory = new FakeTables(Table + 0x40000);
        var kept = baseShift > 23 ? ~0xFFUL : ~0x7FUL;
        memory[PlaceOf(offset, baseShift)] = (((Id << 12) | (offset >> 16)) & kept) | large | 1;
        memory[PlaceOf(offset, baseShift) + 8] = second;
        return memory;
    }

    private static AddressTranslation Translate(FakeTables memory, ulong offset, AccessKind kind, ulong pageSize = 0) =>
        HashWalk.Translate(memory, TableOfTests, [Segment(pageSize)], Kernel, SegmentStart | offset, kind);
}
