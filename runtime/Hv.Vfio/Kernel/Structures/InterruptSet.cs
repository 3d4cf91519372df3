using System.Runtime.InteropServices;

namespace Hv.Vfio.Kernel.Structures;

/// <summary>The begin of what sets interrupts; descriptors of events follow (linux/vfio.h, <c>struct vfio_irq_set</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct InterruptSet
{
    /// <summary>Bytes of the structure, as the caller knows it.</summary>
    public uint ArgumentSize;

    /// <summary>No data (1), flags (2), events (4); to mask (8), unmask (16), signal (32).</summary>
    public uint Flags;

    /// <summary>Which kind.</summary>
    public uint Index;

    /// <summary>The first interrupt.</summary>
    public uint Start;

    /// <summary>How many.</summary>
    public uint Count;
}
