using System.Numerics;
using Hv.Power.Translation;
using Hv.Pseries.Configuration;
using Hv.Pseries.Processors;
using Hv.Runtime.Declarations;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Memory;

namespace Hv.Pseries.Hypercalls;

/// <summary>
/// The guest's hash page table, which the hypervisor keeps for it (LoPAR 14.5.4.1): entries are named by their number (ptex). A guest with
/// radix page tables has none: no number is one.
/// </summary>
[Hypercalls]
internal sealed partial class PageTableHypercalls(PseriesMachine machine)
{
    private const ulong ReadFour = 1UL << 37;
    private const ulong Exact = 1UL << 39;
    private const ulong CompareVirtualPage = 1UL << 31;
    private const ulong CompareCondition = 1UL << 30;

    private const ulong EntriesOfGroup = 8;
    private const ulong EntriesOfRead = 4;
    private const int PairsOfBulk = 4;
    private const int LargePageShift = 24;

    private const ulong NotFromGuest = 0x60;
    private const ulong VirtualPageField = ~0x7FUL;
    private const ulong RealPageField = 0x0FFF_FFFF_FFFF_F000;

    private const ulong WriteThrough = 0x40;
    private const ulong Inhibited = 0x20;
    private const ulong Coherent = 0x10;
    private const ulong Attributes = 0x78;

    private const ulong Protection = 0x8000_0000_0000_0007;
    private const ulong KeyHigh = 0x3000_0000_0000_0000;
    private const ulong KeyLow = 0xE00;

    private HashPageTable Table => machine.HashPageTable;

    /// <summary>Adds an entry, in the first free place of a group unless exactly that place is wanted.</summary>
    [Hypercall(0x08, "H_ENTER")]
    private HypercallStatus Enter(ulong flags, ulong index, ulong first, ulong second, out ulong used)
    {
        used = index;
        if (!IsAllowed(first, second) || index >= Table.Count)
            return HypercallStatus.Parameter;

        if ((flags & Exact) != 0)
        {
            if (Table.IsInUse(index))
                return HypercallStatus.PageTableGroupFull;
        }
        else if (!TryFindFree(ref index))
        {
            return HypercallStatus.PageTableGroupFull;
        }

        used = index;
        Table[index] = new HptEntry(first & ~NotFromGuest, second);
        return HypercallStatus.Success;
    }

    /// <summary>Takes an entry away.</summary>
    [Hypercall(0x04, "H_REMOVE")]
    private HypercallStatus Remove(ulong flags, ulong index, ulong virtualPage, out ulong first, out ulong second)
    {
        second = 0;
        var status = Invalidate(index, (flags & CompareVirtualPage) != 0, (flags & CompareCondition) != 0, virtualPage, out first);
        if (status != HypercallStatus.Success)
            return status;

        Flush();
        second = Table[index].Second;
        return HypercallStatus.Success;
    }

    /// <summary>Reads an entry, or the four of which it is one.</summary>
    [Hypercall(0x0C, "H_READ")]
    private HypercallStatus Read(ulong flags, ulong index, HypercallFrame frame)
    {
        if (index >= Table.Count)
            return HypercallStatus.Parameter;

        var count = (flags & ReadFour) != 0 ? EntriesOfRead : 1;
        index -= index % count;
        for (var entry = 0; entry < (int)count; entry++)
            (frame.Registers[2 * entry], frame.Registers[(2 * entry) + 1]) = Table[index + (ulong)entry];

        return HypercallStatus.Success;
    }

    /// <summary>Changes what an entry allows: protection, no-execute, and the key.</summary>
    [Hypercall(0x18, "H_PROTECT")]
    private HypercallStatus Protect(ulong flags, ulong index, ulong virtualPage)
    {
        if (index >= Table.Count)
            return HypercallStatus.Parameter;

        var entry = Table[index];
        if ((entry.First & HashPageTable.Valid) == 0
            || ((flags & CompareVirtualPage) != 0 && (entry.First & VirtualPageField) != virtualPage))
        {
            return HypercallStatus.NotFound;
        }

        var bits = ((flags << 55) & ~(ulong.MaxValue >> 1)) | ((flags << 48) & KeyHigh) | (flags & (7 | KeyLow));
        Table.Replace(index, Protection | KeyHigh | KeyLow, bits);
        Flush();
        return HypercallStatus.Success;
    }

    /// <summary>Takes up to four entries away; what became of each is told in the register that asked for it.</summary>
    [Hypercall(0x124, "H_BULK_REMOVE")]
    private HypercallStatus BulkRemove(HypercallFrame frame)
    {
        Span<ulong> removed = stackalloc ulong[PairsOfBulk];
        var done = 0;
        var status = RemovePairs(frame.Registers, removed, ref done);
        if (!removed.ContainsAnyExcept(0UL))
            return status;

        Flush();

        // Processors set marks until they had forgotten the entries.
        for (var pair = 0; pair < done; pair++)
        {
            if (removed[pair] != 0)
            {
                var second = Table[removed[pair] - 1].Second;
                frame.Registers[2 * pair] |= (second & (HashPageTable.Referenced | HashPageTable.Written)) << BulkRequest.MarksShift;
            }
        }

        return status;
    }

