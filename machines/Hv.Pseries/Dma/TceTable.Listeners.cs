using Hv.Pseries.Dma.Entries;
using Hv.Runtime.Dma;
using Hv.Runtime.Memory;

namespace Hv.Pseries.Dma;

/// <content>What listeners are told. All of it runs under the lock of updates, and only while there are listeners.</content>
public sealed partial class TceTable
{
    /// <inheritdoc/>
    protected override void Replay(IommuRangeMerger ranges)
    {
        if (_window is not { } window)
            return;

        var mapping = new Mapping(window, ranges);
        window.Map.Visit(0, window.Entries, ref mapping);
    }

    /// <summary>Stores TCEs and tells of them.</summary>
    /// <param name="window">The window.</param>
    /// <param name="entry">The first entry.</param>
    /// <param name="tces">The TCEs.</param>
    /// <param name="isFollowed">Whether all listeners could follow; else nothing of it is mapped, or all is as it was.</param>
    /// <returns>How many were stored.</returns>
    private int StoreAndTell(Window window, ulong entry, ReadOnlySpan<ulong> tces, out bool isFollowed)
    {
        Span<ulong> before = stackalloc ulong[LargestPut];
        before = before[..tces.Length];
        window.Map.Load(entry, before);
        var stored = window.Map.Store(entry, tces);
        isFollowed = TryTell(window, entry, before[..stored], tces[..stored]);
        return stored;
    }

    /// <summary>
    /// Tells of entries that were replaced: what is gone, then what is new. An entry that maps what it did is neither.
    /// </summary>
    /// <returns>
    /// <see langword="false"/> when a listener refused: when what is gone, the entries are what they were before; when what is new,
    /// none of them maps anything.
    /// </returns>
    private bool TryTell(Window window, ulong entry, ReadOnlySpan<ulong> before, ReadOnlySpan<ulong> after)
    {
        var ranges = StartNotification();
        for (var index = 0; index < before.Length; index++)
        {
            if (Permission(before[index]) != IommuPermission.None && !MapsTheSame(window, before[index], after[index]))
                ranges.Unmap(AddressOf(window, entry + (ulong)index), window.PageMask + 1);
        }

        ranges.Flush();
        if (ranges.IsRefused)
        {
            Restore(ranges, window, entry, before);
            return false;
        }

        for (var index = 0; index < after.Length; index++)
        {
            if (!MapsTheSame(window, before[index], after[index]))
                Map(ranges, window, entry + (ulong)index, 1, after[index]);
        }

        ranges.Flush();
        if (!ranges.IsRefused)
            return true;

        // Those that map what they did are left alone: to take them away could be refused in turn.
        // In ranges as they were mapped: what is taken away whole is never refused.
        for (var index = 0; index < after.Length; index++)
        {
            if (MapsTheSame(window, before[index], after[index]))
                continue;

            if (Permission(after[index]) != IommuPermission.None)
                ranges.Unmap(AddressOf(window, entry + (ulong)index), window.PageMask + 1);

            window.Map.TryFill(entry + (ulong)index, 1, 0);
        }

        ranges.Flush();
        return false;
    }

    /// <summary>
    /// Brings entries back that could not all be taken away. Those who had followed are told so again; that some have it already they
    /// ignore. One by one: what a listener cannot have again, the table does not have either.
    /// </summary>
    private static void Restore(IommuRangeMerger ranges, Window window, ulong entry, ReadOnlySpan<ulong> before)
    {
        window.Map.Store(entry, before);
        for (var index = 0; index < before.Length; index++)
        {
            ranges.IsRefused = false;
            Map(ranges, window, entry + (ulong)index, 1, before[index]);
            ranges.Flush();
            if (ranges.IsRefused)
                Forget(ranges, window, entry + (ulong)index, 1);
        }
    }

    /// <summary>Lets entries map nothing, where a listener could not follow them.</summary>
    private static void Forget(IommuRangeMerger ranges, Window window, ulong entry, ulong count)
    {
        var unmapping = new Unmapping(window, ranges);
        window.Map.Visit(entry, count, ref unmapping);
        ranges.Flush();
        window.Map.TryFill(entry, count, 0);
    }

    private bool TryTellUnmapped(ulong entry, ulong count)
    {
        if (!HasListeners || _window is not { } window)
            return true;

        var ranges = StartNotification();
        var unmapping = new Unmapping(window, ranges);
        window.Map.Visit(entry, count, ref unmapping);
        ranges.Flush();
        if (!ranges.IsRefused)
            return true;

        var mapping = new Mapping(window, ranges);
        window.Map.Visit(entry, count, ref mapping);
        ranges.Flush();
        return false;
    }

    private bool TryTellMapped(Window window, ulong entry, ulong count, ulong tce)
    {
        var ranges = StartNotification();
        Map(ranges, window, entry, count, tce);
        ranges.Flush();
        if (!ranges.IsRefused)
            return true;

        Forget(ranges, window, entry, count);
        return false;
    }

    private static void Map(IommuRangeMerger ranges, Window window, ulong entry, ulong count, ulong tce)
    {
        if (Permission(tce) is not IommuPermission.None and var permission)
        {
            var target = new GuestPhysicalAddress(tce & ~window.PageMask);
            ranges.MapRepeatedly(AddressOf(window, entry), target, window.PageMask + 1, permission, count);
        }
    }

    private static ulong AddressOf(Window window, ulong entry) => window.BusAddress + (entry << window.PageShift);

    /// <summary>Whether two TCEs differ only in bits that do not translate.</summary>
    private static bool MapsTheSame(Window window, ulong left, ulong right) =>
        ((left ^ right) & (~window.PageMask | (ulong)IommuPermission.ReadWrite)) == 0
        || (Permission(left) == IommuPermission.None && Permission(right) == IommuPermission.None);

    private readonly struct Mapping(Window window, IommuRangeMerger ranges) : IEntryVisitor
    {
        public void Visit(ulong first, ulong count, ulong value) => Map(ranges, window, first, count, value);
    }

    private readonly struct Unmapping(Window window, IommuRangeMerger ranges) : IEntryVisitor
    {
        public void Visit(ulong first, ulong count, ulong value)
        {
            if (Permission(value) != IommuPermission.None)
                ranges.Unmap(AddressOf(window, first), count << window.PageShift);
        }
    }
}
