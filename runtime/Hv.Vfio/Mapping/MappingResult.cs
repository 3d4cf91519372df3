namespace Hv.Vfio.Mapping;

/// <summary>How a change of mappings ended.</summary>
public enum MappingResult
{
    /// <summary>As asked.</summary>
    Success = 0,

    /// <summary>The IOMMU has no entries left for it (dma_avail).</summary>
    NoEntries,

    /// <summary>It would lock more memory than the process may.</summary>
    NoMemory,

    /// <summary>The IOMMU cannot have such a mapping.</summary>
    Refused,
}
