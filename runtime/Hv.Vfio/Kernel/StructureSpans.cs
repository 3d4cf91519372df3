using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hv.Vfio.Kernel;

/// <summary>Structures of the kernel as bytes. All hosts of VFIO that Hv has are little-endian, as the structures are here.</summary>
public static class StructureSpans
{
    /// <summary>The bytes of a structure, in place.</summary>
    public static Span<byte> AsBytes<T>(this ref T structure)
        where T : unmanaged => MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref structure, 1));

    /// <summary>Makes a request with a structure.</summary>
    public static KernelResult Control<T>(this IHostKernel kernel, int descriptor, VfioRequest request, ref T structure)
        where T : unmanaged => kernel.Control(descriptor, request, structure.AsBytes());

    /// <summary>The size of a structure in bytes, as <c>argsz</c> wants it.</summary>
    public static uint SizeOf<T>()
        where T : unmanaged => (uint)Unsafe.SizeOf<T>();
}
