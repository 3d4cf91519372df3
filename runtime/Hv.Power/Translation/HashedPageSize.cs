namespace Hv.Power.Translation;

/// <summary>The page sizes of a hashed page table, as its entries encode them (Power ISA 2.07, book III-S, 5.7.7.1).</summary>
public static class HashedPageSize
{
    private const uint LargestSegmentEncoding = 0x130;
    private const uint EncodingStep = 0x10;

    // By the segment: of base pages of 4 KiB, 64 KiB, 16 MiB, 16 GiB, as processors look for them.
    private static readonly SegmentPageSizes[] Segments = [.. FindSegments()];

    /// <summary>The binary logarithm of the size of a page, in a segment of whatever base page size; 0 if there is no such size.</summary>
    /// <param name="first">The first doubleword of the entry.</param>
    /// <param name="second">The second.</param>
    public static int ShiftOf(ulong first, ulong second)
    {
        var isLarge = (first & HashedPageEntry.Large) != 0;
        foreach (var segment in Segments)
        {
            if (segment.ShiftOf(isLarge, second) is not 0 and var shift)
                return shift;
        }

        return 0;
    }

    /// <summary>The binary logarithm of the base page size of the segment of a page, by which it is hashed; 0 if there is no such size.</summary>
    /// <param name="first">The first doubleword of the entry.</param>
    /// <param name="second">The second.</param>
    public static int BaseShiftOf(ulong first, ulong second)
    {
        var isLarge = (first & HashedPageEntry.Large) != 0;
        foreach (var segment in Segments)
        {
            if (segment.ShiftOf(isLarge, second) != 0)
                return segment.BaseShift;
        }

        return 0;
    }

    private static IEnumerable<SegmentPageSizes> FindSegments()
    {
        for (var encoding = 0u; encoding <= LargestSegmentEncoding; encoding += EncodingStep)
        {
            if (SegmentPageSizes.TryFind(encoding, out var sizes))
                yield return sizes;
        }
    }
}
