using System.Buffers.Binary;
using Hv.Power.Translation;
using Hv.Runtime.Memory;

namespace Hv.Power.Tests.Translation;

/// <summary>Radix trees: against <see cref="ReferenceRadixWalk"/>, and by hand.</summary>
public sealed class RadixWalkTests
{
    private const ulong Processes = 0x10000;
    private const ulong Root = 0x20000;
    private const ulong Second = 0x40000;
    private const ulong Third = 0x41000;
    private const ulong Fourth = 0x42000;
    private const ulong End = 0x50000;
    private const ulong Valid = 1UL << 63;
    private const ulong Leaf = 3UL << 62;
    private const ulong SizeOf52Bits = (2UL << 61) | (5 << 5);
    private const ulong ReadWriteExecute = 7;

    private static readonly ProcessTable Table = new(Processes, 0);
    private static readonly AccessContext Kernel = new(IsProblemState: false);
    private static readonly AccessContext Program = new(IsProblemState: true, ProcessId: 1);

    [Test]
    public void Random_trees_are_walked_as_the_text_of_the_ISA_says()
    {
        var translated = 0;
        for (var seed = 0; seed < 30_000; seed++)
        {
            var random = new Random(seed);
            var memory = RandomTree(random, out var table, out var address);
            for (var access = 0; access < 4; access++)
            {
                var kind = (AccessKind)random.Next(3);
                var process = (uint)random.Next(random.Next(2) == 0 ? 3 : 400);
                var context = new AccessContext(random.Next(2) == 0, NextMask(random), NextMask(random), process);
                var reference = memory.Copy();
                var expected = ReferenceRadixWalk.Translate(
                    reference, table.Address, table.SizeField, context.ProcessId, context.IsProblemState,
                    context.AuthorityMask, context.InstructionAuthorityMask, address, kind);

                var actual = RadixWalk.Translate(memory, table, context, address, kind);

                var what = $"seed {seed}, {kind} at {address:x}, {context}";
                Assert.That(actual.Interrupt, Is.EqualTo(expected.Interrupt), what);
                Assert.That((uint)actual.Causes, Is.EqualTo(expected.Causes), what);
                if (actual.IsTranslated)
                {
                    translated++;
                    Assert.That(actual.RealAddress, Is.EqualTo(expected.RealAddress), what);
                    Assert.That(actual.PageShift, Is.EqualTo(expected.PageShift), what);
                }

                Assert.That(memory.Words, Is.EquivalentTo(reference.Words), what);
            }
        }

        Assert.That(translated, Is.GreaterThan(10_000));
    }

    [TestCase(1, 30)]
    [TestCase(2, 21)]
    [TestCase(3, 12)]
    public void A_leaf_has_the_size_of_its_level(int level, int pageShift)
    {
        const ulong Address = 0x000A_BCDE_F123_4567;
        var memory = Tree(Address, level, 9, 0x0056_0000_0000_0000 | ReadWriteExecute);

        var result = RadixWalk.Translate(memory, Table, Program, Address, AccessKind.Load);

        Assert.That(result.IsTranslated, Is.True);
        Assert.That(result.PageShift, Is.EqualTo(pageShift));
        Assert.That(result.RealAddress, Is.EqualTo(0x0056_0000_0000_0000 | (Address & ((1UL << pageShift) - 1))));
    }

    [Test]
    public void A_last_level_of_five_bits_has_pages_of_64_KiB()
    {
        const ulong Address = 0x000A_BCDE_F123_4567;
        var memory = Tree(Address, 3, 5, 0x1_0000 | ReadWriteExecute);

        Assert.That(RadixWalk.Translate(memory, Table, Program, Address, AccessKind.Load).RealAddress, Is.EqualTo(0x1_4567));
    }

    [Test]
    public void The_last_quadrant_is_of_process_0()
    {
        const ulong Address = 0xC000_0000_0000_1234;
        var memory = Tree(Address & 0x000F_FFFF_FFFF_FFFF, 3, 9, 0x7000 | 8 | ReadWriteExecute);
        memory[Processes] = memory[Processes + 16];
        memory[Processes + 16] = 0;

        var result = RadixWalk.Translate(memory, Table, Kernel with { ProcessId = 1 }, Address, AccessKind.Load);

        Assert.That(result.RealAddress, Is.EqualTo(0x7234));
    }

