namespace Hv.Pseries.Dma;

/// <summary>Page sizes as the host bridge's <c>pgsz</c> has them: bit n stands for pages of 2^n bytes.</summary>
public static class PageSizeMask
{
    private static readonly (int Shift, PageSizes Size)[] Known =
    [
        (12, PageSizes.Size4K), (16, PageSizes.Size64K), (21, PageSizes.Size2M), (24, PageSizes.Size16M), (25, PageSizes.Size32M),
        (26, PageSizes.Size64M), (27, PageSizes.Size128M), (28, PageSizes.Size256M), (34, PageSizes.Size16G),
    ];

    /// <summary>The sizes of the mask that the guest can be told of.</summary>
    public static PageSizes ToPageSizes(ulong mask)
    {
        var sizes = PageSizes.None;
        foreach (var (shift, size) in Known)
        {
            if ((mask & (1UL << shift)) != 0)
                sizes |= size;
        }

        return sizes;
    }

    /// <summary>
    /// Whether the guest may have pages of 2^<paramref name="pageShift"/> bytes: the mask has the bit, and a TCE can have the size.
    /// </summary>
    public static bool Allows(ulong mask, uint pageShift) => pageShift is >= 12 and <= 34 && (mask & (1UL << (int)pageShift)) != 0;
}
