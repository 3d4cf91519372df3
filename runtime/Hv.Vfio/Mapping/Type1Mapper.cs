using Hv.Vfio.Containers;

namespace Hv.Vfio.Mapping;

/// <summary>The mappings of windows on a type1 IOMMU, which makes and takes away ranges as a whole.</summary>
/// <remarks>
/// <para>
/// What a guest maps in one call is one mapping as far as it is contiguous, of at most 512 pages (<see cref="LargestRun"/>), so that
/// the entries of the IOMMU last. When the guest takes a part of such a run away, the kernel can only take the whole: the run is
/// unmapped and what is left of it mapped again, so that a device that uses the rest in between faults. The gap is that of one unmap
/// and the maps behind it, concerns the pages of that run alone, and ends for most of them with the first map: pieces are mapped the
/// largest first, and double in size away from the hole. Whoever takes pages away one after the other thus opens it again for a page
/// at most as often as the run's size has bits, and most removals find a piece of their own and open none.
/// </para>
/// <para>
/// To cut a run in the middle takes one entry more than it had. Entries are kept back for it: mappings are refused before the last
/// sixteenth is used; a cut is refused when not even one is left, and the run stays as it was.
/// </para>
/// </remarks>
internal sealed class Type1Mapper(Type1Iommu iommu, ulong pageSize) : IIovaMapper
{
    /// <summary>Pages that are mapped as one at most: as many as a guest puts in one call.</summary>
    public const ulong LargestRun = 512;

    private const int PiecesOfCut = 32;
    private const int KeptBackShift = 4;

    private readonly IovaMap _runs = new();
    private readonly List<IovaRun> _filled = [];

    // A power of two: pages are.
    private readonly ulong _largestRun = LargestRun * pageSize;

    /// <inheritdoc/>
    public ulong LostBytes { get; private set; }

    /// <inheritdoc/>
    public ulong Room => (ulong)Math.Max(iommu.Available - KeptBack, 0);

    private int KeptBack => iommu.Entries >> KeptBackShift;

    /// <inheritdoc/>
    public MappingResult Map(IovaRun run)
    {
        // Most are new, and of one piece.
        var place = _runs.Find(run.Iova);
        if (run.Size <= _largestRun - (run.Iova & (_largestRun - 1)) && (!_runs.IsValid(place) || _runs[place].Iova > run.Last))
            return Add(run, place);

        _filled.Clear();
        var rest = run;
        while (_runs.TryTakeGap(ref rest, out var gap))
        {
            // The pieces end where others of the window do: a cut of one does not touch the next.
            while (gap.Size != 0)
            {
                var size = Math.Min(gap.Size, _largestRun - (gap.Iova & (_largestRun - 1)));
                var piece = gap.Part(gap.Iova, size);
                gap = size == gap.Size ? default : gap.Part(gap.Iova + size, gap.Size - size);
                if (Add(piece, _runs.Find(piece.Iova)) is not MappingResult.Success and var failure)
                {
                    Undo();
                    return failure;
                }

                _filled.Add(piece);
            }
        }

        if (rest.Size == 0)
            return MappingResult.Success;

        Undo();
        return MappingResult.Refused;
    }

    /// <inheritdoc/>
    public MappingResult Unmap(ulong iova, ulong size)
    {
        var last = iova + (size - 1);
        var place = _runs.Find(iova);
        if (!_runs.IsValid(place) || _runs[place].Iova > last)
            return MappingResult.Success;

        // Most were mapped as they are unmapped.
        if (_runs[place].Iova == iova && _runs[place].Last == last)
        {
            var single = MappingResults.Of(iommu.Unmap(iova, size, 1));
            if (single == MappingResult.Success)
                _runs.RemoveAt(place);

            return single;
        }

        if (CutAt(iova, last) is not MappingResult.Success and var failure)
            return failure;

        // All that is left in the range are whole runs, unmapped at once; they are forgotten when the kernel has.
        var position = _runs.Find(iova);
        if (!_runs.IsValid(position) || _runs[position].Iova > last)
            return MappingResult.Success;

        var first = _runs[position].Iova;
        var end = first;
        var count = 0;
        for (; _runs.IsValid(position) && _runs[position].Iova <= last; position = _runs.Next(position))
        {
            end = _runs[position].Last;
            count++;
        }

        var result = MappingResults.Of(iommu.Unmap(first, end - first + 1, count));
        if (result == MappingResult.Success)
            _runs.Remove(first, end - first + 1);

        return result;
    }

