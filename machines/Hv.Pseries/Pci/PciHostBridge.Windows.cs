using Hv.Pseries.Dma;
using Hv.Runtime.Calls;
using Hv.Runtime.Declarations;
using Hv.Runtime.Dma;
using Hv.Runtime.Objects;

namespace Hv.Pseries.Pci;

/// <content>The bridge's identity and its DMA windows (LoPAR 7.3.13).</content>
public sealed partial class PciHostBridge
{
    /// <summary>The <see cref="NumaNode"/> of a bridge that is near to none.</summary>
    internal const uint NoNumaNode = uint.MaxValue;

    [GuestIdentity("/pci@ first BUID")]
    private const ulong FirstBuid = 0x0800_0000_2000_0000;

    [GuestIdentity("/pci@ first LIOBN")]
    private const uint FirstPciLiobn = 0x8000_0000;

    [GuestIdentity("/pci@ default DMA window page shift")]
    private const int DefaultPageShift = 12;

    private const uint OnlyNumaNode = 0;

    [GuestIdentity("/pci@ DMA windows with ddw")]
    private const int WindowsWithDdw = 2;

    [HostOnly("parts of the machine; each is a section of its own")]
    private TceTable[] _dmaWindows = [];

    [HostOnly("part of the machine")]
    private DmaAddressSpace? _dma;

    /// <inheritdoc/>
    public override bool IsHotPluggable => true;

    /// <summary>What the devices below the bridge reach.</summary>
    /// <exception cref="InvalidOperationException">The bridge is not realized.</exception>
    public DmaAddressSpace Dma => _dma ?? throw NotRealized();

    /// <summary>
    /// The TCE tables of the DMA windows, enabled or not: two, or one where the guest cannot create any. Their LIOBNs are
    /// 0x80000000 + index × 256 + window.
    /// </summary>
    public IReadOnlyList<TceTable> DmaWindows => _dmaWindows;

    /// <summary>How many windows are enabled.</summary>
    public int EnabledDmaWindows => _dmaWindows.Count(window => window.IsEnabled);

    /// <summary>
    /// Puts the DMA windows into the state after power-on: the default window alone, 4 KiB pages, at <c>dma_win_addr</c>. Nothing
    /// is mapped in it.
    /// </summary>
    /// <returns>
    /// <see langword="false"/> when a listener of <see cref="Dma"/> cannot have the default window: there is none then.
    /// </returns>
    public bool ResetDma()
    {
        foreach (var window in _dmaWindows)
            RemoveDmaWindow(window);

        if (NumaNode is not (OnlyNumaNode or NoNumaNode))
            throw new PropertyException($"{Properties.NumaNode}: there is no NUMA node {NumaNode}; allowed: {OnlyNumaNode}, or 0xffffffff for none.");

        var entries = DmaWindowSize >> DefaultPageShift;
        return TryAddDmaWindow(_dmaWindows[0], DmaWindowAddress, DefaultPageShift, entries, isDefault: true);
    }

    /// <summary>Enables one of <see cref="DmaWindows"/>: it appears in <see cref="Dma"/>.</summary>
    /// <returns><see langword="false"/> when a listener cannot have it; it stays disabled then.</returns>
    /// <exception cref="InvalidOperationException">It is enabled already.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No table can have such a window.</exception>
    public bool TryAddDmaWindow(TceTable window, ulong busAddress, int pageShift, ulong entries, bool isDefault)
    {
        window.Enable(busAddress, pageShift, entries, isDefault);
        var isAdded = false;
        try
        {
            isAdded = Dma.TryMap(window);
        }
        finally
        {
            if (!isAdded)
                window.Disable();
        }

        return isAdded;
    }

    /// <summary>Disables one of <see cref="DmaWindows"/>; nothing happens when it is.</summary>
    public void RemoveDmaWindow(TceTable window)
    {
        // First from the bus: a listener still finds the window's place, and no device an address without one.
        Dma.Unmap(window);
        window.Disable();
    }

