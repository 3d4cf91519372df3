using Hv.Pseries.Dma;
using Hv.Runtime.Calls;
using Hv.Runtime.Objects;

namespace Hv.Pseries.Pci;

/// <content>The bridge's identity and its DMA windows (LoPAR 7.3.13).</content>
public sealed partial class PciHostBridge
{
    private const ulong FirstBuid = 0x0800_0000_2000_0000;
    private const uint FirstPciLiobn = 0x8000_0000;
    private const int DefaultPageShift = 12;
    private const int WindowsWithDdw = 2;

    private DmaWindow[] _dmaWindows = [];

    /// <inheritdoc/>
    public override bool IsHotPluggable => true;

    /// <summary>The bus unit identifier: how the guest names the bridge.</summary>
    public Buid Buid => new(FirstBuid + Index);

    /// <summary>
    /// The DMA windows, enabled or not: two, or one where the guest cannot create any. Their LIOBNs are 0x80000000 + index × 256 +
    /// window.
    /// </summary>
    public IReadOnlyList<DmaWindow> DmaWindows => _dmaWindows;

    /// <summary>How many windows are enabled.</summary>
    public int EnabledDmaWindows => _dmaWindows.Count(window => window.IsEnabled);

    /// <summary>
    /// Puts the DMA windows into the state after power-on: the default window alone, 4 KiB pages, at <c>dma_win_addr</c>.
    /// </summary>
    public void ResetDma()
    {
        foreach (var window in _dmaWindows)
            window.Disable();

        _dmaWindows[0].Enable(DmaWindowAddress, DefaultPageShift, (uint)(DmaWindowSize >> DefaultPageShift), isDefault: true);
    }

    /// <summary>
    /// Finds the bus address of a new window: <c>dma64_win_addr</c> when it is free there, also when the default window is gone;
    /// otherwise <c>dma_win_addr</c>. Never one that overlaps an enabled window or runs past the end of the bus.
    /// </summary>
    public bool TryPlaceDmaWindow(ulong size, out ulong busAddress)
    {
        foreach (var candidate in new[] { Dma64WindowAddress, DmaWindowAddress })
        {
            var last = unchecked(candidate + (size - 1));
            if (size != 0 && last >= candidate && !_dmaWindows.Any(window => window.Overlaps(candidate, last)))
            {
                busAddress = candidate;
                return true;
            }
        }

        busAddress = 0;
        return false;
    }

    /// <inheritdoc/>
    protected override void OnRealize()
    {
        if (Machine is not PseriesMachine machine)
            throw new PropertyException($"{Type.Name} needs a pseries machine; {Machine.Version.Name} is none.");

        var last = machine.PhbPlacement == PhbPlacement.AboveMemory ? 255u : 30u;
        if (Index > last)
        {
            var value = Index == uint.MaxValue ? "it must be given" : $"{Index} is out of range";
            throw new PropertyException($"{Properties.Index}: {value}; allowed on {machine.Version.Name}: 0 to {last}.");
        }

        if (machine.HostBridges.Any(other => other != this && other.Index == Index))
            throw new PropertyException($"{Properties.Index}: {Index} is taken by another host bridge; each has its own.");

        var entries = DmaWindowSize >> DefaultPageShift;
        if (entries is 0 or > uint.MaxValue)
        {
            throw new PropertyException(
                $"{Properties.DmaWindowSize}: 0x{DmaWindowSize:x} gives a window of {entries} pages; allowed: 4K to 16T less one page.");
        }

        if (unchecked(DmaWindowAddress + (DmaWindowSize - 1)) < DmaWindowAddress)
        {
            throw new PropertyException(
                $"{Properties.DmaWindowAddress}: a window of 0x{DmaWindowSize:x} bytes at 0x{DmaWindowAddress:x} runs past the end of the bus.");
        }

        var liobn = FirstPciLiobn + (Index << 8);
        var windows = DynamicDmaWindows ? WindowsWithDdw : 1;
        _dmaWindows = [.. Enumerable.Range(0, windows).Select(window => new DmaWindow(new Liobn(liobn + (uint)window)))];
    }

    /// <inheritdoc/>
    protected override void OnReset() => ResetDma();
}
