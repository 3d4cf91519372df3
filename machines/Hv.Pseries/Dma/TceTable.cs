using System.Diagnostics;
using Hv.Pseries.Dma.Entries;
using Hv.Runtime.Calls;
using Hv.Runtime.Declarations;
using Hv.Runtime.Dma;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Memory;
using Hv.Runtime.Tracing;

namespace Hv.Pseries.Dma;

/// <summary>
/// The translation control entries (TCEs) behind one LIOBN, and the window of the bus that they translate (LoPAR 14.5.4.2). While
/// it is disabled there is no window. A new window maps nothing, and takes memory only for what is mapped.
/// </summary>
/// <remarks>
/// A TCE is stored as the guest gave it. Its two lowest bits permit reads (1) and writes (2); without both the page is not
/// mapped. Its upper bits, down to the page size, are the guest-physical address. Devices translate without a lock while the
/// guest changes entries: they see the old TCE or the new one.
/// </remarks>
public sealed partial class TceTable : IommuRegion
{
    /// <summary>So many TCEs are put at most at once.</summary>
    public const int LargestPut = 512;

    private const int SmallestPageShift = 12;
    private const int LargestPageShift = 34;

    private readonly TraceEvent? _enabled;
    private readonly TraceEvent? _translated;

    [Derived(nameof(StreamedEntries), nameof(_streamedCount), nameof(_streamedBusAddress), nameof(_streamedPageShift))]
    private Window? _window;

    /// <summary>Makes a table that is disabled.</summary>
    /// <param name="liobn">The number the guest names it by.</param>
    /// <param name="hostBytesLimit">About how much of the host's memory its entries may take.</param>
    /// <param name="trace">Where <c>spapr_iommu_new_table</c> and <c>spapr_iommu_xlate</c> go, or <see langword="null"/>.</param>
    /// <param name="updateLock">Held while the table changes: the machine's lock. Without one the table has its own.</param>
    public TceTable(Liobn liobn, long hostBytesLimit = long.MaxValue, TraceLog? trace = null, Lock? updateLock = null)
        : base($"tce-iommu-{liobn.Value:x}", updateLock)
    {
        Liobn = liobn;
        HostBytesLimit = hostBytesLimit;
        _enabled = trace?.GetEvent("spapr_iommu_new_table");
        _translated = trace?.GetEvent("spapr_iommu_xlate");
    }

    /// <inheritdoc/>
    public override uint? Number => Liobn.Value;

    /// <inheritdoc/>
    public override int TableLevels => HostTableLevels;

    /// <summary>Levels that the host's table behind it shall have; 0: the host chooses.</summary>
    [HostOnly("of the host's table")]
    public int HostTableLevels { get; set; }

    /// <summary>About how much of the host's memory its entries may take: what the guest maps beyond it is refused.</summary>
    public long HostBytesLimit { get; }

    /// <summary>About how much of the host's memory its entries take now.</summary>
    public long HostBytes => _window?.Map.HostBytes ?? 0;

    /// <summary>Whether it has a window now.</summary>
    public bool IsEnabled => _window is not null;

    /// <summary>
    /// Whether the window was made by a reset, not by the guest. Kept until it is enabled again, also while disabled.
    /// </summary>
    public override bool IsDefault => _isDefault;

    /// <summary>How many pages, each with one TCE: 1 to 2^52 - 1, or 0 while disabled.</summary>
    public ulong Entries => _window?.Entries ?? 0;

    /// <inheritdoc/>
    public override ulong BusAddress => Volatile.Read(ref _window)?.BusAddress ?? 0;

    /// <inheritdoc/>
    public override int PageShift => Volatile.Read(ref _window)?.PageShift ?? 0;

    /// <inheritdoc/>
    public override ulong Size => Volatile.Read(ref _window)?.Size ?? 0;

