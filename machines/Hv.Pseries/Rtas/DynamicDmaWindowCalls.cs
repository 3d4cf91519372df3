using System.Numerics;
using Hv.Pseries.Dma;
using Hv.Pseries.Pci;
using Hv.Runtime.Calls;
using Hv.Runtime.Declarations;
using Hv.Runtime.Dma;
using Hv.Runtime.Rtas;

namespace Hv.Pseries.Rtas;

/// <summary>
/// Dynamic DMA windows (LoPAR 7.3.13): the guest creates windows with large pages over all of its memory. All four calls answer
/// parameter error for a host bridge whose <c>ddw</c> is off.
/// </summary>
[RtasCalls]
internal sealed partial class DynamicDmaWindowCalls(PseriesMachine machine)
{
    /// <summary>The largest window, in pages, as one word tells it.</summary>
    [GuestIdentity("ibm,query-pe-dma-window: largest window")]
    private const uint LargestWindow = 0x8000_0000;

    /// <summary>
    /// The largest window, in pages, as two words tell it. It is more than a table holds: guests of the field have been told so
    /// since the sixth output exists, and compare it with the memory they have.
    /// </summary>
    [GuestIdentity("ibm,query-pe-dma-window: largest window in two words")]
    private const ulong LargestWindowWide = 1UL << 37;

    /// <summary>The migration capability mask: no window can be moved to another page size.</summary>
    [GuestIdentity("ibm,query-pe-dma-window: migration mask")]
    private const uint NoMigration = 0;

    /// <summary>Tells how many DMA windows the guest may still create, and which.</summary>
    [RtasCall(0x2026, "ibm,query-pe-dma-window", Trace = "spapr_iommu_ddw_query")]
    private RtasStatus Query(
        PciConfigAddress device, Buid phb, out uint windowsAvailable, out uint largestWindow, out PageSizes pageSizes, out uint migration)
    {
        var status = Query(phb, LargestWindow, out windowsAvailable, out var largest, out pageSizes, out migration);
        largestWindow = (uint)largest;
        return status;
    }

    /// <summary>Tells how many DMA windows the guest may still create, and which; the largest in two words.</summary>
    [RtasCall(0x2026, "ibm,query-pe-dma-window", Trace = "spapr_iommu_ddw_query")]
    private RtasStatus QueryWide(
        PciConfigAddress device, Buid phb, out uint windowsAvailable, out ulong largestWindow, out PageSizes pageSizes, out uint migration)
    {
        return Query(phb, LargestWindowWide, out windowsAvailable, out largestWindow, out pageSizes, out migration);
    }

    /// <summary>Creates a DMA window; all its entries fault until they are set.</summary>
    [RtasCall(0x2027, "ibm,create-pe-dma-window", Trace = "spapr_iommu_ddw_create")]
    private RtasStatus Create(PciConfigAddress device, Buid phb, uint pageShift, uint windowShift, out Liobn liobn, out ulong busAddress)
    {
        liobn = default;
        busAddress = 0;
        if (!TryFindBridge(phb, out var bridge))
            return RtasStatus.ParameterError;

        if (!PageSizeMask.Allows(bridge.OfferedPageSizes, pageShift) || windowShift < pageShift)
            return RtasStatus.ParameterError;

        var window = bridge.DmaWindows.FirstOrDefault(window => !window.IsEnabled);
        if (window is null || bridge.OfferedDmaWindows == 0)
            return RtasStatus.HardwareError;

        // A window has less than 2^32 pages, as migration streams count them in one word; and its place on a bus of 64 bits.
        var entryShift = windowShift - pageShift;
        if (entryShift >= 32 || !GuestShift.TryPowerOfTwo(windowShift, out var size) || !bridge.TryPlaceDmaWindow(size, out busAddress))
            return RtasStatus.HardwareError;

        if (!bridge.TryAddDmaWindow(window, busAddress, (int)pageShift, 1u << (int)entryShift, isDefault: false))
            return RtasStatus.HardwareError;

        liobn = window.Liobn;
        return RtasStatus.Success;
    }

    /// <summary>Removes a DMA window; without any left the default window comes back, unless it was the one removed.</summary>
    [RtasCall(0x2028, "ibm,remove-pe-dma-window", Trace = "spapr_iommu_ddw_remove")]
    private RtasStatus Remove(Liobn liobn)
    {
        foreach (var bridge in machine.HostBridges.Where(bridge => bridge.DynamicDmaWindows))
        {
            var window = bridge.DmaWindows.FirstOrDefault(window => window.Liobn == liobn && window.IsEnabled);
            if (window is null)
                continue;

            bridge.RemoveDmaWindow(window);
            var isRestored = bridge.EnabledDmaWindows > 0 || window.IsDefault || bridge.ResetDma();
            return isRestored ? RtasStatus.Success : RtasStatus.HardwareError;
        }

        return RtasStatus.ParameterError;
    }

    /// <summary>Brings back the default DMA window and removes all others.</summary>
    [RtasCall(0x2029, "ibm,reset-pe-dma-window", Trace = "spapr_iommu_ddw_reset")]
    private RtasStatus Reset(PciConfigAddress device, Buid phb)
    {
        if (!TryFindBridge(phb, out var bridge))
            return RtasStatus.ParameterError;

        return bridge.ResetDma() ? RtasStatus.Success : RtasStatus.HardwareError;
    }

    private RtasStatus Query(
        Buid phb, ulong largest, out uint windowsAvailable, out ulong largestWindow, out PageSizes pageSizes, out uint migration)
    {
        migration = NoMigration;
        largestWindow = largest;
        if (!TryFindBridge(phb, out var bridge))
        {
            windowsAvailable = 0;
            pageSizes = PageSizes.None;
            return RtasStatus.ParameterError;
        }

        windowsAvailable = (uint)bridge.OfferedDmaWindows;
        pageSizes = PageSizeMask.ToPageSizes(bridge.OfferedPageSizes);

        // In pages, and a guest takes the largest it can: with those the host's place must do.
        if (bridge.Dma.Limits != DmaWindowLimits.None && bridge.OfferedPageSizes is not 0 and var offered)
            largestWindow = Math.Min(largest, Math.Max(bridge.LargestOfferedWindow >> BitOperations.Log2(offered), 1));

        return RtasStatus.Success;
    }

    private bool TryFindBridge(Buid phb, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PciHostBridge? bridge)
    {
        bridge = machine.FindHostBridge(phb);
        return bridge is { DynamicDmaWindows: true };
    }
}
