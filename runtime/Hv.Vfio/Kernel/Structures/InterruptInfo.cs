using System.Runtime.InteropServices;

namespace Hv.Vfio.Kernel.Structures;

/// <summary>A kind of interrupts of a device (linux/vfio.h, <c>struct vfio_irq_info</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct InterruptInfo
{
    /// <summary>Bytes of the structure, as the caller knows it.</summary>
    public uint ArgumentSize;

    /// <summary>Goes to events (1), can be masked (2), is masked as it comes (4), cannot be extended (8).</summary>
    public uint Flags;

    /// <summary>Which kind.</summary>
    public uint Index;

    /// <summary>How many there are.</summary>
    public uint Count;
}
