namespace Hv.Power.Translation;

/// <summary>
/// Translation by segments and a hashed page table (Power ISA, book III, 5.7.5 to 5.7.13). It reads sixteen entries at most, and
/// changes nothing but reference and change bits.
/// </summary>
public static class HashWalk
{
    private const int EntriesOfGroup = 8;
    private const int EntrySize = 16;
    private const int Attempts = 16;

    /// <summary>
    /// Translates an effective address. Of segments that overlap, which is an error of the program, the first counts.
    /// </summary>
    /// <param name="memory">Where the table lies.</param>
    /// <param name="table">The table.</param>
    /// <param name="segments">The segment lookaside buffer.</param>
    /// <param name="context">The state of the processor.</param>
    /// <param name="address">The effective address; in 32-bit mode its high half is 0.</param>
    /// <param name="kind">What the access does.</param>
    public static AddressTranslation Translate(
        ITableMemory memory,
        HashedPageTable table,
        ReadOnlySpan<SlbEntry> segments,
        in AccessContext context,
        ulong address,
        AccessKind kind)
    {
        foreach (ref readonly var segment in segments)
        {
            if (segment.Contains(address))
                return Translate(memory, table, segment, context, address, kind);
        }

        return AddressTranslation.SegmentFault(kind);
    }

    /// <summary>Translates within a segment.</summary>
    internal static AddressTranslation Translate(
        ITableMemory memory, HashedPageTable table, SlbEntry segment, in AccessContext context, ulong address, AccessKind kind)
    {
        if (kind == AccessKind.Fetch && segment.IsNoExecute)
            return AddressTranslation.Fault(kind, StorageCauses.NoExecute);

        // A page size that slbmte does not take finds no page.
        if (!SegmentPageSizes.TryFind(segment.PageSizeEncoding, out var sizes))
            return AddressTranslation.Fault(kind, StorageCauses.NotFound);

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (!TryFind(memory, table, segment, sizes, address, out var entryAddress, out var entry))
                break;

            var permissions = Check(entry, segment, context, kind, out var causes);
            if (causes != StorageCauses.None)
                return AddressTranslation.Fault(kind, causes);

            if (!context.IsProbe && !TryMark(memory, entryAddress, ref entry, kind))
                continue;

            var pageShift = sizes.ShiftOf(entry.IsLarge, entry.Second);
            var offset = (1UL << pageShift) - 1;
            return new AddressTranslation(
                (entry.Second & HashedPageEntry.PageNumberField & ~offset) | (address & offset),
                (byte)pageShift,
                permissions,
                entry.Attributes,
                (entry.Second & HashedPageEntry.Change) == 0);
        }

        // Also when the entry changes faster than its bits can be set: the program then tries again.
        return AddressTranslation.Fault(kind, StorageCauses.NotFound);
    }

    private static bool TryFind(
        ITableMemory memory,
        HashedPageTable table,
        SlbEntry segment,
        SegmentPageSizes sizes,
        ulong address,
        out ulong entryAddress,
        out HashedPageEntry entry)
    {
        var offset = address & ((1UL << segment.SegmentShift) - 1);
        var page = offset >> sizes.BaseShift;
        var id = segment.VirtualSegmentId;
        var isLong = segment.SegmentShift == 40;
        var hash = isLong ? id ^ (id << 25) ^ page : id ^ page;

        // Segment size and virtual page number. What is within a page does not count, nor the 23 bits that entries do not have.
        var wanted = ((ulong)segment.SegmentSize << 62) | (id << (isLong ? 24 : 12)) | (offset >> 16);
        var compared = HashedPageEntry.VirtualPageField & ~(((1UL << sizes.BaseShift) - 1) >> 16);
        var (primary, secondary) = (table.GroupAddress(hash), table.GroupAddress(~hash));
        return TryFindInGroup(memory, primary, wanted, compared, sizes, 0, out entryAddress, out entry)
            || TryFindInGroup(
                memory, secondary, wanted, compared, sizes, HashedPageEntry.Secondary, out entryAddress, out entry);
    }

    private static bool TryFindInGroup(
        ITableMemory memory,
        ulong group,
        ulong wanted,
        ulong compared,
        SegmentPageSizes sizes,
        ulong secondary,
        out ulong entryAddress,
        out HashedPageEntry entry)
    {
        const ulong Flags = HashedPageEntry.Valid | HashedPageEntry.Secondary;
        for (var index = 0; index < EntriesOfGroup; index++)
        {
            entryAddress = unchecked(group + (ulong)(index * EntrySize));
            if (!memory.TryRead(entryAddress, out var first)
                || (first & Flags) != (HashedPageEntry.Valid | secondary)
                || ((first ^ wanted) & compared) != 0)
            {
                continue;
            }

            // The first doubleword says that the second one is there; if it did not change meanwhile, they belong together.
            if (!memory.TryRead(entryAddress + 8, out var second)
                || !memory.TryRead(entryAddress, out var again)
                || again != first)
            {
                continue;
            }

            entry = new HashedPageEntry(first, second);
            if (sizes.ShiftOf(entry.IsLarge, second) != 0)
                return true;
        }

        (entryAddress, entry) = (0, default);
        return false;
    }

    private static PagePermissions Check(
        HashedPageEntry entry, SlbEntry segment, in AccessContext context, AccessKind kind, out StorageCauses causes)
    {
        var storage = PagePermissions.All;
        if (entry.KeepsFetchesOut || segment.IsNoExecute)
            storage &= ~PagePermissions.Execute;
        var protection = entry.Protection(segment.Key(context.IsProblemState));
        var keys = context.KeyPermissions(entry.Key);
        var needed = AccessContext.NeededFor(kind);

        causes = StorageCauses.None;
        if ((needed & ~storage) != 0)
            causes |= StorageCauses.NoExecute;
        else if ((needed & ~protection) != 0)
            causes |= StorageCauses.Protection;
        if ((needed & ~keys) != 0)
            causes |= StorageCauses.Key;

        return storage & protection & keys;
    }

    private static bool TryMark(ITableMemory memory, ulong entryAddress, ref HashedPageEntry entry, AccessKind kind)
    {
        var marked = entry.Second | HashedPageEntry.Reference | (kind == AccessKind.Store ? HashedPageEntry.Change : 0);
        if (marked == entry.Second)
            return true;
        if (!memory.TryReplace(entryAddress + 8, entry.Second, marked))
            return false;

        entry = entry with { Second = marked };
        return true;
    }
}
