using System.Collections.Frozen;

namespace Hv.Power.Debugging;

/// <summary>
/// Where a debugger has the processors of a guest stop: before instructions, and before accesses to data. It does not change: another one
/// takes its place (<see cref="Cpu.PowerCpuGroup.DebugPoints"/>).
/// </summary>
/// <param name="Breakpoints">Effective addresses of instructions.</param>
/// <param name="Watchpoints">Ranges of effective addresses of data.</param>
public sealed record DebugPoints(FrozenSet<ulong> Breakpoints, IReadOnlyList<WatchedRange> Watchpoints)
{
    /// <summary>None.</summary>
    public static DebugPoints None { get; } = new([], []);

    /// <summary>The first watched range that an access touches, or <see langword="null"/>.</summary>
    /// <param name="address">The effective address.</param>
    /// <param name="length">How many bytes, at least 1.</param>
    /// <param name="isStore">Whether it is a store.</param>
    public WatchedRange? FindWatched(ulong address, ulong length, bool isStore)
    {
        foreach (var range in Watchpoints)
        {
            if ((isStore ? range.Stores : range.Loads) && range.Overlaps(address, length))
                return range;
        }

        return null;
    }

    /// <summary>Whether accesses to a page are looked at one by one.</summary>
    internal bool WatchesAnyOf(ulong page, ulong length)
    {
        foreach (var range in Watchpoints)
        {
            if (range.Overlaps(page, length))
                return true;
        }

        return false;
    }
}