    [TestCase(0x4000_0000_0000_0000UL)]
    [TestCase(0x8000_0000_0000_0000UL)]
    [TestCase(0x0010_0000_0000_0000UL)]
    [TestCase(0xC010_0000_0000_0000UL)]
    public void Addresses_outside_the_tree_are_segment_interrupts(ulong address)
    {
        var data = RadixWalk.Translate(new FakeTables(0), Table, Kernel, address, AccessKind.Store);
        var fetch = RadixWalk.Translate(new FakeTables(0), Table, Kernel, address, AccessKind.Fetch);

        Assert.That(data.Interrupt, Is.EqualTo(StorageInterrupt.DataSegment));
        Assert.That(fetch.Interrupt, Is.EqualTo(StorageInterrupt.InstructionSegment));
        Assert.That(data.Causes | fetch.Causes, Is.EqualTo(StorageCauses.None));
    }

    [Test]
    public void A_process_past_the_end_of_the_table_has_no_pages()
    {
        var memory = Tree(0, 3, 9, ReadWriteExecute);

        var result = RadixWalk.Translate(memory, Table, Program with { ProcessId = 256 }, 0, AccessKind.Load);

        Assert.That(result.Causes, Is.EqualTo(StorageCauses.NotFound));
    }

    [Test]
    public void Tables_outside_memory_are_told_as_accesses_to_tables()
    {
        var memory = Tree(0, 3, 9, ReadWriteExecute);
        memory[Second] = Valid | 0x7000_0000 | 9;

        var result = RadixWalk.Translate(memory, Table, Program, 0, AccessKind.Store);

        Assert.That(result.Causes, Is.EqualTo(StorageCauses.NotFound | StorageCauses.ProcessTable | StorageCauses.Store));
    }

    [Test]
    public void A_directory_that_points_to_itself_is_a_shape_that_there_is_not()
    {
        var memory = Tree(0, 3, 9, ReadWriteExecute);
        memory[Fourth] = Valid | Fourth | 9;

        var result = RadixWalk.Translate(memory, Table, Program, 0, AccessKind.Load);

        Assert.That(result.Causes, Is.EqualTo(StorageCauses.Unsupported));
        Assert.That(memory.Reads, Is.EqualTo(5));
    }

    [TestCase(AccessKind.Load, StorageCauses.Protection)]
    [TestCase(AccessKind.Store, StorageCauses.Protection | StorageCauses.Store)]
    [TestCase(AccessKind.Fetch, StorageCauses.NoExecute)]
    public void A_kernel_keeps_off_the_pages_of_processes_when_its_first_key_says_so(AccessKind kind, StorageCauses causes)
    {
        var memory = Tree(0, 3, 9, ReadWriteExecute);
        var guarded = new AccessContext(IsProblemState: false, 3UL << 62, 1UL << 62, ProcessId: 1);

        Assert.That(RadixWalk.Translate(memory, Table, guarded, 0, kind).Causes, Is.EqualTo(causes));
        Assert.That(RadixWalk.Translate(memory, Table, guarded with { IsProblemState = true }, 0, kind).IsTranslated, Is.True);
    }

    [Test]
    public void A_program_keeps_off_privileged_pages()
    {
        var memory = Tree(0, 3, 9, 8 | ReadWriteExecute);

        Assert.That(RadixWalk.Translate(memory, Table, Program, 0, AccessKind.Load).Causes, Is.EqualTo(StorageCauses.Protection));
        Assert.That(RadixWalk.Translate(memory, Table, Kernel with { ProcessId = 1 }, 0, AccessKind.Load).IsTranslated, Is.True);
    }

