using System.Runtime.InteropServices;

namespace Hv.Vfio.Kernel.Structures;

/// <summary>Addresses that an IOMMU translates (linux/vfio.h, <c>struct vfio_iova_range</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct IovaRange
{
    /// <summary>The first one.</summary>
    public ulong Start;

    /// <summary>The last one.</summary>
    public ulong End;
}
