using System.Runtime.InteropServices;

namespace Hv.Vfio.Kernel.Structures;

/// <summary>The begin of a hot reset; descriptors of all groups that it touches follow (linux/vfio.h, <c>struct vfio_pci_hot_reset</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct HotReset
{
    /// <summary>Bytes of the structure, as the caller knows it.</summary>
    public uint ArgumentSize;

    /// <summary>None yet.</summary>
    public uint Flags;

    /// <summary>How many descriptors follow.</summary>
    public uint Count;
}
