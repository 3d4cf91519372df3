using Hv.Power.Translation;
using Hv.Runtime.Memory;

namespace Hv.Pseries.Processors;

/// <content>The guest asks for a table of another size, and when it stands still changes over to it (LoPAR 14.5.4.1.9, HPT resizing).</content>
public sealed unsafe partial class HashPageTable
{
    private const ulong Bolted = 0x10;
    private const ulong Secondary = 0x02;
    private const int EntriesOfGroup = 8;
    private const int VirtualPageShift = 7;
    private const ulong VirtualPageMask = 0x007F_FFFF_FFFF_FFFF;
    private const int SegmentSizeShift = 62;

    // The address bits that an entry does not have follow from the group it is in.
    private const int VirtualPageBits = 23;
    private const int SmallSegmentBits = 28;
    private const int LargeSegmentBits = 40;

    private RamBlock? _prepared;

    /// <summary>The size of the table that is being prepared, or was not to be had; 0: none is.</summary>
    internal int PreparedShift { get; private set; }

    /// <summary>Whether the host had the memory for the table that was prepared.</summary>
    internal bool IsPrepared => _prepared is not null;

    /// <summary>Makes another table, which takes the place of this one when the guest says so.</summary>
    internal void PrepareResize(int shift)
    {
        CancelResize();
        PreparedShift = shift;
        try
        {
            _prepared = new RamBlock("pseries.hpt", 1UL << shift);
        }
        catch (OutOfMemoryException)
        {
            // The guest is told when it asks again.
        }
    }

    /// <summary>Forgets the table that was made.</summary>
    internal void CancelResize()
    {
        _prepared?.Dispose();
        (_prepared, PreparedShift) = (null, 0);
    }

    /// <summary>Puts the table that was made in the place of this one, with the entries that the guest bolted; the others are gone.</summary>
    /// <returns><see langword="false"/> when two of them would have the same place; nothing has changed then.</returns>
    internal bool TryResize()
    {
        var table = _prepared ?? throw new InvalidOperationException("No table was prepared.");
        var before = _memory ?? throw new InvalidOperationException("There is no table.");
        var moved = 0UL;
        for (var next = 0UL; next < before.Size;)
        {
            var (start, end) = before.FindCommitted(next);
            for (next = start; next < end; next += EntrySize)
            {
                if (!TryMove(next / EntrySize, table, ref moved))
                {
                    CancelResize();
                    return false;
                }
            }

            if (start >= before.Size)
                break;
        }

        var shift = PreparedShift;
        (_prepared, PreparedShift) = (null, 0);
        Use(table, shift);
        _changed = moved;
        return true;
    }

    /// <summary>The group in which an entry is found, as its segment and its page say it.</summary>
    private static ulong HashOf(ulong first, int pageShift, ulong group, ulong groupMask)
    {
        var page = (first >> VirtualPageShift) & VirtualPageMask & ~(((1UL << pageShift) - 1) >> VirtualPageBits);
        var isLarge = first >> SegmentSizeShift != 0;
        var offsetBits = (isLarge ? LargeSegmentBits : SmallSegmentBits) - VirtualPageBits;
        var offset = (page & ((1UL << offsetBits) - 1)) << VirtualPageBits;
        var segment = page >> offsetBits;
        var hash = isLarge ? segment ^ (segment << 25) : segment;
        if (pageShift < VirtualPageBits)
            offset |= ((hash ^ group) & groupMask) << pageShift & ((1UL << VirtualPageBits) - 1);

        return hash ^ (offset >> pageShift);
    }

    private bool TryMove(ulong index, RamBlock table, ref ulong moved)
    {
        var entry = this[index];
        if ((entry.First & (Valid | Bolted)) != (Valid | Bolted))
            return true;

        // One that processors never find need not be found in the other table either.
        var pageShift = HashedPageSize.BaseShiftOf(entry.First, entry.Second);
        if (pageShift == 0)
            return true;

        var isSecondary = (entry.First & Secondary) != 0;
        var group = index / EntriesOfGroup;
        var hash = HashOf(entry.First, pageShift, isSecondary ? ~group : group, (Count / EntriesOfGroup) - 1);
        var groups = table.Size / EntrySize / EntriesOfGroup;
        var place = ((((isSecondary ? ~hash : hash) & (groups - 1)) * EntriesOfGroup) + (index % EntriesOfGroup)) * EntrySize;
        ref var first = ref *(ulong*)(table.Host + place);
        if (first != 0)
            return false;

        // All of it is new to whoever a stream is sent to.
        first = ToMemory(entry.First | Changed);
        *(ulong*)(table.Host + place + sizeof(ulong)) = ToMemory(entry.Second);
        moved++;
        return true;
    }
}
