using System.Runtime.InteropServices;

namespace Hv.Vfio.Kernel.Structures;

/// <summary>A mapping to make; of sPAPR containers too (linux/vfio.h, <c>struct vfio_iommu_type1_dma_map</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Type1Map
{
    /// <summary>Bytes of the structure, as the caller knows it.</summary>
    public uint ArgumentSize;

    /// <summary>The device may read (1), write (2).</summary>
    public uint Flags;

    /// <summary>The address of the memory in the process.</summary>
    public ulong Address;

    /// <summary>The bus address.</summary>
    public ulong Iova;

    /// <summary>Bytes.</summary>
    public ulong Size;
}
