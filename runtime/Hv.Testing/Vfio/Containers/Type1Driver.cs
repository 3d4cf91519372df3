using System.Numerics;
using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;

namespace Hv.Testing.Vfio.Containers;

/// <summary>A type1 IOMMU: mappings that do not overlap, taken away as a whole.</summary>
internal sealed class Type1Driver(FakeKernel kernel, FakeType1 options, bool isVersion2) : IommuDriver(kernel)
{
    private const int ShortInformation = 16;
    private const int LargestRangeCount = 64;
    private const uint HasPageSizes = 1;
    private const uint HasCapabilities = 2;
    private const ushort RangesCapability = 1;
    private const ushort MigrationCapability = 2;
    private const ushort AvailableCapability = 3;

    private readonly Type1Mappings _mappings = new();

    private ulong PageMask { get; } = (1UL << BitOperations.TrailingZeroCount(options.PageSizes)) - 1;

    public override KernelResult Control(VfioRequest request, Span<byte> argument) => request switch
    {
        VfioRequest.IommuGetInfo => GetInformation(argument),
        VfioRequest.MapDma => Map(argument),
        VfioRequest.UnmapDma => Unmap(argument),
        _ => KernelResult.Failed(Errno.NotSupportedRequest),
    };

    public override void End() => Remove(0, _mappings.Count);

    public override bool TryTranslate(ulong iova, bool isWrite, out ulong address, out ulong length)
    {
        (address, length) = (0, 0);
        var index = _mappings.Find(iova);
        if (index < 0 || !DmaFlags.Allow(_mappings[index].Flags, isWrite))
            return false;

        var mapping = _mappings[index];
        address = mapping.Address + (iova - mapping.Iova);
        length = mapping.Size - (iova - mapping.Iova);
        return true;
    }

    public override void Describe(FakeLeaks leaks)
    {
        for (var index = 0; index < _mappings.Count; index++)
            leaks.Add($"mapping of 0x{_mappings[index].Size:x} bytes at 0x{_mappings[index].Iova:x}");
    }

    private KernelResult GetInformation(Span<byte> argument)
    {
        var error = FakeArguments.Take(argument, ShortInformation, out Type1Info information);
        if (error != Errno.None)
            return KernelResult.Failed(error);

        information.Flags = HasPageSizes;
        information.PageSizes = options.PageSizes;
        if (!options.HasCapabilities)
        {
            FakeArguments.Give(argument, ref information, ShortInformation);
            return default;
        }

        Span<byte> capabilities = stackalloc byte[128 + (LargestRangeCount * 16)];
        var head = FakeArguments.Size<Type1Info>();
        capabilities = capabilities[..WriteCapabilities(capabilities, head)];
        information.Flags |= HasCapabilities;
        var given = (int)Math.Min(information.ArgumentSize, (uint)head);
        if (FakeArguments.GiveCapabilities(argument, information.ArgumentSize, head, capabilities))
            information.CapabilityOffset = (uint)head;
        else
            information.ArgumentSize = (uint)(head + capabilities.Length);

        FakeArguments.Give(argument, ref information, given);
        return default;
    }

    private int WriteCapabilities(Span<byte> target, int head)
    {
        var chain = new CapabilityWriter(target, head);
        chain.Begin(MigrationCapability, 1);
        chain.Write(0UL);
        chain.Write((ulong)Kernel.PageSize);
        chain.Write(1UL << 28);
        chain.Begin(AvailableCapability, 1);
        chain.Write(options.MappingLimit - (uint)_mappings.Count);
        chain.Begin(RangesCapability, 1);
        chain.Write((uint)Math.Min(options.IovaRanges.Count, LargestRangeCount));
        chain.Write(0u);
        for (var index = 0; index < Math.Min(options.IovaRanges.Count, LargestRangeCount); index++)
        {
            chain.Write(options.IovaRanges[index].Start);
            chain.Write(options.IovaRanges[index].End);
        }

        return chain.Length;
    }