    /// <summary>Cuts the runs that lie in a range in part, so that none does.</summary>
    private MappingResult CutAt(ulong first, ulong last)
    {
        var position = _runs.Find(first);
        if (_runs.IsValid(position) && _runs[position] is var front && front.Iova < first
            && Cut(front, first, Math.Min(last, front.Last)) is not MappingResult.Success and var failure)
        {
            return failure;
        }

        position = _runs.Find(last);
        return _runs.IsValid(position) && _runs[position] is var back && back.Iova <= last && back.Last > last
            ? Cut(back, Math.Max(first, back.Iova), last)
            : MappingResult.Success;
    }

    /// <summary>Takes a part out of a run.</summary>
    private MappingResult Cut(in IovaRun run, ulong first, ulong last)
    {
        var isInMiddle = run.Iova < first && last < run.Last;
        if (isInMiddle && iommu.Available == 0)
            return MappingResult.NoEntries;

        if (MappingResults.Of(iommu.Unmap(run.Iova, run.Size, 1)) is not MappingResult.Success and var failure)
            return failure;

        _runs.RemoveAt(_runs.Find(run.Iova));
        Span<IovaRun> pieces = stackalloc IovaRun[2 * PiecesOfCut];
        var count = 0;
        var doubles = iommu.Available > 4 * PiecesOfCut;
        if (run.Iova < first)
            AddPieces(pieces, ref count, run.Part(run.Iova, first - run.Iova), isBeforeHole: true, doubles);

        if (last < run.Last)
            AddPieces(pieces, ref count, run.Part(last + 1, run.Last - last), isBeforeHole: false, doubles);

        pieces[..count].Sort((left, right) => right.Size.CompareTo(left.Size));
        foreach (ref readonly var piece in pieces[..count])
        {
            if (iommu.Map(piece.Iova, piece.Address, piece.Size, piece.Permission).IsError)
                LostBytes += piece.Size;
            else
                _runs.Add(piece, merges: false);
        }

        return MappingResult.Success;
    }

    /// <summary>Divides what is left on one side of a hole into pieces that double in size away from it, or leaves it whole.</summary>
    private void AddPieces(Span<IovaRun> pieces, ref int count, IovaRun side, bool isBeforeHole, bool doubles)
    {
        for (var size = pageSize; side.Size != 0; size <<= 1)
        {
            var taken = !doubles || size >= side.Size ? side.Size : size;
            var rest = side.Size - taken;
            pieces[count++] = isBeforeHole ? side.Part(side.Iova + rest, taken) : side.Part(side.Iova, taken);
            side = rest == 0 ? default : isBeforeHole ? side.Part(side.Iova, rest) : side.Part(side.Iova + taken, rest);
        }
    }

    private MappingResult Add(in IovaRun piece, IovaMap.Position place)
    {
        if (iommu.Available <= KeptBack)
            return MappingResult.NoEntries;

        var result = iommu.Map(piece.Iova, piece.Address, piece.Size, piece.Permission);
        if (!result.IsError)
            _runs.Insert(place, piece);

        return MappingResults.Of(result);
    }

    /// <summary>Takes away what a call has mapped that could not map all; what was there before stays.</summary>
    private void Undo()
    {
        foreach (var piece in _filled)
            _ = Unmap(piece.Iova, piece.Size);

        _filled.Clear();
    }
}
