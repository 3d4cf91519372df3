using System.Runtime.InteropServices;
using Hv.Runtime.Memory;
using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;

namespace Hv.Vfio.Tests.Mapping;

/// <summary>
/// A kernel that keeps which pages of 4 KiB are mapped, call by call: what a device would find at each moment between two calls.
/// </summary>
internal sealed class GapRecorder(IHostKernel kernel) : IHostKernel
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

    public HostArchitecture Architecture => kernel.Architecture;

    public int PageSize => kernel.PageSize;

    public IHostFiles Files => kernel.Files;

    public KernelResult Control(int descriptor, VfioRequest request, Span<byte> argument)
    {
        // As asked: the answer of an unmap is how many bytes of it were mapped.
        var asked = argument.ToArray();
        var result = kernel.Control(descriptor, request, argument);
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

    public KernelResult Open(string path) => kernel.Open(path);

    public KernelResult Close(int descriptor) => kernel.Close(descriptor);

    public KernelResult Control(int descriptor, VfioRequest request, ulong argument = 0) => kernel.Control(descriptor, request, argument);

    public KernelResult Read(int descriptor, Span<byte> destination, ulong offset) => kernel.Read(descriptor, destination, offset);

    public KernelResult Write(int descriptor, ReadOnlySpan<byte> source, ulong offset) => kernel.Write(descriptor, source, offset);

    public KernelResult MapFile(int descriptor, ulong offset, ulong length, bool isWritable) => kernel.MapFile(descriptor, offset, length, isWritable);

    public KernelResult UnmapFile(ulong address, ulong length) => kernel.UnmapFile(address, length);

    public KernelResult CreateEvent() => kernel.CreateEvent();

    public KernelResult SignalEvent(int descriptor) => kernel.SignalEvent(descriptor);

    public KernelResult TakeEvent(int descriptor) => kernel.TakeEvent(descriptor);

    public KernelResult Wait(Span<PollEntry> entries, int timeoutMilliseconds) => kernel.Wait(entries, timeoutMilliseconds);

    public KernelResult Share(RamBlock block) => kernel.Share(block);

    public void Unshare(RamBlock block) => kernel.Unshare(block);
}
