using Hv.Power.Translation;

namespace Hv.Power.Debugging;

/// <summary>Lists what a radix tree maps (Power ISA 3.0, book III, 5.7.10), for people.</summary>
internal static class RadixTree
{
    /// <summary>The bits of an entry that hold the address of the next table.</summary>
    public const ulong AddressField = 0x0FFF_FFFF_FFFF_FF00;

    private const ulong Valid = 1UL << 63;
    private const ulong Leaf = 1UL << 62;
    private const ulong SizeField = 0x1F;
    private const ulong RightsField = 0xF;
    private const int AddressBits = 52;
    private const int MostLevels = 4;
    private const int LargestIndex = 13;

    /// <summary>Some addresses that follow each other and may be used for the same.</summary>
    /// <param name="Address">The first one.</param>
    /// <param name="Length">How many bytes.</param>
    /// <param name="Bits">Privileged, read, write, execute: 8, 4, 2, 1.</param>
    public readonly record struct Range(ulong Address, ulong Length, int Bits)
    {
        /// <summary>As letters.</summary>
        public string Rights =>
            $"{((Bits & 8) != 0 ? 's' : 'u')}{((Bits & 6) != 0 ? 'r' : '-')}{((Bits & 2) != 0 ? 'w' : '-')}{((Bits & 1) != 0 ? 'x' : '-')}";
    }

    /// <summary>The ranges of a process, in order.</summary>
    /// <param name="memory">Where the tables lie.</param>
    /// <param name="table">The process table.</param>
    /// <param name="process">The number of the process.</param>
    /// <param name="takesEntry">Is asked before each entry is read: <see langword="false"/> ends the list.</param>
    public static IEnumerable<Range> Ranges(ITableMemory memory, ProcessTable table, uint process, Func<bool> takesEntry)
    {
        if (process * 16UL >= table.Size || !memory.TryRead(table.Address + (process * 16UL), out var root))
            yield break;

        Range? open = null;
        foreach (var leaf in Leaves(memory, root & AddressField, (int)(root & SizeField), 0, AddressBits, 0, takesEntry))
        {
            if (open is { } range && range.Address + range.Length == leaf.Address && range.Bits == leaf.Bits)
            {
                open = range with { Length = range.Length + leaf.Length };
                continue;
            }

            if (open is { } done)
                yield return done;

            open = leaf;
        }

        if (open is { } last)
            yield return last;
    }

    private static IEnumerable<Range> Leaves(
        ITableMemory memory, ulong table, int indexBits, ulong address, int shift, int level, Func<bool> takesEntry)
    {
        if (level >= MostLevels || indexBits is 0 or > LargestIndex || indexBits > shift - 12)
            yield break;

        shift -= indexBits;
        for (var index = 0UL; index < 1UL << indexBits; index++)
        {
            if (!takesEntry() || !memory.TryRead((table & ~((8UL << indexBits) - 1)) + (index * 8), out var entry))
                yield break;

            var first = address + (index << shift);
            if ((entry & Valid) == 0)
                continue;

            if ((entry & Leaf) != 0)
            {
                yield return new Range(first, 1UL << shift, (int)(entry & RightsField));
                continue;
            }

            foreach (var leaf in Leaves(memory, entry & AddressField, (int)(entry & SizeField), first, shift, level + 1, takesEntry))
                yield return leaf;
        }
    }
}
