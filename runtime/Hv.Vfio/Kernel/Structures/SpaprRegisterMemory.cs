using System.Runtime.InteropServices;

namespace Hv.Vfio.Kernel.Structures;

/// <summary>Memory of the process that will be mapped (linux/vfio.h, <c>struct vfio_iommu_spapr_register_memory</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SpaprRegisterMemory
{
    /// <summary>Bytes of the structure, as the caller knows it.</summary>
    public uint ArgumentSize;

    /// <summary>None yet.</summary>
    public uint Flags;

    /// <summary>The address in the process, at a page.</summary>
    public ulong Address;

    /// <summary>Bytes, whole pages.</summary>
    public ulong Size;
}
