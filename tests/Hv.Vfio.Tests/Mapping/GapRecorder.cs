using System.Runtime.InteropServices;
using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;
using Hv.Vfio.Tests.Infrastructure;

namespace Hv.Vfio.Tests.Mapping;

/// <summary>
/// A kernel that keeps which pages of 4 KiB are mapped, call by call: what a device would find at each moment between two calls.
/// </summary>
internal sealed class GapRecorder(IHostKernel kernel) : DelegatingKernel(kernel)
{
    private const ulong Page = 4096;

    /// <summary>The pages that are mapped, by bus address, with their memory.</summary>
    public Dictionary<ulong, ulong> Pages { get; } = [];

    /// <summary>The mappings that were made, in order: bus address and bytes.</summary>
    public List<(ulong Iova, ulong Size)> Maps { get; } = [];

    /// <summary>How often a page went from mapped to unmapped, and back.</summary>
    public Dictionary<ulong, int> Gaps { get; } = [];

    /// <summary>Calls that map or unmap.</summary>
    public int Calls { get; private set; }

    /// <inheritdoc/>
    public override KernelResult Control(int descriptor, VfioRequest request, Span<byte> argument)
    {
        // As asked: the answer of an unmap is how many bytes of it were mapped.
        var asked = argument.ToArray();
        var result = base.Control(descriptor, request, argument);
        if (result.IsError || request is not (VfioRequest.MapDma or VfioRequest.UnmapDma))
            return result;

        Calls++;
        if (request == VfioRequest.UnmapDma)
        {
            var unmap = MemoryMarshal.Read<Type1Unmap>(asked);
            foreach (var page in Pages.Keys.Where(page => page - unmap.Iova < unmap.Size).ToList())
            {
                Pages.Remove(page);
                Gaps[page] = Gaps.GetValueOrDefault(page) + 1;
            }

            return result;
        }

        var map = MemoryMarshal.Read<Type1Map>(asked);
        Maps.Add((map.Iova, map.Size));
        for (var offset = 0UL; offset < map.Size; offset += Page)
            Pages.Add(map.Iova + offset, map.Address + offset);

        return result;
    }
}
