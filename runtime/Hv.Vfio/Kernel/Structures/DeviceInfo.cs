using System.Runtime.InteropServices;

namespace Hv.Vfio.Kernel.Structures;

/// <summary>What a device has (linux/vfio.h, <c>struct vfio_device_info</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct DeviceInfo
{
    /// <summary>Bytes of the structure, as the caller knows it.</summary>
    public uint ArgumentSize;

    /// <summary>Can be reset (1), is a PCI device (2), has capabilities (0x80).</summary>
    public uint Flags;

    /// <summary>How many regions there are.</summary>
    public uint RegionCount;

    /// <summary>How many kinds of interrupts there are.</summary>
    public uint InterruptCount;

    /// <summary>Where capabilities begin; 0: none.</summary>
    public uint CapabilityOffset;

    /// <summary>Unused.</summary>
    public uint Padding;
}
