using Hv.Runtime.Dma;

namespace Hv.Vfio.Containers;

/// <summary>A DMA window of an sPAPR container.</summary>
/// <param name="Start">The first bus address.</param>
/// <param name="Size">Bytes.</param>
/// <param name="PageShift">Pages have 2^this bytes.</param>
public sealed record SpaprWindow(ulong Start, ulong Size, int PageShift)
{
    /// <summary>The bus addresses that it covers.</summary>
    public DmaRange Range => DmaRange.Of(Start, Size);

    /// <summary>Whether a range lies in it and is of whole pages.</summary>
    public bool CanMap(ulong iova, ulong size) =>
        iova >= Start && iova - Start < Size && size != 0 && size <= Size - (iova - Start) && ((iova | size) & ((1UL << PageShift) - 1)) == 0;
}