    /// <summary>
    /// Prepares a table of another size; 0: none, whatever was prepared. The answer to the first call is that it takes a while, that to the
    /// next one how it went.
    /// </summary>
    [Hypercall(0x36C, "H_RESIZE_HPT_PREPARE")]
    private HypercallStatus PrepareResize(ulong flags, ulong shift)
    {
        if (CheckResize(flags) is not HypercallStatus.Success and var status)
            return status;

        if (shift != 0 && shift is < HashPageTable.SmallestShift or > HashPageTable.LargestShift)
            return HypercallStatus.Parameter;

        if (shift > (ulong)Table.ShiftForRam + 1)
            return HypercallStatus.Resource;

        if (shift != 0 && (int)shift == Table.PreparedShift)
            return Table.IsPrepared ? HypercallStatus.Success : HypercallStatus.NoMemory;

        if (shift == 0)
        {
            Table.CancelResize();
            return HypercallStatus.Success;
        }

        Table.PrepareResize((int)shift);
        return HypercallStatus.LongBusy100Milliseconds;
    }

    /// <summary>Changes over to the table that was prepared. Only the entries that the guest bolted are in it.</summary>
    [Hypercall(0x370, "H_RESIZE_HPT_COMMIT")]
    private HypercallStatus CommitResize(ulong flags, ulong shift)
    {
        if (CheckResize(flags) is not HypercallStatus.Success and var status)
            return status;

        if (shift == 0 || shift != (ulong)Table.PreparedShift)
            return HypercallStatus.Closed;

        if (!Table.IsPrepared)
            return HypercallStatus.Busy;

        return Table.TryResize() ? HypercallStatus.Success : HypercallStatus.PageTableGroupFull;
    }

    private HypercallStatus CheckResize(ulong flags)
    {
        if (machine.EffectiveHptResizing == HptResizing.Disabled)
            return HypercallStatus.Authority;

        if (Table.Shift == 0)
            return HypercallStatus.NotAvailable;

        return flags == 0 ? HypercallStatus.Success : HypercallStatus.Parameter;
    }

    /// <summary>Whether there can be such an entry: of a page size that the guest may use, and with the attributes of what is there.</summary>
    private bool IsAllowed(ulong first, ulong second)
    {
        var shift = HashedPageSize.ShiftOf(first, second);
        if (shift == 0 || shift > BitOperations.Log2(machine.CapHptMaximumPageSize))
            return false;

        // Pages of another size than their segment's are promised for 16 MiB alone (ibm,segment-page-sizes).
        if (shift != HashedPageSize.BaseShiftOf(first, second) && shift != LargePageShift)
            return false;

        var address = second & RealPageField & ~((1UL << shift) - 1);
        return machine.Memory.Contains(new GuestPhysicalAddress(address), 1)
            ? (second & Attributes) == Coherent
            : (second & (WriteThrough | Inhibited | Coherent)) is Inhibited or (Inhibited | Coherent);
    }

    private bool TryFindFree(ref ulong index)
    {
        var group = index & ~(EntriesOfGroup - 1);
        for (var place = group; place < group + EntriesOfGroup; place++)
        {
            if (!Table.IsInUse(place))
            {
                index = place;
                return true;
            }
        }

        return false;
    }

    private HypercallStatus RemovePairs(Span<ulong> registers, Span<ulong> removed, ref int done)
    {
        for (; done < PairsOfBulk; done++)
        {
            ref var control = ref registers[2 * done];
            if ((control & BulkRequest.TypeField) == BulkRequest.End)
                break;

            if ((control & BulkRequest.TypeField) != BulkRequest.Request)
                return HypercallStatus.Parameter;

            control = (control & (BulkRequest.IndexField | BulkRequest.FlagsField)) | BulkRequest.Response;
            var index = control & BulkRequest.IndexField;
            var flags = control & BulkRequest.FlagsField;
            var status = flags == BulkRequest.FlagsField
                ? HypercallStatus.Parameter
                : Invalidate(
                    index, flags == BulkRequest.CompareVirtualPage, flags == BulkRequest.CompareCondition, registers[(2 * done) + 1], out _);
            switch (status)
            {
                case HypercallStatus.Success:
                    removed[done] = index + 1;
                    break;
                case HypercallStatus.NotFound:
                    control |= BulkRequest.NotFound;
                    break;
                default:
                    control |= BulkRequest.Parameter;
                    return HypercallStatus.Parameter;
            }
        }

        return HypercallStatus.Success;
    }

    /// <summary>Takes an entry out of use if it is the one that is meant.</summary>
    private HypercallStatus Invalidate(ulong index, bool comparesPage, bool comparesCondition, ulong operand, out ulong first)
    {
        first = 0;
        if (index >= Table.Count)
            return HypercallStatus.Parameter;

        first = Table[index].First;
        if ((first & HashPageTable.Valid) == 0
            || (comparesPage && (first & VirtualPageField) != operand)
            || (comparesCondition && (first & operand) != 0))
        {
            return HypercallStatus.NotFound;
        }

        Table.Invalidate(index);
        return HypercallStatus.Success;
    }

    private void Flush() => machine.Execution.Group.FlushTranslations();

    /// <summary>The control word of a pair (LoPAR 14.5.4.1.7).</summary>
    private static class BulkRequest
    {
        public const ulong TypeField = 3UL << 62;
        public const ulong Request = 1UL << 62;
        public const ulong Response = 2UL << 62;
        public const ulong End = 3UL << 62;
        public const ulong NotFound = 1UL << 60;
        public const ulong Parameter = 2UL << 60;
        public const ulong FlagsField = 3UL << 56;
        public const ulong CompareCondition = 1UL << 56;
        public const ulong CompareVirtualPage = 2UL << 56;
        public const ulong IndexField = (1UL << 56) - 1;
        public const int MarksShift = 43;
    }
}
