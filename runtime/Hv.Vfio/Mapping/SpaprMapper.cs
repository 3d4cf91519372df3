using Hv.Vfio.Containers;

namespace Hv.Vfio.Mapping;

/// <summary>The mappings of a guest's window in a window of an sPAPR IOMMU: entry by entry, so that nothing is touched beside a change.</summary>
internal sealed class SpaprMapper(SpaprIommu iommu, SpaprWindow window) : IIovaMapper
{
    /// <inheritdoc/>
    public ulong Room => window.Size >> window.PageShift;

    /// <inheritdoc/>
    public MappingResult Map(IovaRun run)
    {
        var rest = run;
        while (iommu.Mappings.TryTakeGap(ref rest, out var gap))
        {
            var result = iommu.Map(window, gap.Iova, gap.Address, gap.Size, gap.Permission);
            if (!result.IsError)
                continue;

            // The kernel takes back the entries of a call that fails; those before were of calls that did not.
            if (gap.Iova > run.Iova)
                _ = iommu.Unmap(window, run.Iova, gap.Iova - run.Iova);

            return MappingResults.Of(result);
        }

        return rest.Size == 0 ? MappingResult.Success : MappingResult.Refused;
    }

    /// <inheritdoc/>
    public MappingResult Unmap(ulong iova, ulong size) =>
        iommu.Mappings.Overlaps(iova, size) ? MappingResults.Of(iommu.Unmap(window, iova, size)) : MappingResult.Success;
}
