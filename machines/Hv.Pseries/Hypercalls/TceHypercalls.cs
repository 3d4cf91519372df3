using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Hv.Pseries.Dma;
using Hv.Runtime.Calls;
using Hv.Runtime.Declarations;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Memory;

namespace Hv.Pseries.Hypercalls;

/// <summary>
/// The guest maps pages for DMA (LoPAR 14.5.4.2): a LIOBN names the table, a bus address in the page the entry. A call for
/// several pages stops at the first that cannot be mapped; those before it are.
/// </summary>
[Hypercalls]
internal sealed partial class TceHypercalls(PseriesMachine machine)
{
    /// <summary>A list of TCEs begins at a multiple of this, so that it lies in one page.</summary>
    private const ulong ListAlignment = 4096;

    /// <summary>Reads the TCE of a page.</summary>
    [Hypercall(0x1C, "H_GET_TCE", Trace = "spapr_iommu_get")]
    private HypercallStatus Get(Liobn liobn, ulong ioba, out ulong tce)
    {
        tce = 0;
        return machine.TryFindTceTable(liobn, out var table) ? table.Get(ioba, out tce) : HypercallStatus.Parameter;
    }

    /// <summary>Puts the TCE of a page.</summary>
    [Hypercall(0x20, "H_PUT_TCE", Trace = "spapr_iommu_put")]
    private HypercallStatus Put(Liobn liobn, ulong ioba, ulong tce) =>
        machine.TryFindTceTable(liobn, out var table) ? table.PutUnderLock(ioba, tce) : HypercallStatus.Parameter;

    /// <summary>Puts one TCE for many pages that follow each other.</summary>
    [Hypercall(0x138, "H_STUFF_TCE", Trace = "spapr_iommu_stuff")]
    private HypercallStatus Stuff(Liobn liobn, ulong ioba, ulong tce, ulong count) =>
        machine.TryFindTceTable(liobn, out var table) ? table.Stuff(ioba, tce, count) : HypercallStatus.Parameter;

    /// <summary>Puts the TCEs of up to 512 pages that follow each other, from a list in memory.</summary>
    /// <remarks>
    /// LoPAR wants the list in the partition's memory: one that is not wholly RAM is refused before any entry changes. The list
    /// is copied once, so that what is checked, stored and told to listeners is the same whatever the guest writes to it
    /// meanwhile.
    /// </remarks>
    [Hypercall(0x13C, "H_PUT_TCE_INDIRECT", Trace = "spapr_iommu_indirect")]
    private HypercallStatus PutIndirect(Liobn liobn, ulong ioba, GuestPhysicalAddress list, ulong count)
    {
        if (count is 0 or > TceTable.LargestPut || list.Value % ListAlignment != 0)
            return HypercallStatus.Parameter;

        if (!machine.TryFindTceTable(liobn, out var table)
            || !machine.Memory.TryGetSpan(list, (int)count * sizeof(ulong), forWrite: false, out var bytes))
        {
            return HypercallStatus.Parameter;
        }

        Span<ulong> tces = stackalloc ulong[TceTable.LargestPut];
        tces = tces[..(int)count];
        var bigEndian = MemoryMarshal.Cast<byte, ulong>(bytes);
        if (BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(bigEndian, tces);
        else
            bigEndian.CopyTo(tces);

        return table.Put(ioba, tces);
    }
}
