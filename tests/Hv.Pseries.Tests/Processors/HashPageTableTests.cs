using System.Buffers.Binary;
using Hv.Pseries.Processors;
using Hv.Pseries.Versions;
using Hv.Runtime.Machines;
using Hv.Runtime.Migration;
using Hv.Testing;

namespace Hv.Pseries.Tests.Processors;

/// <summary>The hash page table, and how it migrates.</summary>
public sealed class HashPageTableTests
{
    private const ulong Changed = 0x40;

    private static readonly byte[] NoTable = [0xFF, 0xFF, 0xFF, 0xFF];
    private static readonly byte[] EndOfRuns = new byte[8];

    [TestCase(64UL << 20, 0UL, 19)]
    [TestCase(256UL << 20, 0UL, 21)]
    [TestCase(257UL << 20, 0UL, 22)]
    [TestCase(1UL << 20, 0UL, 18)]
    [TestCase(64UL << 20, 64UL << 30, 19)]
    public void It_has_a_128th_of_RAM(ulong ram, ulong maximum, int shift)
    {
        using var machine = Machine<Pseries_7_2>(ram, maximum);
        Assert.That(machine.Machine.HashPageTable.Shift, Is.EqualTo(shift));
        Assert.That(machine.Machine.HashPageTable.Count, Is.EqualTo(1UL << (shift - 4)));
    }

    [Test]
    public void Where_it_cannot_be_resized_it_has_a_128th_of_all_RAM_there_can_be()
    {
        using var machine = Machine<Pseries_2_9>(64UL << 20, 1UL << 30);
        Assert.That(machine.Machine.HashPageTable.Shift, Is.EqualTo(23));
    }

    [Test]
    public void Valid_entries_go_first_and_later_what_has_changed()
    {
        using var source = Machine<Pseries_7_2>();
        var table = source.Machine.HashPageTable;
        foreach (var index in (ulong[])[3, 4, 5, 4096, 32767])
            table[index] = Entry(index);

        IIterativeState state = table;
        var start = StreamBytes.Write(state.BeginSave);
        var first = StreamBytes.Write(writer => Assert.That(state.SavePart(writer, 1 << 20), Is.True));
        table[4] = default;
        table[5] = Entry(50);
        table[7] = Entry(7);
        Assert.That(state.GetPendingBytes(isExact: true), Is.GreaterThan(0).And.LessThan(200));
        var last = StreamBytes.Write(state.SaveLast);
        state.EndSave();

        Assert.That(start, Is.EqualTo((byte[])[0, 0, 0, 19]));
        Assert.That(first, Is.EqualTo((byte[])
        [
            0, 0, 0, 0, .. Run(3, 3, 0), .. Bytes(3), .. Bytes(4), .. Bytes(5), .. Run(4096, 1, 0), .. Bytes(4096),
            .. Run(32767, 1, 0), .. Bytes(32767), .. EndOfRuns,
        ]));
        Assert.That(last, Is.EqualTo((byte[])[0, 0, 0, 0, .. Run(4, 0, 1), .. Run(5, 1, 0), .. Bytes(50), .. Run(7, 1, 0), .. Bytes(7), .. EndOfRuns]));

        using var target = Machine<Pseries_7_2>();
        Load(target, start, first, last);
        for (var index = 0UL; index < table.Count; index++)
            Assert.That(target.Machine.HashPageTable[index], Is.EqualTo(table[index]));
    }

    [Test]
    public void It_goes_in_parts_of_what_the_stream_can_take()
    {
        using var source = Machine<Pseries_7_2>();
        var table = source.Machine.HashPageTable;
        for (var index = 0UL; index < table.Count; index++)
            table[index] = Entry(index);

        IIterativeState state = table;
        List<byte[]> parts = [StreamBytes.Write(state.BeginSave)];
        for (var isDone = false; !isDone;)
        {
            Assert.That(state.GetPendingBytes(isExact: true), Is.GreaterThan(0));
            parts.Add(StreamBytes.Write(writer => isDone = state.SavePart(writer, 100_000)));
        }

        Assert.That(state.GetPendingBytes(isExact: true), Is.Zero);
        parts.Add(StreamBytes.Write(state.SaveLast));
        Assert.That(parts, Has.Count.GreaterThan(4));
        using var target = Machine<Pseries_7_2>();
        Load(target, [.. parts]);
        for (var index = 0UL; index < table.Count; index++)
            Assert.That(target.Machine.HashPageTable[index], Is.EqualTo(Entry(index)));
    }

