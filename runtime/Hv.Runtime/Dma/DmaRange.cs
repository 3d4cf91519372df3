namespace Hv.Runtime.Dma;

/// <summary>Bus addresses that follow each other.</summary>
/// <param name="First">The first one.</param>
/// <param name="Last">The last one, not below the first.</param>
public readonly record struct DmaRange(ulong First, ulong Last)
{
    /// <summary>The range of some bytes from an address on.</summary>
    /// <param name="first">The address.</param>
    /// <param name="size">Bytes, at least 1, not past the last address.</param>
    public static DmaRange Of(ulong first, ulong size) => new(first, first + (size - 1));

    /// <summary>Whether all of another range lies in it.</summary>
    public bool Contains(DmaRange other) => First <= other.First && other.Last <= Last;

    /// <summary>What two ranges have in common, or <see langword="null"/>.</summary>
    public DmaRange? Intersect(DmaRange other)
    {
        var (first, last) = (Math.Max(First, other.First), Math.Min(Last, other.Last));
        return first <= last ? new DmaRange(first, last) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"0x{First:x} to 0x{Last:x}";
}
