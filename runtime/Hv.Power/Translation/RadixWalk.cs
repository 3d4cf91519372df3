namespace Hv.Power.Translation;

/// <summary>
/// Translation by a radix tree for a guest, which is not in hypervisor state (Power ISA 3.0, book III, 5.7.10 to 5.7.13). It
/// reads five doublewords at most, and changes nothing but reference and change bits. The tree has the one shape that POWER9
/// takes: 52 bits of address, the first 13 in the root, then 9 and 9, and 9 or 5 for pages of 4 KiB or 64 KiB.
/// </summary>
public static class RadixWalk
{
    private const ulong Valid = 1UL << 63;
    private const ulong Leaf = 1UL << 62;
    private const ulong PageNumberField = 0x01FF_FFFF_FFFF_F000;
    private const ulong NextTableField = 0x0FFF_FFFF_FFFF_FF00;
    private const ulong SizeField = 0x1F;
    private const ulong Reference = 0x100;
    private const ulong Change = 0x80;
    private const ulong Privileged = 8;
    private const ulong AllowsRead = 4;
    private const ulong AllowsWrite = 2;
    private const ulong AllowsExecute = 1;

    private const int AddressBits = 52;
    private const int Attempts = 16;

    /// <summary>Translates an effective address.</summary>
    /// <param name="memory">Where the process table and the trees lie: the guest's RAM.</param>
    /// <param name="table">The process table.</param>
    /// <param name="context">The state of the processor.</param>
    /// <param name="address">The effective address; in 32-bit mode its high half is 0.</param>
    /// <param name="kind">What the access does.</param>
    public static AddressTranslation Translate(
        ITableMemory memory, ProcessTable table, in AccessContext context, ulong address, AccessKind kind)
    {
        // Quadrant 0 is of the process, quadrant 3 of the kernel, which is process 0. Between them or past 52 bits is nothing.
        var quadrant = address >> 62;
        if (quadrant is 1 or 2 || (address & 0x3FF0_0000_0000_0000) != 0)
            return AddressTranslation.SegmentFault(kind);

        var process = quadrant == 0 ? context.ProcessId : 0;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var causes = Find(memory, table, process, address, out var entryAddress, out var entry, out var pageShift);
            if (causes != StorageCauses.None)
                return AddressTranslation.Fault(kind, causes);

            var permissions = Check(entry, context, kind, out causes);
            if (causes != StorageCauses.None)
                return AddressTranslation.Fault(kind, causes);

            var marked = context.IsProbe ? entry : entry | Reference | (kind == AccessKind.Store ? Change : 0);
            if (marked != entry && !memory.TryReplace(entryAddress, entry, marked))
                continue;

            var offset = (1UL << pageShift) - 1;
            return new AddressTranslation(
                (entry & PageNumberField & ~offset) | (address & offset),
                (byte)pageShift,
                permissions,
                Attributes(entry),
                (marked & Change) == 0);
        }

        return AddressTranslation.Fault(kind, StorageCauses.ReferenceChange);
    }

    private static StorageCauses Find(
        ITableMemory memory,
        ProcessTable table,
        uint process,
        ulong address,
        out ulong entryAddress,
        out ulong entry,
        out int pageShift)
    {
        (entryAddress, entry, pageShift) = (0, 0, AddressBits);
        if ((table.Address & (table.Size - 1)) != 0)
            return StorageCauses.Unsupported;

        var processOffset = (ulong)process * 16;
        if (processOffset >= table.Size)
            return StorageCauses.NotFound;
        if (!memory.TryRead(table.Address + processOffset, out var root))
            return StorageCauses.NotFound | StorageCauses.ProcessTable;

        // The size of the tree is in two fields, less 31.
        var treeBits = (int)(((root >> 58) & 0x18) | ((root >> 5) & 7)) + 31;
        var (tableAddress, indexBits) = (root & NextTableField, (int)(root & SizeField));
        if (treeBits != AddressBits)
            return StorageCauses.Unsupported;

        for (var level = 0; ; level++)
        {
            if (!IsSupported(level, indexBits))
                return StorageCauses.Unsupported;

            pageShift -= indexBits;
            var index = (address >> pageShift) & ((1UL << indexBits) - 1);
            entryAddress = (tableAddress & ~((8UL << indexBits) - 1)) + (index * 8);
            if (!memory.TryRead(entryAddress, out entry))
                return StorageCauses.NotFound | StorageCauses.ProcessTable;
            if ((entry & Valid) == 0)
                return StorageCauses.NotFound;

            // Leaves of the root would be pages of 512 GiB, which there are not.
            if ((entry & Leaf) != 0)
                return level == 0 ? StorageCauses.Unsupported : StorageCauses.None;

            (tableAddress, indexBits) = (entry & NextTableField, (int)(entry & SizeField));
        }
    }

    // A directory below the last level, also one that points back up, is none.
    private static bool IsSupported(int level, int indexBits) => level switch
    {
        0 => indexBits == 13,
        1 or 2 => indexBits == 9,
        3 => indexBits is 5 or 9,
        _ => false,
    };

    private static PagePermissions Check(ulong entry, in AccessContext context, AccessKind kind, out StorageCauses causes)
    {
        var permissions = ((entry & (AllowsRead | AllowsWrite)) != 0 ? PagePermissions.Read : PagePermissions.None)
            | ((entry & AllowsWrite) != 0 ? PagePermissions.Write : PagePermissions.None)
            | ((entry & AllowsExecute) != 0 ? PagePermissions.Execute : PagePermissions.None);
        if (context.IsProblemState && (entry & Privileged) != 0)
            permissions = PagePermissions.None;

        // What a kernel may do with a page of its processes is in the first key of AMR and IAMR.
        if (!context.IsProblemState && (entry & Privileged) == 0)
            permissions &= context.KeyPermissions(0);
        if ((Attributes(entry) & StorageAttributes.Guarded) != 0)
            permissions &= ~PagePermissions.Execute;

        causes = (AccessContext.NeededFor(kind) & ~permissions) == 0 ? StorageCauses.None
            : kind == AccessKind.Fetch ? StorageCauses.NoExecute : StorageCauses.Protection;
        return permissions;
    }

    // The field ATT: normal, strong access order, non-idempotent and tolerant input and output (5.8.2.1).
    private static StorageAttributes Attributes(ulong entry) => ((entry >> 4) & 3) switch
    {
        0 => StorageAttributes.Coherent,
        1 => StorageAttributes.Coherent | StorageAttributes.StrongOrder,
        2 => StorageAttributes.Coherent | StorageAttributes.CachingInhibited | StorageAttributes.Guarded,
        _ => StorageAttributes.Coherent | StorageAttributes.CachingInhibited,
    };
}
