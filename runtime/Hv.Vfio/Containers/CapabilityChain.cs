using System.Runtime.InteropServices;
using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;

namespace Hv.Vfio.Containers;

/// <summary>
/// The capabilities in an answer of the kernel: a list whose entries name the next one's offset (linux/vfio.h,
/// <c>struct vfio_info_cap_header</c>).
/// </summary>
internal static class CapabilityChain
{
    private const int LargestAnswer = 64 << 10;

    /// <summary>Makes a request whose answer grows with its capabilities.</summary>
    /// <typeparam name="T">The structure that the answer begins with.</typeparam>
    /// <param name="kernel">The kernel.</param>
    /// <param name="descriptor">What is asked.</param>
    /// <param name="request">The request.</param>
    /// <param name="question">The structure as asked; its size field is set here.</param>
    /// <param name="answer">All of the answer.</param>
    /// <remarks>The kernel tells the size that it needs in the first word when what it got is too small.</remarks>
    public static KernelResult Ask<T>(IHostKernel kernel, int descriptor, VfioRequest request, T question, out byte[] answer)
        where T : unmanaged
    {
        var size = (int)StructureSpans.SizeOf<T>();
        while (true)
        {
            answer = new byte[size];
            MemoryMarshal.Write(answer, question);
            MemoryMarshal.Write(answer, (uint)size);
            var result = kernel.Control(descriptor, request, answer);
            if (result.IsError)
                return result;

            var needed = MemoryMarshal.Read<uint>(answer);
            if (needed <= size)
                return result;

            if (needed > LargestAnswer)
                return KernelResult.Failed(Errno.TooBig);

            size = (int)needed;
        }
    }

    /// <summary>Finds a capability.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="first">The offset of the first one; 0: there is none.</param>
    /// <param name="id">Which one.</param>
    /// <returns>From its header on; empty when it is not there. Lists that lead back, or out of the answer, end.</returns>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> answer, uint first, ushort id)
    {
        var header = Marshal.SizeOf<CapabilityHeader>();
        for (var offset = first; offset != 0 && offset <= answer.Length - header;)
        {
            var capability = MemoryMarshal.Read<CapabilityHeader>(answer[(int)offset..]);
            if (capability.Id == id)
                return answer[(int)offset..];

            offset = capability.Next > offset ? capability.Next : 0;
        }

        return [];
    }
}
