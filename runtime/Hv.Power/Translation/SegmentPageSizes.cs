namespace Hv.Power.Translation;

/// <summary>
/// The base page size of a segment, and the sizes that its pages can have, each with its encoding in the low bits of the page
/// number of an entry (Power ISA, book III, 5.7.7.1, where they are the implementation's; these are of POWER7 to POWER9, and what
/// <c>ibm,segment-page-sizes</c> tells a guest, LoPAR C.6.1.2).
/// </summary>
internal sealed class SegmentPageSizes
{
    private static readonly SegmentPageSizes[] All =
    [
        new(0x000, 12, [(12, 0x0), (16, 0x7), (24, 0x38)]),
        new(0x110, 16, [(16, 0x1), (24, 0x8)]),
        new(0x100, 24, [(24, 0x0)]),
        new(0x120, 34, [(34, 0x3)]),
    ];

    private readonly uint _segmentEncoding;
    private readonly (int Shift, ulong Encoding)[] _pages;

    private SegmentPageSizes(uint segmentEncoding, int baseShift, (int Shift, ulong Encoding)[] pages)
    {
        _segmentEncoding = segmentEncoding;
        BaseShift = baseShift;
        _pages = pages;
    }

    /// <summary>The binary logarithm of the base page size, which hashing goes by.</summary>
    public int BaseShift { get; }

    /// <summary>Finds those of the fields L and LP of a segment.</summary>
    public static bool TryFind(uint segmentEncoding, out SegmentPageSizes sizes)
    {
        foreach (var candidate in All)
        {
            if (candidate._segmentEncoding == segmentEncoding)
            {
                sizes = candidate;
                return true;
            }
        }

        sizes = All[0];
        return false;
    }

    /// <summary>The binary logarithm of the size of a page; 0 if its entry is none of this segment.</summary>
    /// <param name="isLarge">The bit L of the entry: the low bits of the page number tell the size.</param>
    /// <param name="second">The second doubleword of the entry.</param>
    public int ShiftOf(bool isLarge, ulong second)
    {
        if (!isLarge)
            return BaseShift == 12 ? 12 : 0;

        foreach (var (shift, encoding) in _pages)
        {
            if (shift != 12 && (second & ((1UL << shift) - 1) & HashedPageEntry.PageNumberField) == encoding << 12)
                return shift;
        }

        return 0;
    }
}
