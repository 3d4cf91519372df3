using System.Numerics;

namespace Hv.Vfio.Containers;

/// <summary>What the tables behind windows take, and how many levels they need, as the powernv platform of Linux makes them.</summary>
public static class SpaprTableSize
{
    private const int EntryShift = 3;

    /// <summary>What any kernel can have in one piece: 4 MiB, the largest with pages of 4 KiB (MAX_PAGE_ORDER 10).</summary>
    private const int LargestPieceShift = 22;

    /// <summary>Bits of an address that a table can take, over which the platform refuses.</summary>
    private const int AddressBits = 55;

    /// <summary>Locked memory that a window counts: its table, and the kernel's copy of it that has addresses of the process.</summary>
    /// <param name="size">The window's bytes, a power of two.</param>
    /// <param name="pageShift">Its pages have 2^this bytes.</param>
    public static ulong LockedBytes(ulong size, int pageShift) => ((size >> pageShift) << EntryShift) << 1;

    /// <summary>The smallest number of levels that a window fits in.</summary>
    /// <param name="size">The window's bytes, a power of two.</param>
    /// <param name="pageShift">Its pages have 2^this bytes.</param>
    /// <param name="hostPageSize">The size of the host's pages.</param>
    /// <param name="most">How many levels the host can have.</param>
    /// <returns>
    /// 1 up to <paramref name="most"/>; <see langword="null"/> when none fits. A window whose creation fails costs locked memory for
    /// the life of the process: it is computed, not tried.
    /// </returns>
    public static int? LevelsFor(ulong size, int pageShift, int hostPageSize, int most)
    {
        // A host that cannot have several is a guest itself: its hypervisor makes the table, and knows better.
        if (most == 1)
            return 1;

        var entryBits = BitOperations.Log2(size) - pageShift;
        var pageBits = BitOperations.Log2((uint)hostPageSize);
        for (var levels = 1; levels <= most; levels++)
        {
            var levelBits = Math.Max(((entryBits + levels - 1) / levels) + EntryShift, pageBits);
            if (levelBits <= LargestPieceShift && (levels == 1 || ((levelBits - EntryShift) * levels) + pageShift < AddressBits))
                return levels;
        }

        return null;
    }
}