    [Test]
    public void Saving_again_sends_all_valid_entries_again()
    {
        using var source = Machine<Pseries_7_2>();
        source.Machine.HashPageTable[9] = Entry(9);

        var first = SaveAtOnce(source);
        var second = SaveAtOnce(source);

        Assert.That(second, Is.EqualTo(first).And.Length.GreaterThan(32));
    }

    [Test]
    public void A_guest_with_radix_page_tables_has_none()
    {
        using var source = Machine<Pseries_7_2>();
        Load(source, NoTable, NoTable);
        Assert.That(source.Machine.HashPageTable.Shift, Is.Zero);

        Assert.That(SaveAtOnce(source), Is.EqualTo((byte[])[.. NoTable, .. NoTable]));
        source.Machine.Reset();
        Assert.That(source.Machine.HashPageTable.Shift, Is.EqualTo(19));
    }

    [TestCase(0u)]
    [TestCase(17u)]
    [TestCase(22u)]
    [TestCase(46u)]
    [TestCase(64u)]
    [TestCase(0xFFFF_FFFE)]
    public void A_size_that_the_machine_cannot_have_is_refused(uint shift)
    {
        using var target = Machine<Pseries_7_2>();
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, shift);

        var error = Assert.Throws<StateException>(() => Load(target, bytes));

        Assert.That(error.Problem, Does.EndWith("a machine with this RAM has a hash page table of 2^18 to 2^21 bytes, or none (0xffffffff)"));
    }

    [TestCase("00000005")]
    [TestCase("ffffffff")]
    [TestCase("00000000" + "00008000" + "0001" + "0000")]
    [TestCase("00000000" + "ffffffff" + "ffff" + "ffff")]
    [TestCase("00000000" + "00000000" + "0002" + "0000" + "00000000000000000000000000000000")]
    public void A_part_that_cannot_be_is_refused(string part)
    {
        using var target = Machine<Pseries_7_2>();
        Assert.Throws<StateException>(() => Load(target, [0, 0, 0, 19], Convert.FromHexString(part)));
    }

    [Test]
    public void Cleared_entries_are_cleared()
    {
        using var target = Machine<Pseries_7_2>();
        Load(target, [0, 0, 0, 18], [0, 0, 0, 0, .. Run(1, 1, 0), .. Bytes(1), .. Run(0, 0, 4), .. EndOfRuns]);
        Assert.That(target.Machine.HashPageTable.Shift, Is.EqualTo(18));
        Assert.That(target.Machine.HashPageTable[1], Is.EqualTo(default(HptEntry)));
    }

    [Test]
    public void The_mark_of_changes_is_nobody_elses()
    {
        using var target = Machine<Pseries_7_2>();
        Load(target, [0, 0, 0, 19], [0, 0, 0, 0, .. Run(1, 1, 0), 0, 0, 0, 0, 0, 0, 0, 0x41, .. new byte[8], .. EndOfRuns]);
        Assert.That(target.Machine.HashPageTable[1].First, Is.EqualTo(1));
        Assert.That(SaveAtOnce(target), Does.Not.Contain((byte)0x41));
    }

    private static TestMachine<T> Machine<T>(ulong ram = 64UL << 20, ulong maximum = 0)
        where T : PseriesMachine, new() => new(new MachineOptions { RamSize = ram, MaximumRamSize = maximum, MemorySlots = maximum == 0 ? 0 : 1 });

    private static byte[] SaveAtOnce(TestMachine<Pseries_7_2> machine)
    {
        IIterativeState state = machine.Machine.HashPageTable;
        var bytes = StreamBytes.Write(writer =>
        {
            state.BeginSave(writer);
            state.SaveLast(writer);
        });
        state.EndSave();
        return bytes;
    }

    private static void Load(TestMachine<Pseries_7_2> machine, params byte[][] parts)
    {
        IIterativeState state = machine.Machine.HashPageTable;
        for (var part = 0; part < parts.Length; part++)
        {
            StreamBytes.Read(
                parts[part], reader => state.Load(reader, part == 0 ? IterativePhase.Start : IterativePhase.Part, version: 1));
        }
    }

    private static HptEntry Entry(ulong value) => new((value << 12) | HashPageTable.Valid, value * 3);

    private static byte[] Bytes(ulong value)
    {
        var bytes = new byte[HashPageTable.EntrySize];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Entry(value).First & ~Changed);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), Entry(value).Second);
        return bytes;
    }

    private static byte[] Run(uint index, byte valid, byte cleared) =>
        [(byte)(index >> 24), (byte)(index >> 16), (byte)(index >> 8), (byte)index, 0, valid, 0, cleared];
}
