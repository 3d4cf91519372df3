using System.Runtime.InteropServices;

namespace Hv.Vfio.Kernel.Structures;

/// <summary>The begin of a capability in an answer (linux/vfio.h, <c>struct vfio_info_cap_header</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct CapabilityHeader
{
    /// <summary>Which capability.</summary>
    public ushort Id;

    /// <summary>Its version.</summary>
    public ushort Version;

    /// <summary>The offset of the next one from the start of the answer; 0: none.</summary>
    public uint Next;
}
