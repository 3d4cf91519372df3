namespace Hv.Conformance.BareMetal;

/// <summary>Parts of programs that set up segments and hashed page tables.</summary>
internal static class HashMap
{
    /// <summary>H_ENTER.</summary>
    private const ulong EnterCall = 0x08;

    /// <summary>Readable and writable for all (PP), coherent (M), referenced and changed.</summary>
    public const ulong Usual = 0x192;

    private const ulong ValidSegment = 0x0800_0000;
    private const int Groups = 1 << 14;

    /// <summary>Maps the first 16 MiB to themselves for all states: segment 1, one page.</summary>
    public static BareMetalImage MapFirstMegabytes(BareMetalImage image)
    {
        Segment(image, 0, 0, 1, 0x100);
        return Page(image, 0, 1, 24, 0, Usual, isLarge: true);
    }

    /// <summary>Enters a segment of 256 MiB.</summary>
    /// <param name="image">The program.</param>
    /// <param name="index">Which entry of the buffer.</param>
    /// <param name="address">The first effective address.</param>
    /// <param name="number">Its virtual number.</param>
    /// <param name="attributes">Ks 0x800, Kp 0x400, N 0x200, L 0x100, C 0x80, LP 0x30.</param>
    public static BareMetalImage Segment(BareMetalImage image, uint index, ulong address, ulong number, ulong attributes) =>
        image.Set(4, (number << 12) | attributes).Set(5, (address & ~0xFFF_FFFFUL) | ValidSegment | index).Do("slbmte 4,5\nisync");

    /// <summary>Enters a page of a segment of 256 MiB into the hashed page table.</summary>
    /// <param name="image">The program.</param>
    /// <param name="address">The effective address.</param>
    /// <param name="number">The virtual number of its segment.</param>
    /// <param name="baseShift">The binary logarithm of the page size of the segment.</param>
    /// <param name="real">The real address, and LP below it.</param>
    /// <param name="attributes">The low 12 bits of the second doubleword: key, R, C, WIMG, N, PP; and PP0 and the key above.</param>
    /// <param name="isLarge">L.</param>
    /// <param name="isSecondary">Whether it goes to the secondary group.</param>
    public static BareMetalImage Page(
        BareMetalImage image,
        ulong address,
        ulong number,
        int baseShift,
        ulong real,
        ulong attributes,
        bool isLarge = false,
        bool isSecondary = false)
    {
        var page = address & 0xFFF_FFFF;
        var hash = number ^ (page >> baseShift);
        var group = (isSecondary ? ~hash : hash) & (Groups - 1);
        var first = (number << 12) | ((page >> 23) << 7) | (isLarge ? 4UL : 0) | (isSecondary ? 2UL : 0) | 1;
        return image.Call(EnterCall, 0, group * 8, first, real | attributes);
    }
}
