using Hv.Runtime.Dma;
using Hv.Runtime.Tracing;

namespace Hv.Vfio.Mapping;

/// <summary>Counts what of a guest's mappings did not reach the host's IOMMU, and traces it.</summary>
internal sealed class MappingEvents(TraceLog? trace)
{
    private readonly TraceEvent? _noMemory = trace?.GetEvent("vfio_dma_no_memory");
    private readonly TraceEvent? _refused = trace?.GetEvent("vfio_dma_refused");

    /// <summary>How often a guest mapped what is no RAM.</summary>
    public ulong NoMemory { get; private set; }

    /// <summary>How many changes the host's IOMMU could not follow.</summary>
    public ulong Refusals { get; private set; }

    /// <summary>Bytes that devices lost with what was taken away beside them.</summary>
    public ulong LostBytes { get; private set; }

    /// <summary>The last change that it could not follow, in words; empty: none.</summary>
    public string LastRefusal { get; private set; } = "";

    public void CountNoMemory(IommuRegion window, ulong iova, ulong guest, ulong length)
    {
        NoMemory++;
        if (_noMemory is { IsEnabled: true })
            _noMemory.Write($"{window.Name} iova=0x{iova:x} gpa=0x{guest:x} size=0x{length:x}: no RAM, not mapped for the device");
    }

    public void CountLoss(IommuRegion window, ulong iova, ulong bytes)
    {
        LostBytes += bytes;
        LastRefusal = $"{window.Name} iova=0x{iova:x}: the kernel did not map 0x{bytes:x} bytes beside it again";
        if (_refused is { IsEnabled: true })
            _refused.Write(LastRefusal);
    }

    public void CountRefusal(IommuRegion window, ulong iova, ulong length, MappingResult result)
    {
        Refusals++;
        LastRefusal = $"{window.Name} iova=0x{iova:x} size=0x{length:x}: {result}";
        if (_refused is { IsEnabled: true })
            _refused.Write(LastRefusal);
    }
}
