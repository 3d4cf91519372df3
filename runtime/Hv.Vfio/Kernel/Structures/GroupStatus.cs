using System.Runtime.InteropServices;

namespace Hv.Vfio.Kernel.Structures;

/// <summary>The state of a group (linux/vfio.h, <c>struct vfio_group_status</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct GroupStatus
{
    /// <summary>Bytes of the structure, as the caller knows it.</summary>
    public uint ArgumentSize;

    /// <summary>Viable (1), has a container (2).</summary>
    public uint Flags;
}
