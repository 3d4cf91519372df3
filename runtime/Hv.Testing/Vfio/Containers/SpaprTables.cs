using System.Numerics;
using Hv.Vfio.Kernel;

namespace Hv.Testing.Vfio.Containers;

/// <summary>What tables of TCEs cost, and which ones the platform makes.</summary>
internal sealed class SpaprTables(FakeSpapr options, int pageSize)
{
    /// <summary>An entry has 8 bytes.</summary>
    private const int EntryShift = 3;

    private const int MostLevels = 5;
    private const int LargestLevelShift = 24;
    private const int AddressBits = 55;

    private readonly int _pageShift = BitOperations.Log2((uint)pageSize);

    private bool HasLevels => options.Levels > 1;

    /// <summary>What a table counts as locked.</summary>
    /// <returns>Bytes; <see langword="null"/> when the platform says already that there is no such table.</returns>
    public ulong? CostOf(int pageShift, ulong windowSize, uint levels)
    {
        if (!BitOperations.IsPow2(windowSize) || windowSize >> pageShift == 0)
            return null;

        // Whole pages count, so that a table smaller than a page counts as none.
        if (!HasLevels)
            return (ulong)options.TableCopies * (((windowSize >> pageShift) << EntryShift) & ~((ulong)pageSize - 1));

        if (levels is 0 or > MostLevels)
            return null;

        var entries = BitOperations.Log2(windowSize) - pageShift;
        var level = 1UL << LevelShift(entries, (int)levels);
        var table = 1UL << (entries + EntryShift);
        var bytes = 0UL;
        for (; levels > 0; levels--)
        {
            bytes += RoundUp(table, level);
            table = Math.Max((table / level) << EntryShift, level);
        }

        return (ulong)options.TableCopies * bytes;
    }

    /// <summary>Whether the platform makes a table; what it would have cost stays counted when it does not.</summary>
    public Errno Make(int pageShift, ulong windowSize, uint levels)
    {
        if (!HasLevels)
            return levels == 1 || (levels == 0 && options.TakesZeroLevels) ? Errno.None : Errno.InvalidArgument;

        var shift = LevelShift(BitOperations.Log2(windowSize) - pageShift, (int)levels);
        if (((shift - EntryShift) * (int)levels) + pageShift >= AddressBits)
            return Errno.InvalidArgument;

        return shift > LargestLevelShift ? Errno.NoMemory : Errno.None;
    }

    private static ulong RoundUp(ulong value, ulong unit) => (value + unit - 1) & ~(unit - 1);

    private int LevelShift(int entries, int levels) => Math.Max(((entries + levels - 1) / levels) + EntryShift, _pageShift);
}