    [TestCase(0x00UL, StorageAttributes.Coherent)]
    [TestCase(0x10UL, StorageAttributes.Coherent | StorageAttributes.StrongOrder)]
    [TestCase(0x20UL, StorageAttributes.Coherent | StorageAttributes.CachingInhibited | StorageAttributes.Guarded)]
    [TestCase(0x30UL, StorageAttributes.Coherent | StorageAttributes.CachingInhibited)]
    public void ATT_are_the_attributes_of_a_page(ulong bits, StorageAttributes attributes) =>
        Assert.That(
            RadixWalk.Translate(Tree(0, 3, 9, bits | ReadWriteExecute), Table, Program, 0, AccessKind.Load).Attributes,
            Is.EqualTo(attributes));

    [Test]
    public void An_entry_that_changes_all_the_time_is_told_with_its_cause()
    {
        var memory = Tree(0, 3, 9, ReadWriteExecute);
        memory.BeforeReplace = place => memory[place] ^= 0x1000;

        var result = RadixWalk.Translate(memory, Table, Program, 0, AccessKind.Load);

        Assert.That(result.Causes, Is.EqualTo(StorageCauses.ReferenceChange));
        Assert.That(memory.Reads, Is.LessThan(1_000));
    }

    [Test]
    public void Trees_lie_in_guest_memory_big_endian_and_its_dirty_log_is_told()
    {
        using var guest = new GuestMemory(End);
        foreach (var (address, value) in Tree(0, 3, 9, 0x3000 | ReadWriteExecute).Words)
        {
            var bytes = new byte[8];
            BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
            Assert.That(guest.TryWrite(new GuestPhysicalAddress(address), bytes), Is.True);
        }

        var memory = new GuestTableMemory(guest);
        var result = RadixWalk.Translate(memory, Table, Program, 0x234, AccessKind.Store);

        Assert.That(result.RealAddress, Is.EqualTo(0x3234));
        Assert.That(memory.TryRead(Fourth, out var entry), Is.True);
        Assert.That(entry, Is.EqualTo(Leaf | 0x3000 | ReadWriteExecute | 0x180));
        Assert.That(memory.TryRead(End, out _), Is.False);
        Assert.That(memory.TryReplace(Fourth, entry + 1, 0), Is.False);
        Assert.That(memory.TryReplace(End, 0, 0), Is.False);
    }

    private static ulong NextMask(Random random) => random.Next(2) == 0 ? 0 : (ulong)random.NextInt64() << 1;

    // A tree for one address of process 1, with its leaf on a level from 1 on.
    private static FakeTables Tree(ulong address, int level, int lastBits, ulong leaf)
    {
        var memory = new FakeTables(End);
        (ulong Table, int Bits)[] levels = [(Root, 13), (Second, 9), (Third, 9), (Fourth, lastBits)];
        memory[Processes + 16] = SizeOf52Bits | Root | 13;
        var shift = 52;
        for (var index = 0; index <= level; index++)
        {
            shift -= levels[index].Bits;
            var place = levels[index].Table + (((address >> shift) & ((1UL << levels[index].Bits) - 1)) * 8);
            memory[place] = index == level ? Leaf | leaf : Valid | levels[index + 1].Table | (uint)levels[index + 1].Bits;
        }

        return memory;
    }

    private static FakeTables RandomTree(Random random, out ProcessTable table, out ulong address)
    {
        address = (ulong)random.NextInt64() & 0x000F_FFFF_FFFF_FFFF;
        var level = random.Next(1, 4);
        var leaf = (ulong)random.NextInt64() & 0x01FF_FFFF_FFFF_FFFF;
        if (random.Next(2) == 0)
            leaf |= ReadWriteExecute;
        var memory = Tree(address, level, random.Next(2) == 0 ? 5 : 9, leaf);
        memory[Processes] = memory[Processes + 32] = memory[Processes + 16];
        table = new ProcessTable(random.Next(20) == 0 ? Processes + 0x100 : Processes, random.Next(3));

        // Some trees have a wrong bit somewhere, some end outside memory, some addresses lie elsewhere.
        if (random.Next(3) == 0)
        {
            var place = memory.Words.Keys.ElementAt(random.Next(memory.Words.Count));
            memory[place] ^= 1UL << random.Next(64);
        }

        if (random.Next(8) == 0)
            address ^= 1UL << random.Next(64);
        if (random.Next(4) == 0)
            address |= 3UL << 62;
        return memory;
    }
}
