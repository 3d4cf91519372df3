using Hv.Pseries.Dma;
using Hv.Pseries.Interrupts;
using Hv.Runtime.Calls;
using Hv.Runtime.Declarations;
using Hv.Runtime.Dma;
using Hv.Runtime.Objects;

namespace Hv.Pseries.Vio;

/// <summary>A device on the virtual I/O bus (LoPAR chapter 17), which the guest names by its unit address.</summary>
[Device("vio-spapr-device")]
public abstract partial class VioDevice : Device
{
    private const int PageShift = 12;

    /// <summary>The unit address; 0xffffffff: the next free one from 0x71000000 on.</summary>
    [Property("reg", Default = uint.MaxValue, Format = PropertyFormat.Hexadecimal)]
    public partial uint UnitAddress { get; set; }

    /// <summary>The source of its interrupts; <see langword="null"/> before it is realized.</summary>
    public InterruptSource? Interrupt { get; private set; }

    /// <summary>What the device reaches; <see langword="null"/> when it has no DMA window, or is not realized.</summary>
    public DmaAddressSpace? Dma { get; private set; }

    /// <summary>
    /// The table of the device's DMA window, whose LIOBN is the unit address; <see langword="null"/> when it has none, or is not
    /// realized.
    /// </summary>
    public TceTable? DmaWindow { get; private set; }

    /// <summary>The size of the device's DMA window in bytes, whole pages of 4 KiB from bus address 0; 0: it has none.</summary>
    protected virtual uint DmaWindowSize => 0;

    /// <summary>Stops the device, as firmware asks before it hands over to the operating system: nothing is mapped for it any more.</summary>
    public void Quiesce()
    {
        DmaWindow?.Clear();
        OnQuiesce();
    }

    /// <summary>Gives up what the guest has set up for the device besides its DMA window.</summary>
    protected virtual void OnQuiesce()
    {
    }

    /// <inheritdoc/>
    protected override void OnRealize()
    {
        if (Machine is not PseriesMachine machine)
            throw new PropertyException($"{Type.Name} needs a pseries machine; {Machine.Version.Name} is none.");

        if (DmaWindowSize > 0)
            OpenWindow(machine);

        Interrupt = machine.Interrupts.ClaimVio(UnitAddress);
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        Quiesce();
        Dma?.IsBypassed = false;
    }

    /// <inheritdoc/>
    protected override void OnUnrealize()
    {
        if (Interrupt is { } source)
            (Machine as PseriesMachine)?.Interrupts.Free(source.Number, 1);

        Interrupt = null;
        if (DmaWindow is { } table)
        {
            Dma?.Unmap(table);
            table.Disable();
            ((PseriesMachine)Machine).RemoveTceTable(table);
        }
    }

    private void OpenWindow(PseriesMachine machine)
    {
        if (!machine.TryAddTceTable(new Liobn(UnitAddress), out var table))
            throw new PropertyException($"{Properties.UnitAddress}: 0x{UnitAddress:x} is the LIOBN of another device's DMA window.");

        DmaWindow = table;
        Dma = new DmaAddressSpace($"vio@{UnitAddress:x}", machine.AddressSpace, machine.Trace.GetEvent("dma_fault"));
        table.Enable(0, PageShift, DmaWindowSize >> PageShift, isDefault: false);
        Dma.TryMap(table);
    }
}
