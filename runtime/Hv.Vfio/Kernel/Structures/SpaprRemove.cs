using System.Runtime.InteropServices;

namespace Hv.Vfio.Kernel.Structures;

/// <summary>A window to remove (linux/vfio.h, <c>struct vfio_iommu_spapr_tce_remove</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SpaprRemove
{
    /// <summary>Bytes of the structure, as the caller knows it.</summary>
    public uint ArgumentSize;

    /// <summary>None yet.</summary>
    public uint Flags;

    /// <summary>Its first bus address.</summary>
    public ulong StartAddress;
}
