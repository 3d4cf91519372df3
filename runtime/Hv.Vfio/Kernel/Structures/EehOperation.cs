using System.Runtime.InteropServices;

namespace Hv.Vfio.Kernel.Structures;

/// <summary>An operation of EEH, without the error to inject (linux/vfio.h, <c>struct vfio_eeh_pe_op</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct EehOperation
{
    /// <summary>Bytes of the structure, as the caller knows it.</summary>
    public uint ArgumentSize;

    /// <summary>None yet.</summary>
    public uint Flags;

    /// <summary>Which one.</summary>
    public uint Operation;
}
