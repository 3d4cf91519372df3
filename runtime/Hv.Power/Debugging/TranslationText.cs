using System.Globalization;
using System.Text;
using Hv.Power.Cpu;
using Hv.Power.State;
using Hv.Power.Translation;

namespace Hv.Power.Debugging;

/// <summary>How a processor translates, as text: <c>info tlb</c> and <c>info mem</c>. However large a guest's tables are, it is bounded.</summary>
public static unsafe class TranslationText
{
    /// <summary>The longest list.</summary>
    private const int MostLines = 4096;

    /// <summary>How many entries of tables are read.</summary>
    private const long MostEntries = 4 << 20;

    private const string Cut = "(there is more)\n";

    /// <summary>The segment lookaside buffer, or where the trees are.</summary>
    public static string Describe(PowerCpu cpu, PowerPartition partition)
    {
        ref var state = ref cpu.State;
        var text = new StringBuilder(Relocation(ref state));
        if (IsRadix(ref state))
        {
            var table = partition.ProcessTable;
            Line(text, $"process table {table.Address:x16}, 0x{table.Size:x} bytes");
            foreach (var process in (uint[])[0, (uint)state.Spr[SpecialRegister.Pid]])
            {
                Line(text, partition.Trees.TryRead(table.Address + (process * 16UL), out var root)
                    ? $"process {process}: tree {root & RadixTree.AddressField:x16}"
                    : (FormattableString)$"process {process}: outside of the guest's memory");
            }

            return text.ToString();
        }

        Line(text, $"hash table {partition.HashTable.Address:x16}, 2^{partition.HashTable.SizeShift} bytes");
        text.Append("SLB\tESID\t\t\tVSID\n");
        for (var index = 0; index < PowerState.SlbSize; index++)
        {
            var entry = EntryOf(ref state, index);
            if (entry.Esid != 0 || entry.Vsid != 0)
                Line(text, $"{index}\t0x{entry.Esid:x16}\t0x{entry.Vsid:x16}{(entry.IsValid ? "" : "\tnot valid")}");
        }

        return text.ToString();
    }

    /// <summary>The ranges that trees map; of a hashed table how much of each segment is mapped.</summary>
    public static string Mappings(PowerCpu cpu, PowerPartition partition) => IsRadix(ref cpu.State)
        ? RadixMappings(cpu, partition)
        : HashMappings(cpu, partition);

    private static string RadixMappings(PowerCpu cpu, PowerPartition partition)
    {
        var text = new StringBuilder();
        var lines = 0;
        var entries = MostEntries;
        foreach (var (process, start) in ((uint, ulong)[])[((uint)cpu.State.Spr[SpecialRegister.Pid], 0UL), (0, 0xC000_0000_0000_0000)])
        {
            foreach (var range in RadixTree.Ranges(partition.Trees, partition.ProcessTable, process, () => entries-- > 0))
            {
                if (++lines > MostLines)
                    return text.Append(Cut).ToString();

                Line(text, $"{start + range.Address:x16}-{start + range.Address + range.Length:x16} {range.Length:x16} {range.Rights}");
            }
        }

        return (entries <= 0 ? text.Append(Cut) : text).ToString();
    }

    private static string HashMappings(PowerCpu cpu, PowerPartition partition)
    {
        if (partition.HashTableMemory is not { } memory)
            return "";

        var segments = Enumerable.Range(0, PowerState.SlbSize).Select(index => EntryOf(ref cpu.State, index)).Where(entry => entry.IsValid && entry.SegmentShift != 0)
            .DistinctBy(entry => (entry.SegmentSize, entry.VirtualSegmentId)).ToDictionary(entry => (entry.SegmentSize, entry.VirtualSegmentId), entry => (Entry: entry, Count: 0L));
        var count = Math.Min((1L << Math.Clamp(partition.HashTable.SizeShift, 18, 46)) / 16, MostEntries);
        for (var index = 0L; index < count; index++)
        {
            if (!memory.TryRead(partition.HashTable.Address + ((ulong)index * 16), out var first) || (first & HashedPageEntry.Valid) == 0)
                continue;

            // The virtual page number without its low 23 bits, of which the segment's are the upper ones.
            var size = (int)(first >> 62);
            var segment = ((first & 0x3FFF_FFFF_FFFF_FF80) >> 7) >> (size == 0 ? 28 - 23 : 40 - 23);
            if (segments.TryGetValue((size, segment), out var known))
                segments[(size, segment)] = (known.Entry, known.Count + 1);
        }

        var text = new StringBuilder();
        foreach (var (entry, mapped) in segments.Values.OrderBy(segment => segment.Entry.Esid))
        {
            var start = entry.Esid & ~((1UL << entry.SegmentShift) - 1);
            Line(
                text,
                $"{start:x16}-{start + ((1UL << entry.SegmentShift) - 1):x16} segment {entry.VirtualSegmentId:x} of {(entry.SegmentShift == 28 ? "256 MiB" : "1 TiB")}: {mapped} entries");
        }

        return ((1L << Math.Clamp(partition.HashTable.SizeShift, 18, 46)) / 16 > count ? text.Append(Cut) : text).ToString();
    }

    private static string Relocation(ref PowerState state) =>
        $"instructions: {((state.Msr & MachineState.InstructionRelocation) != 0 ? "translated" : "real")}, "
        + $"data: {((state.Msr & MachineState.DataRelocation) != 0 ? "translated" : "real")}, by {(IsRadix(ref state) ? "radix trees" : "a hashed page table")}\n";

    private static bool IsRadix(ref PowerState state) => (state.Spr[SpecialRegister.Lpcr] & PartitionControl.HostRadix) != 0;

    private static SlbEntry EntryOf(ref PowerState state, int index) => new(state.Slb[2 * index], state.Slb[(2 * index) + 1]);

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
