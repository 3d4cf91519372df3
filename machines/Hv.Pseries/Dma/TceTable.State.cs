using Hv.Pseries.Dma.Entries;
using Hv.Runtime.Calls;
using Hv.Runtime.Declarations;
using Hv.Runtime.Dma;
using Hv.Runtime.Migration;

namespace Hv.Pseries.Dma;

/// <content>
/// What migrates: the window and all its entries, those that map nothing too. On the wire they are dense; neither side takes memory
/// for what is not mapped.
/// </content>
[VmState("spapr_iommu", Version = 3, MinimumVersion = 2)]
[Subsection("spapr_iommu_ex", Needed = nameof(HasOwnPlace))]
public sealed partial class TceTable
{
    /// <summary>The number the guest names it by.</summary>
    [Migrated(Name = "liobn", MustMatch = true)]
    public Liobn Liobn { get; }

    [Migrated(Name = "mig_nb_table")]
    private uint _streamedCount;

    [Migrated(Name = "bypass")]
    private bool Bypass
    {
        get => Space?.IsBypassed ?? false;
        set
        {
            if (Space is { } space)
                space.IsBypassed = value;
        }
    }

    /// <summary>
    /// The entries on their way: when saved those of the window; when loaded new ones, as many as the stream has said before them.
    /// </summary>
    [Migrated(Name = "mig_table", TypeName = "uint64", Codec = typeof(TceEntriesCodec))]
    private EntryMap? StreamedEntries
    {
        get => _streamedCount == 0 ? null : _window?.Map ?? new EntryMap(_streamedCount, HostBytesLimit);
        set => _loaded = value;
    }

    [Migrated(Name = "def_win", Since = 3)]
    private bool _isDefault;

    [Migrated(Name = "bus_offset", Subsection = "spapr_iommu_ex")]
    private ulong _streamedBusAddress;

    [Migrated(Name = "page_shift", Subsection = "spapr_iommu_ex")]
    private uint _streamedPageShift;

    [HostOnly("what was loaded, until the window is made of it")]
    private EntryMap? _loaded;

    /// <summary>Where the window appears: the bus of its devices; <see langword="null"/> for a table that nobody looks at.</summary>
    [HostOnly("part of the machine")]
    internal DmaAddressSpace? Space { get; set; }

    private bool HasOwnPlace => _streamedBusAddress != 0 || _streamedPageShift != SmallestPageShift;

    [BeforeSave]
    private void PrepareSave() =>
        (_streamedCount, _streamedBusAddress, _streamedPageShift) = ((uint)Entries, BusAddress, (uint)PageShift);

    [BeforeLoad]
    private void PrepareLoad()
    {
        // The window goes first: nothing is kept of it, and the place that the stream leaves out is the first of all.
        Space?.Unmap(this);
        Disable();
        (_loaded, _streamedBusAddress, _streamedPageShift) = (null, 0, SmallestPageShift);
    }

    [AfterLoad]
    private void ReplaceWindow()
    {
        var map = _loaded;
        _loaded = null;
        if (map is null)
            return;

        if (_streamedPageShift is < SmallestPageShift or > LargestPageShift)
            throw new StateException($"page_shift is {_streamedPageShift}; allowed: {SmallestPageShift} to {LargestPageShift}");

        var size = map.Entries << (int)_streamedPageShift;
        if (_streamedBusAddress > ulong.MaxValue - (size - 1))
            throw new StateException($"a window of 0x{size:x} bytes at 0x{_streamedBusAddress:x} runs past the end of the bus");

        Enable(_streamedBusAddress, (int)_streamedPageShift, map, _isDefault);
        lock (UpdateLock)
        {
            var ranges = StartNotification();
            Replay(ranges);
            ranges.Flush();
            if (ranges.IsRefused)
            {
                Disable();
                throw new StateException($"the host cannot have what the DMA window {Liobn} maps");
            }
        }

        if (Space is { } space && !space.TryMap(this))
        {
            Disable();
            throw new StateException($"the host cannot have the DMA window {Liobn} of 0x{size:x} bytes at 0x{_streamedBusAddress:x}");
        }
    }
}
