using Hv.Pseries.Versions;
using Hv.Runtime.Calls;
using Hv.Runtime.Memory;
using Hv.Testing;

namespace Hv.Pseries.Tests.Dma;

/// <summary>Trace events have the names that users of QEMU know.</summary>
public sealed class TraceTests
{
    private static readonly Buid Phb = new(0x0800_0000_2000_0000);
    private static readonly Liobn Second = new(0x8000_0001);

    [Test]
    public void Windows_tables_and_translations_are_traced_by_the_names_of_the_field()
    {
        using var machine = new TestMachine<Pseries_7_2>();
        var list = new GuestPhysicalAddress(0x10_0000);
        machine.Trace("spapr_iommu_*");
        machine.Rtas().IbmQueryPeDmaWindow(default, Phb, out _, out uint _, out _, out _);
        machine.Rtas().IbmCreatePeDmaWindow(default, Phb, 16, 31, out _, out var bus);
        machine.Hypercalls().HPutTce(Second, bus, 0x20003);
        machine.Hypercalls().HGetTce(Second, bus, out _);
        machine.Hypercalls().HPutTceIndirect(Second, bus, list, 2);
        machine.Hypercalls().HStuffTce(Second, bus, 0x30001, 2);
        machine.Machine.HostBridges.Single().Dma.Read(bus + 0x10, new byte[1]);
        machine.Rtas().IbmRemovePeDmaWindow(Second);
        machine.Rtas().IbmResetPeDmaWindow(default, Phb);
        Assert.That(machine.TraceRecords.Select(record => $"{record.Event} {record.Message}"), Is.EqualTo(new[]
        {
            "spapr_iommu_ddw_query device=0x0 phb=0x800000020000000 -> Success windowsAvailable=0x1 largestWindow=0x80000000 pageSizes=Size4K, Size64K, Size16M, Size2M migration=0x0",
            "spapr_iommu_new_table liobn=0x80000001 bus=0x800000000000000 page_shift=16 entries=0x8000",
            "spapr_iommu_ddw_create device=0x0 phb=0x800000020000000 pageShift=0x10 windowShift=0x1f -> Success liobn=0x80000001 busAddress=0x800000000000000",
            "spapr_iommu_put liobn=0x80000001 ioba=0x800000000000000 tce=0x20003 -> Success",
            "spapr_iommu_get liobn=0x80000001 ioba=0x800000000000000 -> Success tce=0x20003",
            "spapr_iommu_indirect liobn=0x80000001 ioba=0x800000000000000 list=0x100000 count=0x2 -> Success",
            "spapr_iommu_stuff liobn=0x80000001 ioba=0x800000000000000 tce=0x30001 count=0x2 -> Success",
            "spapr_iommu_xlate liobn=0x80000001 ioba=0x800000000000010 tce=0x30001 wanted=Read -> 0x30010 Read",
            "spapr_iommu_ddw_remove liobn=0x80000001 -> Success",
            "spapr_iommu_new_table liobn=0x80000000 bus=0x0 page_shift=12 entries=0x40000",
            "spapr_iommu_ddw_reset device=0x0 phb=0x800000020000000 -> Success",
        }));
    }
}
