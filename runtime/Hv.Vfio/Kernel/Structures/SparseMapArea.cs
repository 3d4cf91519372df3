using System.Runtime.InteropServices;

namespace Hv.Vfio.Kernel.Structures;

/// <summary>A part of a region that can be mapped (linux/vfio.h, <c>struct vfio_region_sparse_mmap_area</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SparseMapArea
{
    /// <summary>Where in the region it begins.</summary>
    public ulong Offset;

    /// <summary>Bytes.</summary>
    public ulong Size;
}
