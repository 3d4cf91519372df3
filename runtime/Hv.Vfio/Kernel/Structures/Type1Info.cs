using System.Runtime.InteropServices;

namespace Hv.Vfio.Kernel.Structures;

/// <summary>What a type1 IOMMU can do (linux/vfio.h, <c>struct vfio_iommu_type1_info</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Type1Info
{
    /// <summary>Bytes of the structure, as the caller knows it.</summary>
    public uint ArgumentSize;

    /// <summary>Page sizes are told (1), has capabilities (2).</summary>
    public uint Flags;

    /// <summary>Bit n: pages of 2^n bytes.</summary>
    public ulong PageSizes;

    /// <summary>Where capabilities begin; 0: none.</summary>
    public uint CapabilityOffset;

    /// <summary>Unused.</summary>
    public uint Padding;
}
