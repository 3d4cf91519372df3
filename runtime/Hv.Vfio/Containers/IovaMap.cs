namespace Hv.Vfio.Containers;

/// <summary>
/// The runs that are mapped, by bus address; none overlaps another. Finding, adding and removing take a time that grows with the
/// logarithm of their number, and allocate nothing once as many were there before.
/// </summary>
/// <remarks>
/// Runs lie in leaves of up to 128, and leaves in a list: an insertion moves a part of one leaf, and of the list when a leaf is split,
/// once in many insertions.
/// </remarks>
internal sealed class IovaMap
{
    private const int LeafSize = 128;

    private readonly List<Leaf> _leaves = [];
    private readonly Stack<Leaf> _free = [];
    private Position _found;

    /// <summary>How many runs there are.</summary>
    public int Count { get; private set; }

    /// <summary>A run.</summary>
    public IovaRun this[Position position] => _leaves[position.Leaf].Runs[position.Index];

    /// <summary>Finds the first run that ends at a bus address or behind it.</summary>
    /// <returns>Where it is; not <see cref="IsValid"/> when there is none.</returns>
    public Position Find(ulong iova)
    {
        // Mostly it is where the last one was: a change looks for the same place several times.
        if (IsFirstFrom(_found, iova))
            return _found;

        int low = 0, high = _leaves.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_leaves[middle].Last.Last < iova)
                low = middle + 1;
            else
                high = middle;
        }

        return _found = new Position(low, low < _leaves.Count ? _leaves[low].Find(iova) : 0);
    }

    /// <summary>Whether a place has a run.</summary>
    public bool IsValid(Position position) => position.Leaf < _leaves.Count;

    /// <summary>The place of the next run.</summary>
    public Position Next(Position position) =>
        position.Index + 1 < _leaves[position.Leaf].Count ? position with { Index = position.Index + 1 } : new Position(position.Leaf + 1, 0);

    /// <summary>Whether any of a range is mapped.</summary>
    public bool Overlaps(ulong iova, ulong size)
    {
        var position = Find(iova);
        return IsValid(position) && this[position].Iova <= iova + (size - 1);
    }

    /// <summary>Takes the first part of a run that is not mapped yet; what is mapped to the same memory already is passed over.</summary>
    /// <param name="rest">The run; what is left of it. Empty (size 0) once all of it was taken or passed over.</param>
    /// <param name="gap">The part.</param>
    /// <returns><see langword="false"/> at its end, or where it is mapped to other memory: the rest is not empty then.</returns>
    public bool TryTakeGap(ref IovaRun rest, out IovaRun gap)
    {
        gap = default;
        while (rest.Size != 0)
        {
            var position = Find(rest.Iova);
            var present = IsValid(position) ? this[position] : default;
            if (present.Size == 0 || present.Iova > rest.Last)
            {
                (gap, rest) = (rest, default);
                return true;
            }

            if (present.Iova > rest.Iova)
            {
                gap = rest.Part(rest.Iova, present.Iova - rest.Iova);
                rest = rest.Part(present.Iova, rest.Size - gap.Size);
                return true;
            }

            if (present.Permission != rest.Permission || present.Address + (rest.Iova - present.Iova) != rest.Address)
                return false;

            rest = present.Last >= rest.Last ? default : rest.Part(present.Last + 1, rest.Last - present.Last);
        }

        return false;
    }

    /// <summary>Whether any run leads into memory; it looks at all of them.</summary>
    public bool LeadsTo(ulong address, ulong size)
    {
        for (var position = new Position(0, 0); IsValid(position); position = Next(position))
        {
            var run = this[position];
            if (run.Address <= address + (size - 1) && address <= run.Address + (run.Size - 1))
                return true;
        }

        return false;
    }

    /// <summary>Adds a run that overlaps none.</summary>
    /// <param name="run">The run.</param>
    /// <param name="merges">Whether it becomes one with a neighbour that it goes on from, or that goes on from it.</param>
    public void Add(in IovaRun run, bool merges)
    {
        var position = Find(run.Iova);
        if (merges && IsValid(position) && run.GoesOnAt(this[position]))
        {
            var behind = this[position];
            RemoveAt(position);
            Add(run with { Size = run.Size + behind.Size }, merges);
            return;
        }

        if (merges && TryPrevious(position, out var before) && this[before].GoesOnAt(run))
        {
            Replace(before, this[before] with { Size = this[before].Size + run.Size });
            return;
        }

        Insert(position, run);
    }

    /// <summary>Removes a range, and cuts the runs that lie in it in part.</summary>
    public void Remove(ulong iova, ulong size)
    {
        var last = iova + (size - 1);
        for (var position = Find(iova); IsValid(position) && this[position].Iova <= last; position = Find(iova))
        {
            var run = this[position];
            RemoveAt(position);
            if (run.Iova < iova)
                Add(run.Part(run.Iova, iova - run.Iova), merges: false);

            if (run.Last > last)
                Add(run.Part(last + 1, run.Last - last), merges: false);
        }
    }

    /// <summary>Removes a run. Places behind it are others then.</summary>
    public void RemoveAt(Position position)
    {
        var leaf = _leaves[position.Leaf];
        leaf.RemoveAt(position.Index);
        Count--;

        // What was behind it: who removes runs looks for the next.
        _found = position.Index < leaf.Count ? position : new Position(leaf.Count > 0 ? position.Leaf + 1 : position.Leaf, 0);
        if (leaf.Count > 0)
            return;

        _leaves.RemoveAt(position.Leaf);
        _free.Push(leaf);
    }

    /// <summary>Removes all.</summary>
    public void Clear()
    {
        foreach (var leaf in _leaves)
        {
            leaf.Clear();
            _free.Push(leaf);
        }

        _leaves.Clear();
        Count = 0;
    }

    /// <summary>Whether the run of a place is there, and the first that ends at a bus address or behind it.</summary>
    private bool IsFirstFrom(Position position, ulong iova)
    {
        if (position.Leaf >= _leaves.Count)
            return position == new Position(_leaves.Count, 0) && (_leaves.Count == 0 || _leaves[^1].Last.Last < iova);

        var leaf = _leaves[position.Leaf];
        if (position.Index >= leaf.Count || leaf.Runs[position.Index].Last < iova)
            return false;

        return position.Index > 0 ? leaf.Runs[position.Index - 1].Last < iova : position.Leaf == 0 || _leaves[position.Leaf - 1].Last.Last < iova;
    }

    private void Replace(Position position, in IovaRun run) => _leaves[position.Leaf].Runs[position.Index] = run;

    private bool TryPrevious(Position position, out Position before)
    {
        before = position.Index > 0
            ? position with { Index = position.Index - 1 }
            : new Position(position.Leaf - 1, position.Leaf > 0 ? _leaves[position.Leaf - 1].Count - 1 : 0);
        return before.Leaf >= 0;
    }

    /// <summary>Adds a run that overlaps none.</summary>
    /// <param name="position">What <see cref="Find"/> says of its first bus address.</param>
    /// <param name="run">The run.</param>
    public void Insert(Position position, in IovaRun run)
    {
        Count++;

        // Behind all others: at the end of the last leaf.
        if (!IsValid(position) && _leaves.Count > 0)
            position = new Position(_leaves.Count - 1, _leaves[^1].Count);

        if (!IsValid(position))
            _leaves.Add(NewLeaf());

        var leaf = _leaves[position.Leaf];
        if (leaf.Count == LeafSize)
        {
            var right = NewLeaf();
            leaf.SplitInto(right);
            _leaves.Insert(position.Leaf + 1, right);
            if (position.Index > leaf.Count)
                (leaf, position) = (right, new Position(position.Leaf + 1, position.Index - leaf.Count));
        }

        leaf.Insert(position.Index, run);
        _found = position;
    }

    private Leaf NewLeaf() => _free.TryPop(out var leaf) ? leaf : new Leaf();

    /// <summary>The place of a run, until the next change.</summary>
    public readonly record struct Position(int Leaf, int Index);

    private sealed class Leaf
    {
        public IovaRun[] Runs { get; } = new IovaRun[LeafSize];

        public int Count { get; private set; }

        public ref readonly IovaRun Last => ref Runs[Count - 1];

        public int Find(ulong iova)
        {
            int low = 0, high = Count;
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (Runs[middle].Last < iova)
                    low = middle + 1;
                else
                    high = middle;
            }

            return low;
        }

        public void Insert(int index, in IovaRun run)
        {
            if (index < Count)
                Array.Copy(Runs, index, Runs, index + 1, Count - index);

            Runs[index] = run;
            Count++;
        }

        public void RemoveAt(int index)
        {
            Count--;
            if (index < Count)
                Array.Copy(Runs, index + 1, Runs, index, Count - index);
        }

        public void SplitInto(Leaf right)
        {
            var half = Count / 2;
            Array.Copy(Runs, half, right.Runs, 0, Count - half);
            (right.Count, Count) = (Count - half, half);
        }

        public void Clear() => Count = 0;
    }
}
