using Hv.Vfio.Containers;
using Hv.Vfio.Kernel;

namespace Hv.Vfio.Mapping;

/// <summary>The mappings of a guest's window in a window of an sPAPR IOMMU: entry by entry, so that nothing is touched beside a change.</summary>
internal sealed class SpaprMapper(SpaprIommu iommu, SpaprWindow window) : IIovaMapper
{
    private readonly List<IovaRun> _filled = [];

    /// <inheritdoc/>
    public ulong Room => (ulong)Math.Max(iommu.MostRuns - iommu.Mappings.Count, 0);

    /// <summary>None: nothing is ever unmapped beside a change.</summary>
    public ulong LostBytes => 0;

    /// <inheritdoc/>
    public MappingResult Map(IovaRun run)
    {
        // Most are new.
        if (Room > 0 && iommu.Map(window, run.Iova, run.Address, run.Size, run.Permission) is { Error: not Errno.Exists } single)
            return MappingResults.Of(single);

        _filled.Clear();
        var rest = run;
        while (iommu.Mappings.TryTakeGap(ref rest, out var gap))
        {
            var result = Room == 0 ? MappingResult.NoEntries : MappingResults.Of(iommu.Map(window, gap.Iova, gap.Address, gap.Size, gap.Permission));
            if (result != MappingResult.Success)
            {
                // The kernel takes back the entries of a call that fails; those before were of calls that did not.
                Undo();
                return result;
            }

            _filled.Add(gap);
        }

        if (rest.Size == 0)
            return MappingResult.Success;

        Undo();
        return MappingResult.Refused;
    }

    /// <inheritdoc/>
    public MappingResult Unmap(ulong iova, ulong size) =>
        iommu.Mappings.Overlaps(iova, size) ? MappingResults.Of(iommu.Unmap(window, iova, size)) : MappingResult.Success;

    private void Undo()
    {
        foreach (var gap in _filled)
            _ = iommu.Unmap(window, gap.Iova, gap.Size);

        _filled.Clear();
    }
}
