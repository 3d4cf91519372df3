using System.Runtime.InteropServices;
using Hv.Runtime.Dma;
using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;

namespace Hv.Vfio.Containers;

/// <summary>
/// The mappings of a type1 container: bus addresses lead to memory of the process, in ranges that are made and taken away as a whole
/// (linux/vfio.h, "API for Type1 VFIO IOMMU").
/// </summary>
public sealed class Type1Iommu
{
    private const ushort IovaRangeId = 1;
    private const ushort MigrationId = 2;
    private const ushort AvailableId = 3;
    private const uint HasPageSizes = 0x1;
    private const uint HasCapabilities = 0x2;

    /// <summary>What kernels allowed before they told (module parameter dma_entry_limit).</summary>
    private const int UsualEntries = 65535;

    private readonly VfioContainer _container;

    // Looked through at every mapping: an array, for which that takes no memory.
    private DmaRange[] _ranges = [];

    /// <summary>Asks what the IOMMU can do.</summary>
    /// <param name="container">A container whose IOMMU is type1.</param>
    /// <exception cref="VfioException">It is another kind, or does not answer.</exception>
    public Type1Iommu(VfioContainer container)
    {
        if (container.Iommu is not (IommuType.Type1 or IommuType.Type1V2))
            throw new VfioException($"The container's IOMMU is {container.Iommu?.ToString() ?? "not set"}, not type1.");

        _container = container;
        Refresh();
        Available = Entries;
    }

    /// <summary>Asks once more: with another group in the container the IOMMU may be able to do less.</summary>
    /// <exception cref="VfioException">It does not answer.</exception>
    public void Refresh()
    {
        var container = _container;
        var result = CapabilityChain.Ask<Type1Info>(container.Kernel, container.Descriptor, VfioRequest.IommuGetInfo, default, out var answer);
        if (result.IsError)
            throw new VfioException($"The type1 IOMMU does not tell what it can do: {result}.");

        var info = MemoryMarshal.Read<Type1Info>(answer);
        PageSizes = (info.Flags & HasPageSizes) != 0 ? info.PageSizes : (ulong)container.Kernel.PageSize;
        var capabilities = (info.Flags & HasCapabilities) != 0 ? info.CapabilityOffset : 0;
        _ranges = ReadRanges(CapabilityChain.Find(answer, capabilities, IovaRangeId));
        var migration = CapabilityChain.Find(answer, capabilities, MigrationId);
        DirtyPageSizes = migration.Length >= 24 ? MemoryMarshal.Read<ulong>(migration[16..]) : 0;
        var available = CapabilityChain.Find(answer, capabilities, AvailableId);
        var left = available.Length >= 12 ? (int)Math.Min(MemoryMarshal.Read<uint>(available[8..]), int.MaxValue) : UsualEntries;

        // What the kernel tells is what is left now.
        if (Entries == 0)
            Entries = left;
    }

    /// <summary>Bit n: the IOMMU has pages of 2^n bytes.</summary>
    public ulong PageSizes { get; private set; }

    /// <summary>The size of its smallest page: addresses and sizes of mappings are multiples of it.</summary>
    public ulong SmallestPage => PageSizes & (~PageSizes + 1);

    /// <summary>The bus addresses that it translates, by address.</summary>
    public IReadOnlyList<DmaRange> Ranges => _ranges;

    /// <summary>
    /// Bit n: the kernel can tell which pages of 2^n bytes devices have written; 0: it cannot. For who migrates what a device reaches.
    /// </summary>
    public ulong DirtyPageSizes { get; private set; }

    /// <summary>How many mappings there can be.</summary>
    public int Entries { get; private set; }

    /// <summary>How many more mappings there can be.</summary>
    public int Available { get; private set; }

    /// <summary>Makes a mapping.</summary>
    /// <param name="iova">The first bus address.</param>
    /// <param name="address">The memory, as the kernel's process has it.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="permission">What devices may do.</param>
    /// <returns>
    /// 0; or what the kernel answers: "exists" when a part is mapped, "no memory" beyond the limit of locked memory. Without asking it:
    /// "invalid argument" for what is no whole pages or not in <see cref="Ranges"/>, "no space" when no mapping is
    /// <see cref="Available"/>.
    /// </returns>
    public KernelResult Map(ulong iova, ulong address, ulong size, IovaPermission permission)
    {
        if (((iova | address | size) & (SmallestPage - 1)) != 0 || size == 0 || permission == IovaPermission.None || !IsTranslated(iova, size))
            return KernelResult.Failed(Errno.InvalidArgument);

        if (Available == 0)
            return KernelResult.Failed(Errno.NoSpace);

        var map = new Type1Map
        {
            ArgumentSize = StructureSpans.SizeOf<Type1Map>(), Flags = (uint)permission, Address = address, Iova = iova, Size = size,
        };
        var result = _container.Kernel.Control(_container.Descriptor, VfioRequest.MapDma, ref map);
        if (!result.IsError)
            Available--;

        return result;
    }

    /// <summary>Takes mappings away.</summary>
    /// <param name="iova">The first bus address.</param>
    /// <param name="size">Bytes; no mapping may lie in them in part.</param>
    /// <param name="mappings">How many mappings these are.</param>
    /// <returns>The bytes that were unmapped, or what the kernel answers: "invalid argument" when a mapping would be cut.</returns>
    public KernelResult Unmap(ulong iova, ulong size, int mappings)
    {
        if (((iova | size) & (SmallestPage - 1)) != 0 || size == 0)
            return KernelResult.Failed(Errno.InvalidArgument);

        var unmap = new Type1Unmap { ArgumentSize = StructureSpans.SizeOf<Type1Unmap>(), Iova = iova, Size = size };
        var result = _container.Kernel.Control(_container.Descriptor, VfioRequest.UnmapDma, ref unmap);
        if (result.IsError)
            return result;

        Available = Math.Min(Available + mappings, Entries);
        return new KernelResult((long)unmap.Size);
    }

    private bool IsTranslated(ulong iova, ulong size)
    {
        var last = unchecked(iova + (size - 1));
        if (last < iova)
            return false;

        foreach (var range in _ranges)
        {
            if (range.First <= iova && last <= range.Last)
                return true;
        }

        return false;
    }

    private static DmaRange[] ReadRanges(ReadOnlySpan<byte> capability)
    {
        const int Header = 16;
        if (capability.Length < Header)
            return [new DmaRange(0, ulong.MaxValue)];

        var count = MemoryMarshal.Read<uint>(capability[8..]);
        var ranges = MemoryMarshal.Cast<byte, IovaRange>(capability[Header..]);
        var read = new List<DmaRange>();
        foreach (var range in ranges[..(int)Math.Min(count, (uint)ranges.Length)])
        {
            if (range.Start <= range.End)
                read.Add(new DmaRange(range.Start, range.End));
        }

        return [.. read.OrderBy(range => range.First)];
    }
}
