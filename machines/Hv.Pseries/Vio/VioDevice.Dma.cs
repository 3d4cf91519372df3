using Hv.Pseries.Dma;
using Hv.Runtime.Calls;
using Hv.Runtime.Declarations;
using Hv.Runtime.Dma;
using Hv.Runtime.Objects;

namespace Hv.Pseries.Vio;

/// <content>The DMA window that some devices have (LoPAR 17.2.1.2, "ibm,my-dma-window").</content>
public abstract partial class VioDevice
{
    [GuestIdentity("/vdevice DMA window page shift")]
    private const int PageShift = 12;

    /// <summary>What the device reaches; <see langword="null"/> when it has no DMA window, or is not realized.</summary>
    [HostOnly("part of the machine")]
    public DmaAddressSpace? Dma { get; private set; }

    /// <summary>
    /// The table of the device's DMA window, whose LIOBN is the unit address; <see langword="null"/> when it has none, or is not
    /// realized.
    /// </summary>
    [HostOnly("part of the machine; a section of its own")]
    public TceTable? DmaWindow { get; private set; }

    /// <summary>The size of the device's DMA window in bytes, whole pages of 4 KiB from bus address 0; 0: it has none.</summary>
    protected virtual uint DmaWindowSize => 0;

    /// <summary>
    /// Stops the device, as firmware asks before it hands over to the operating system: nothing is mapped for it any more.
    /// </summary>
    public void Quiesce()
    {
        DmaWindow?.Clear();
        (_queueAddress, _queueSize, _queueNext) = (0, 0, 0);
        OnQuiesce();
    }

    /// <summary>Gives up what the guest has set up for the device besides its DMA window.</summary>
    protected virtual void OnQuiesce()
    {
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        Quiesce();
        Dma?.IsBypassed = false;
        _signalState = 0;
    }

    private void RealizeDma(PseriesMachine machine)
    {
        if (DmaWindowSize == 0)
            return;

        if (!machine.TryAddTceTable(new Liobn(UnitAddress), out var table))
        {
            throw new PropertyException(
                $"{Properties.UnitAddress}: 0x{UnitAddress:x} is the LIOBN of another device's DMA window; each has its own.");
        }

        DmaWindow = table;
        var faults = machine.Trace.GetEvent("dma_fault");
        Dma = new DmaAddressSpace($"vio@{UnitAddress:x}", machine.AddressSpace, faults, machine.Lock);
        table.Enable(0, PageShift, DmaWindowSize >> PageShift, isDefault: false);
        table.Space = Dma;
        Dma.TryMap(table);
    }

    private void UnrealizeDma()
    {
        if (DmaWindow is not { } table)
            return;

        Dma?.Unmap(table);
        table.Disable();
        (Machine as PseriesMachine)?.RemoveTceTable(table);
    }
}
