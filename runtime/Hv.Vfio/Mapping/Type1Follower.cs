using System.Numerics;
using Hv.Runtime.Dma;
using Hv.Runtime.Machines;
using Hv.Vfio.Containers;

namespace Hv.Vfio.Mapping;

/// <summary>Follows windows on a type1 IOMMU: it has none of its own, only mappings, wherever it translates.</summary>
internal sealed class Type1Follower : DmaFollower
{
    private const int LargestPageShift = 34;

    private readonly Type1Iommu _iommu;
    private DmaWindowLimits _limits;
    private readonly Dictionary<IommuRegion, (Type1Mapper Mapper, DmaRange Range)> _open = [];

    public Type1Follower(VfioContainer container, Machine machine, DmaAddressSpace space)
        : base(container, machine, space)
    {
        _iommu = new Type1Iommu(container);

        _limits = MakeLimits();
    }

    /// <inheritdoc/>
    public override DmaWindowLimits Limits => _limits;

    private protected override void OnGroupAdded()
    {
        _iommu.Refresh();
        _limits = MakeLimits();
    }

    private protected override void Prepare() => CheckLockedMemory(Ram.Size);

    private protected override IIovaMapper? TryOpen(IommuRegion window)
    {
        var range = DmaRange.Of(window.BusAddress, window.Size);
        if ((Limits.PageSizes & (1UL << window.PageShift)) == 0)
        {
            WindowRefusal = $"{window.Name} has pages of {1UL << window.PageShift} bytes; the smallest page of the host's IOMMU has {_iommu.SmallestPage}";
            return null;
        }

        if (!Limits.Allow(range))
        {
            WindowRefusal = $"{window.Name} covers {range}; the host's IOMMU translates {string.Join(", ", _iommu.Ranges)}";
            return null;
        }

        var mapper = new Type1Mapper(_iommu, 1UL << window.PageShift);
        _open.Add(window, (mapper, range));
        return mapper;
    }

    private protected override void Close(IommuRegion window)
    {
        if (_open.Remove(window, out var open))
            _ = open.Mapper.Unmap(open.Range.First, open.Range.Last - open.Range.First + 1);
    }

    private protected override void Finish()
    {
        // The windows were all.
    }

    private protected override MappingResult MapIdentity(ulong address, ulong host, ulong size)
    {
        // Around what the host does not translate there is RAM that devices do not reach, as on the host itself.
        var wanted = DmaRange.Of(address, size);
        foreach (var range in _iommu.Ranges)
        {
            if (range.Intersect(wanted) is not { } part)
                continue;

            var result = _iommu.Map(part.First, host + (part.First - address), part.Last - part.First + 1, IovaPermission.ReadWrite);
            if (result.IsError)
                return MappingResults.Of(result);
        }

        return MappingResult.Success;
    }

    /// <summary>Larger pages of a guest are several of the host; smaller ones the host cannot map alone.</summary>
    private DmaWindowLimits MakeLimits()
    {
        var smallest = BitOperations.Log2(Math.Max(_iommu.SmallestPage, 1));
        var sizes = ((1UL << (LargestPageShift + 1)) - 1) & ~((1UL << smallest) - 1);
        return new DmaWindowLimits(sizes, _iommu.Ranges, int.MaxValue);
    }
}
