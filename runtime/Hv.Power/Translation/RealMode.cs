namespace Hv.Power.Translation;

/// <summary>Accesses of a guest with translation off (Power ISA, book III, 5.7.3).</summary>
public static class RealMode
{
    /// <summary>The four bits that accesses with translation off ignore.</summary>
    private const ulong AddressMask = 0x0FFF_FFFF_FFFF_FFFF;

    /// <summary>The segment that virtual real mode accesses go through: 1 TiB, without its page size.</summary>
    private const ulong VirtualSegment = 0x4001_FFFF_FF00_0000;

    private const byte PageShift = 12;

    /// <summary>Translates by the real mode area: what lies beyond it is protected.</summary>
    /// <param name="area">The area.</param>
    /// <param name="address">The effective address.</param>
    /// <param name="kind">What the access does.</param>
    public static AddressTranslation Translate(RealModeArea area, ulong address, AccessKind kind)
    {
        var offset = address & AddressMask;
        return offset >= area.Size
            ? AddressTranslation.Fault(kind, StorageCauses.Protection)
            : new AddressTranslation(
                area.Offset | offset, PageShift, PagePermissions.All, StorageAttributes.Coherent, MustSetChange: false);
    }

    /// <summary>
    /// Translates by the hashed page table, as the hypervisor set it up for a guest that has translation off: the virtual real
    /// mode area. What is not there is the hypervisor's to handle.
    /// </summary>
    /// <param name="memory">Where the table lies.</param>
    /// <param name="table">The table.</param>
    /// <param name="pageSize">The field VRMASD of the LPCR, 5 bits: L, then LP in the two low bits.</param>
    /// <param name="context">The state of the processor. Its keys count as they do with translation on.</param>
    /// <param name="address">The effective address, of which the first 24 bits do not count.</param>
    /// <param name="kind">What the access does.</param>
    public static AddressTranslation TranslateVirtual(
        ITableMemory memory, HashedPageTable table, uint pageSize, in AccessContext context, ulong address, AccessKind kind)
    {
        var segment = new SlbEntry(0x0800_0000, VirtualSegment | (pageSize << 4 & 0x130));
        return HashWalk.Translate(memory, table, segment, context, address & 0xFF_FFFF_FFFF, kind).ForHypervisor();
    }
}