    /// <summary>
    /// Gives the table a window of <paramref name="entries"/> pages of 2^<paramref name="pageShift"/> bytes that map nothing.
    /// </summary>
    /// <exception cref="InvalidOperationException">It has one already.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// There are no entries, or page sizes that no TCE can have, or the window runs past the end of the bus.
    /// </exception>
    public void Enable(ulong busAddress, int pageShift, ulong entries, bool isDefault)
    {
        ArgumentOutOfRangeException.ThrowIfZero(entries);
        Enable(busAddress, pageShift, new EntryMap(entries, HostBytesLimit), isDefault);
    }

    /// <summary>Takes the window away, with all it maps. Whether it was the default one is remembered.</summary>
    public void Disable()
    {
        lock (UpdateLock)
        {
            _ = TryTellUnmapped(0, Entries);
            Volatile.Write(ref _window, null);
        }
    }

    /// <summary>Unmaps all pages; the window stays.</summary>
    public void Clear()
    {
        lock (UpdateLock)
        {
            _ = TryTellUnmapped(0, Entries);
            _window?.Map.Clear();
        }
    }

    /// <summary>
    /// Whether any bus address from <paramref name="start"/> to <paramref name="last"/>, inclusive, is covered.
    /// </summary>
    public bool Overlaps(ulong start, ulong last) => _window is { } window && start <= window.Last && window.BusAddress <= last;

    /// <summary>Reads the TCE of a page.</summary>
    /// <param name="ioba">A bus address in the page.</param>
    /// <param name="tce">The TCE as it was put.</param>
    /// <returns>Success, or parameter when the address is not covered.</returns>
    public HypercallStatus Get(ulong ioba, out ulong tce)
    {
        if (_window is { } window && window.TryGetEntry(ioba, out var entry))
        {
            tce = window.Map.Get(entry);
            return HypercallStatus.Success;
        }

        tce = 0;
        return HypercallStatus.Parameter;
    }

    /// <summary>Puts the TCE of a page.</summary>
    /// <param name="ioba">A bus address in the page.</param>
    /// <param name="tce">The TCE.</param>
    /// <returns>
    /// Success; parameter when the address is not covered; not enough resources when the table takes all memory it may, or the host's
    /// IOMMU cannot follow: the page is mapped to nothing then, or to what it was.
    /// </returns>
    public HypercallStatus Put(ulong ioba, ulong tce)
    {
        lock (UpdateLock)
            return PutUnderLock(ioba, tce);
    }