    /// <summary>
    /// Finds the bus address of a new window: <c>dma64_win_addr</c> when it is free there, also when the default window is gone;
    /// otherwise <c>dma_win_addr</c>. Never one that overlaps an enabled window, runs past the end of the bus, or lies where the host
    /// of a device that is passed through has none.
    /// </summary>
    public bool TryPlaceDmaWindow(ulong size, out ulong busAddress)
    {
        var limits = Dma.Limits;
        foreach (var candidate in (ReadOnlySpan<ulong>)[Dma64WindowAddress, DmaWindowAddress])
        {
            var last = unchecked(candidate + (size - 1));
            if (size != 0 && last >= candidate && limits.Allow(new DmaRange(candidate, last)) && !Array.Exists(_dmaWindows, window => window.Overlaps(candidate, last)))
            {
                busAddress = candidate;
                return true;
            }
        }

        busAddress = 0;
        return false;
    }

    /// <summary>The page sizes that the guest can have for windows: the property's, where devices are passed through the host's too.</summary>
    public ulong OfferedPageSizes => PageSizeMask & Dma.Limits.PageSizes;

    /// <summary>How many windows the guest can still create: none where the host has no place or no page size for one.</summary>
    public int OfferedDmaWindows
    {
        get
        {
            var limits = Dma.Limits;
            if (limits != DmaWindowLimits.None && (OfferedPageSizes == 0 || LargestOfferedWindow == 0))
                return 0;

            return Math.Max(Math.Min(_dmaWindows.Length, limits.Windows) - EnabledDmaWindows, 0);
        }
    }

    /// <summary>The bytes that the largest window can have which the host has a free place for, at most 2^64 - 1.</summary>
    public ulong LargestOfferedWindow => Math.Max(FreeBytesFrom(Dma64WindowAddress), FreeBytesFrom(DmaWindowAddress));

    private ulong FreeBytesFrom(ulong address)
    {
        var free = Dma.Limits.BytesFrom(address);
        foreach (var window in _dmaWindows.Where(window => window.IsEnabled && address <= window.BusAddress + (window.Size - 1)))
            free = Math.Min(free, window.BusAddress > address ? window.BusAddress - address : 0);

        return free;
    }

    /// <inheritdoc/>
    protected override void OnRealize()
    {
        if (Machine is not PseriesMachine machine)
            throw new PropertyException($"{Type.Name} needs a pseries machine; {Machine.Version.Name} is none.");

        if (IsHotPlugged && !machine.PhbHotplug)
            throw new PropertyException($"PHB hotplug not supported for this machine: {machine.Version.Name}");

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

        _dma = new DmaAddressSpace(RootPath, machine.AddressSpace, machine.Trace.GetEvent("dma_fault"), machine.Lock)
        {
            IsBypassed = BypassesIommu,
        };
        try
        {
            // One by one: of a bridge that comes in vain, every number is free again.
            for (var window = 0u; window < (DynamicDmaWindows ? WindowsWithDdw : 1); window++)
                _dmaWindows = [.. _dmaWindows, MakeDmaWindow(machine, window)];

            RealizeBus(machine);
        }
        catch
        {
            OnUnrealize();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        ResetMessages();
        if (!ResetDma())
        {
            Machine.OnHandlerFailed(new InvalidOperationException(
                $"The host cannot have the default DMA window of {Dma.Name}; devices reach nothing."));
        }
    }

    /// <inheritdoc/>
    protected override void OnUnrealize()
    {
        UnrealizeBus();
        foreach (var window in _dmaWindows)
        {
            RemoveDmaWindow(window);
            ((PseriesMachine)Machine).RemoveTceTable(window);
        }
    }

    private TceTable MakeDmaWindow(PseriesMachine machine, uint window)
    {
        var liobn = new Liobn(FirstPciLiobn + (Index << 8) + window);
        if (!machine.TryAddTceTable(liobn, out var table))
        {
            throw new PropertyException(
                $"{Properties.Index}: {Index} gives a DMA window the LIOBN {liobn}, which is taken by another device.");
        }

        table.Space = Dma;
        table.HostTableLevels = TableLevels;
        return table;
    }
}
