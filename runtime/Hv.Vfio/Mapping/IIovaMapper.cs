using Hv.Vfio.Containers;

namespace Hv.Vfio.Mapping;

/// <summary>Keeps the mappings of a window of a guest in the host's IOMMU.</summary>
internal interface IIovaMapper
{
    /// <summary>Maps a run; parts of it that are mapped so already stay.</summary>
    /// <returns>Success; or why the host cannot have it: nothing of it is new then.</returns>
    MappingResult Map(IovaRun run);

    /// <summary>Unmaps a range, mapped or not. What is mapped beside it stays.</summary>
    /// <returns>Success; or why it must stay mapped: nothing is changed then.</returns>
    MappingResult Unmap(ulong iova, ulong size);

    /// <summary>Bytes that are unmapped though the guest maps them: the kernel did not map them again after a cut.</summary>
    ulong LostBytes { get; }

    /// <summary>How many more single mappings may be made, about: what would need more is refused before the first.</summary>
    ulong Room { get; }
}
