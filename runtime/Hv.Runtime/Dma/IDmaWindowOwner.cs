namespace Hv.Runtime.Dma;

/// <summary>A device with DMA windows, whose state people can look at.</summary>
public interface IDmaWindowOwner
{
    /// <summary>The bus the windows are on.</summary>
    DmaAddressSpace Dma { get; }

    /// <summary>All windows there can be, also those that cover nothing now.</summary>
    IReadOnlyList<IommuRegion> WindowRegions { get; }
}
