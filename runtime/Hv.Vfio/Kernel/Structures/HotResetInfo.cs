using System.Runtime.InteropServices;

namespace Hv.Vfio.Kernel.Structures;

/// <summary>The begin of what a hot reset resets; functions follow (linux/vfio.h, <c>struct vfio_pci_hot_reset_info</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct HotResetInfo
{
    /// <summary>Bytes of the structure, as the caller knows it.</summary>
    public uint ArgumentSize;

    /// <summary>None yet.</summary>
    public uint Flags;

    /// <summary>How many functions follow.</summary>
    public uint Count;
}
