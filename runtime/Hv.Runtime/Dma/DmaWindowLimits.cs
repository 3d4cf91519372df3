namespace Hv.Runtime.Dma;

/// <summary>What windows the host's IOMMU can have for devices that are passed through.</summary>
/// <param name="PageSizes">Bit n: a window can have pages of 2^n bytes.</param>
/// <param name="Ranges">Where windows can lie, by address; each lies in one of these.</param>
/// <param name="Windows">How many there can be at once.</param>
public sealed record DmaWindowLimits(ulong PageSizes, IReadOnlyList<DmaRange> Ranges, int Windows)
{
    /// <summary>Without an IOMMU of the host there are none.</summary>
    public static DmaWindowLimits None { get; } = new(ulong.MaxValue, [new DmaRange(0, ulong.MaxValue)], int.MaxValue);

    /// <summary>What two IOMMUs can have that follow the same windows.</summary>
    public DmaWindowLimits Intersect(DmaWindowLimits other) => new(
        PageSizes & other.PageSizes,
        [.. Ranges.SelectMany(range => other.Ranges.Select(range.Intersect)).OfType<DmaRange>()],
        Math.Min(Windows, other.Windows));

    /// <summary>Whether a window can lie at a place.</summary>
    public bool Allow(DmaRange window) => Ranges.Any(range => range.Contains(window));

    /// <summary>How many bytes a window can have that begins at an address, at most 2^64 - 1.</summary>
    public ulong BytesFrom(ulong address)
    {
        foreach (var range in Ranges)
        {
            if (range.First <= address && address <= range.Last)
                return range.Last - address is ulong.MaxValue ? ulong.MaxValue : range.Last - address + 1;
        }

        return 0;
    }
}