    private KernelResult Map(Span<byte> argument)
    {
        var error = FakeArguments.Take(argument, FakeArguments.Size<Type1Map>(), out Type1Map map);
        return error == Errno.None ? Map(map) : KernelResult.Failed(error);
    }

    private KernelResult Map(in Type1Map map)
    {
        if ((map.Flags & ~DmaFlags.ReadWrite) != 0 || map.Flags == 0)
            return KernelResult.Failed(Errno.InvalidArgument);

        if (map.Size == 0 || ((map.Size | map.Iova | map.Address) & PageMask) != 0)
            return KernelResult.Failed(Errno.InvalidArgument);

        if (map.Iova + (map.Size - 1) < map.Iova || map.Address + (map.Size - 1) < map.Address)
            return KernelResult.Failed(Errno.InvalidArgument);

        if (_mappings.Overlaps(map.Iova, map.Size))
            return KernelResult.Failed(Errno.Exists);

        if (_mappings.Count >= options.MappingLimit)
            return KernelResult.Failed(Errno.NoSpace);

        if (!IsTranslated(map.Iova, map.Iova + (map.Size - 1)))
            return KernelResult.Failed(Errno.InvalidArgument);

        // Pages are pinned one after the other: what is not there is seen before what is too much.
        if (!Kernel.Memory.Contains(map.Address, map.Size))
            return KernelResult.Failed(Errno.BadAddress);

        if (!Kernel.TryLock(map.Size))
            return KernelResult.Failed(Errno.NoMemory);

        _mappings.Add(new Type1Mapping(map.Iova, map.Size, map.Address, map.Flags));
        Kernel.Calls.CountMapped(1, map.Size);
        return default;
    }

    private bool IsTranslated(ulong first, ulong last)
    {
        for (var index = 0; index < options.IovaRanges.Count; index++)
        {
            var range = options.IovaRanges[index];
            if (first >= range.Start && last <= range.End)
                return true;
        }

        return false;
    }

    private KernelResult Unmap(Span<byte> argument)
    {
        var error = FakeArguments.Take(argument, FakeArguments.Size<Type1Unmap>(), out Type1Unmap unmap);
        if (error != Errno.None)
            return KernelResult.Failed(error);

        // Dirty pages are not modelled.
        if ((unmap.Flags & ~DmaFlags.UnmapAll) != 0)
            return KernelResult.Failed(Errno.InvalidArgument);

        if ((unmap.Flags & DmaFlags.UnmapAll) != 0)
        {
            if ((unmap.Iova | unmap.Size) != 0)
                return KernelResult.Failed(Errno.InvalidArgument);

            unmap.Size = Remove(0, _mappings.Count);
            FakeArguments.Give(argument, ref unmap, argument.Length);
            return default;
        }

        var last = unmap.Iova + (unmap.Size - 1);
        if (unmap.Size == 0 || ((unmap.Iova | unmap.Size) & PageMask) != 0 || last < unmap.Iova)
            return KernelResult.Failed(Errno.InvalidArgument);

        var first = _mappings.FirstFrom(unmap.Iova);
        if (first < _mappings.Count && _mappings[first].Iova < unmap.Iova)
        {
            if (isVersion2)
                return KernelResult.Failed(Errno.InvalidArgument);

            // Version 1 stops at a mapping that begins before, and takes one that ends behind as a whole.
            unmap.Size = 0;
            FakeArguments.Give(argument, ref unmap, argument.Length);
            return default;
        }

        var end = first;
        while (end < _mappings.Count && _mappings[end].Iova <= last)
            end++;

        if (isVersion2 && end > first && _mappings[end - 1].Last > last)
            return KernelResult.Failed(Errno.InvalidArgument);

        unmap.Size = Remove(first, end - first);
        FakeArguments.Give(argument, ref unmap, argument.Length);
        return default;
    }

    private ulong Remove(int first, int count)
    {
        var bytes = 0UL;
        for (var index = first; index < first + count; index++)
            bytes += _mappings[index].Size;

        _mappings.RemoveRange(first, count);
        Kernel.Unlock(bytes);
        Kernel.Calls.CountUnmapped(bytes);
        return bytes;
    }
}
