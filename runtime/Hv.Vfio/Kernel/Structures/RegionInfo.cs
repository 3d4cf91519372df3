using System.Runtime.InteropServices;

namespace Hv.Vfio.Kernel.Structures;

/// <summary>A region of a device (linux/vfio.h, <c>struct vfio_region_info</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct RegionInfo
{
    /// <summary>Bytes of the structure, as the caller knows it.</summary>
    public uint ArgumentSize;

    /// <summary>Readable (1), writable (2), can be mapped (4), has capabilities (8).</summary>
    public uint Flags;

    /// <summary>Which region.</summary>
    public uint Index;

    /// <summary>Where capabilities begin; 0: none.</summary>
    public uint CapabilityOffset;

    /// <summary>Bytes; 0: there is none.</summary>
    public ulong Size;

    /// <summary>Where in the device's file it begins.</summary>
    public ulong Offset;
}
