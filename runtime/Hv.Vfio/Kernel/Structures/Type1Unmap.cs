using System.Runtime.InteropServices;

namespace Hv.Vfio.Kernel.Structures;

/// <summary>A mapping to take away; of sPAPR containers too (linux/vfio.h, <c>struct vfio_iommu_type1_dma_unmap</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Type1Unmap
{
    /// <summary>Bytes of the structure, as the caller knows it.</summary>
    public uint ArgumentSize;

    /// <summary>All of them (2), on type1 only.</summary>
    public uint Flags;

    /// <summary>The bus address.</summary>
    public ulong Iova;

    /// <summary>Bytes; what was taken away, as the answer.</summary>
    public ulong Size;
}
