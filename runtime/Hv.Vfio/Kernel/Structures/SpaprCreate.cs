using System.Runtime.InteropServices;

namespace Hv.Vfio.Kernel.Structures;

/// <summary>A window to create (linux/vfio.h, <c>struct vfio_iommu_spapr_tce_create</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SpaprCreate
{
    /// <summary>Bytes of the structure, as the caller knows it.</summary>
    public uint ArgumentSize;

    /// <summary>None yet.</summary>
    public uint Flags;

    /// <summary>Pages have 2^this bytes.</summary>
    public uint PageShift;

    /// <summary>Zero.</summary>
    public uint Reserved1;

    /// <summary>Bytes, a power of two.</summary>
    public ulong WindowSize;

    /// <summary>Levels of the table.</summary>
    public uint Levels;

    /// <summary>Zero.</summary>
    public uint Reserved2;

    /// <summary>The first bus address: the answer.</summary>
    public ulong StartAddress;
}