    /// <summary>Puts the TCEs of pages that follow each other.</summary>
    /// <param name="ioba">A bus address in the first page.</param>
    /// <param name="tces">1 to <see cref="LargestPut"/> TCEs.</param>
    /// <returns>As for one TCE, for the first that cannot be put; those before it are.</returns>
    public HypercallStatus Put(ulong ioba, ReadOnlySpan<ulong> tces)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tces.Length, LargestPut);
        lock (UpdateLock)
        {
            if (_window is not { } window || !window.TryGetEntry(ioba, out var entry))
                return HypercallStatus.Parameter;

            var covered = (int)Math.Min((ulong)tces.Length, window.Entries - entry);
            var isFollowed = true;
            var stored = HasListeners
                ? StoreAndTell(window, entry, tces[..covered], out isFollowed)
                : window.Map.Store(entry, tces[..covered]);
            if (stored < covered || !isFollowed)
                return HypercallStatus.NotEnoughResources;

            return covered < tces.Length ? HypercallStatus.Parameter : HypercallStatus.Success;
        }
    }

    /// <summary>
    /// Puts one TCE for many pages that follow each other; it costs what was mapped there, not how many they are.
    /// </summary>
    /// <param name="ioba">A bus address in the first page.</param>
    /// <param name="tce">The TCE of each.</param>
    /// <param name="count">How many pages.</param>
    /// <returns>
    /// Success. Parameter when the first page is not covered, or the count is 0 or more than the window has, and nothing is
    /// changed; or when the window ends before the last page, and those before its end are changed. Not enough resources when the
    /// table takes all memory it may, and nothing is changed, or as for one TCE.
    /// </returns>
    public HypercallStatus Stuff(ulong ioba, ulong tce, ulong count)
    {
        lock (UpdateLock)
        {
            if (_window is not { } window || count == 0 || count > window.Entries || !window.TryGetEntry(ioba, out var entry))
                return HypercallStatus.Parameter;

            var covered = Math.Min(count, window.Entries - entry);
            if (HasListeners)
            {
                if (!window.Map.HasRoom(tce) || !TryTellUnmapped(entry, covered))
                    return HypercallStatus.NotEnoughResources;
            }

            if (!window.Map.TryFill(entry, covered, tce))
                return HypercallStatus.NotEnoughResources;

            if (HasListeners && !TryTellMapped(window, entry, covered, tce))
                return HypercallStatus.NotEnoughResources;

            return covered < count ? HypercallStatus.Parameter : HypercallStatus.Success;
        }
    }

    /// <inheritdoc/>
    public override bool TryTranslate(ulong busAddress, IommuPermission wanted, out IommuTranslation translation)
    {
        // One read: window, page size and entries belong together, also while the guest replaces them.
        if (Volatile.Read(ref _window) is not { } window || !window.TryGetEntry(busAddress, out var entry))
        {
            translation = default;
            return false;
        }

        var tce = window.Map.Get(entry);
        var permission = Permission(tce);
        var inPage = (busAddress - window.BusAddress) & window.PageMask;
        var target = new GuestPhysicalAddress((tce & ~window.PageMask) | inPage);
        translation = new IommuTranslation(target, window.PageMask - inPage + 1, permission);
        if (_translated is { IsEnabled: true })
            _translated.Write($"liobn={Liobn} ioba=0x{busAddress:x} tce=0x{tce:x} wanted={wanted} -> {target} {permission}");

        return permission != IommuPermission.None && (permission & wanted) == wanted;
    }

    /// <summary>
    /// Puts the TCE of a page, for who holds the lock already as a guest's call does: to take it again would be a third of what
    /// the call takes that a guest makes for every page.
    /// </summary>
    internal HypercallStatus PutUnderLock(ulong ioba, ulong tce)
    {
        Debug.Assert(UpdateLock.IsHeldByCurrentThread, "Changes are made under the lock.");
        if (_window is not { } window || !window.TryGetEntry(ioba, out var entry))
            return HypercallStatus.Parameter;

        if (!window.Map.TryExchange(entry, tce, out var old))
            return HypercallStatus.NotEnoughResources;

        if (HasListeners && !TryTell(window, entry, [old], [tce]))
            return HypercallStatus.NotEnoughResources;

        return HypercallStatus.Success;
    }

    private void Enable(ulong busAddress, int pageShift, EntryMap map, bool isDefault)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pageShift, SmallestPageShift);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pageShift, LargestPageShift);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(map.Entries, ulong.MaxValue >> pageShift);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(busAddress, ulong.MaxValue - ((map.Entries << pageShift) - 1));
        lock (UpdateLock)
        {
            if (_window is not null)
                throw new InvalidOperationException($"DMA window {Liobn} is enabled already.");

            _isDefault = isDefault;
            Volatile.Write(ref _window, new Window(busAddress, pageShift, map));
        }

        if (_enabled is { IsEnabled: true })
            _enabled.Write($"liobn={Liobn} bus=0x{busAddress:x} page_shift={pageShift} entries=0x{map.Entries:x}");
    }

    private static IommuPermission Permission(ulong tce) => (IommuPermission)tce & IommuPermission.ReadWrite;

    /// <summary>A place on the bus and the entries for it: replaced as one, never changed but for the entries.</summary>
    private sealed class Window(ulong busAddress, int pageShift, EntryMap map)
    {
        public ulong BusAddress { get; } = busAddress;

        public int PageShift { get; } = pageShift;

        public ulong PageMask { get; } = (1UL << pageShift) - 1;

        public EntryMap Map { get; } = map;

        public ulong Entries { get; } = map.Entries;

        public ulong Size => Entries << PageShift;

        public ulong Last => BusAddress + (Size - 1);

        /// <summary>The entry of a bus address; one below the window comes out beyond its end.</summary>
        public bool TryGetEntry(ulong address, out ulong entry)
        {
            entry = unchecked(address - BusAddress) >> PageShift;
            return entry < Entries;
        }
    }
}
