using System.Runtime.CompilerServices;

namespace Hv.Pseries.Dma.Entries;

/// <content>How the tree grows. Nodes are put together first and then put in their place, where readers find them.</content>
internal sealed partial class EntryMap
{
    private static ulong Mask(int bits) => (1UL << bits) - 1;

    /// <summary>
    /// Clearing needs memory too, where one entry of many equal ones goes; it must work when setting does not any more.
    /// </summary>
    private long LimitFor(ulong value) => value != 0 || HostBytesLimit > long.MaxValue / 2 ? HostBytesLimit : HostBytesLimit * 2;

    private bool TryExchangeBelow(ulong entry, ulong value, out ulong old)
    {
        SweepIfDue();
        return TryExchange(ref _root, _bits, entry, value, LimitFor(value), out old);
    }

    private bool TryExchange(ref EntryNode? slot, int bits, ulong entry, ulong value, long limit, out ulong old)
    {
        old = 0;
        while (true)
        {
            switch (slot)
            {
                case BranchNode branch:
                    bits = branch.Shift;
                    slot = ref branch[entry];
                    continue;
                case TopNode top:
                    bits = top.Shift;
                    slot = ref top[entry];
                    continue;
                case DenseLeaf leaf:
                    old = leaf.Exchange(entry, value);
                    Changed((value != 0 ? 1 : 0) - (old != 0 ? 1 : 0), 1);
                    return true;
                case SparseLeaf leaf when leaf.TryExchange(entry, value, out old):
                    Changed((value != 0 ? 1 : 0) - (old != 0 ? 1 : 0), 1);
                    return true;
                case UniformNode uniform when uniform.Value == value:
                    old = value;
                    return true;
                case null when value == 0:
                    return true;
            }

            if (HostBytes >= limit)
                return false;

            switch (slot)
            {
                case null when bits <= SparseLeaf.MaximumBits:
                    Replace(ref slot, new SparseLeaf(bits, 1));
                    break;
                case SparseLeaf leaf when leaf.Stored < (bits <= DenseLeaf.Bits ? DenseLeaf.WorthFrom - 1 : SparseLeaf.MaximumCapacity):
                    Replace(ref slot, leaf.Resized());
                    break;
                default:
                    if (bits <= DenseLeaf.Bits)
                        MakeDense(ref slot);
                    else
                        Branch(ref slot, bits);

                    break;
            }
        }
    }

    /// <summary>The leaf that a part of entries goes to at once; made when that is worth it.</summary>
    /// <returns><see langword="null"/> when the entries are better stored one by one.</returns>
    private DenseLeaf? FindLeaf(ulong entry, ReadOnlySpan<ulong> values)
    {
        ref var slot = ref _root;
        var bits = _bits;
        var isWorthOne = false;
        while (true)
        {
            switch (slot)
            {
                case DenseLeaf leaf:
                    return leaf;
                case BranchNode branch:
                    bits = branch.Shift;
                    slot = ref branch[entry];
                    continue;
                case TopNode top:
                    bits = top.Shift;
                    slot = ref top[entry];
                    continue;
            }

            isWorthOne = isWorthOne || values.Length - values.Count(0UL) >= DenseLeaf.WorthFrom;
            if (!isWorthOne || HostBytes >= HostBytesLimit)
                return null;

            if (bits <= DenseLeaf.Bits)
                return MakeDense(ref slot);

            Branch(ref slot, bits);
        }
    }

    /// <summary>Sets a range inside of what a slot stands for to one value; the range counts from the start of that.</summary>
    private void Fill(ref EntryNode? slot, int bits, ulong first, ulong last, ulong value, UniformNode? uniform)
    {
        if (first == 0 && last == Mask(bits))
        {
            Drop(slot);
            Replace(ref slot, uniform);
            return;
        }

        switch (slot)
        {
            case null when value == 0:
            case UniformNode { Value: var before } when before == value:
                return;
            case SparseLeaf leaf when value == 0:
                var cleared = leaf.Clear((uint)first, (uint)last);
                Changed(-cleared, cleared);
                return;
        }

        if (bits <= DenseLeaf.Bits)
        {
            FillLeaf(ref slot, bits, first, (int)(last - first) + 1, value);
            return;
        }

        if (slot is not InnerNode)
            Branch(ref slot, bits);

        var inner = (InnerNode)slot!;
        var childMask = Mask(inner.Shift);
        for (var child = first >> inner.Shift; child <= last >> inner.Shift; child++)
        {
            var start = child << inner.Shift;
            var childFirst = first > start ? first - start : 0;
            Fill(ref inner.Children[(int)child], inner.Shift, childFirst, Math.Min(last - start, childMask), value, uniform);
        }
    }

    private void FillLeaf(ref EntryNode? slot, int bits, ulong first, int count, ulong value)
    {
        var stored = slot switch { null => 0, SparseLeaf sparse => sparse.Stored, _ => DenseLeaf.Capacity };
        if (stored + count < DenseLeaf.WorthFrom)
        {
            for (var index = 0; index < count; index++)
                TryExchange(ref slot, bits, first + (ulong)index, value, long.MaxValue, out _);

            return;
        }

        var leaf = slot as DenseLeaf ?? MakeDense(ref slot);
        Changed(leaf.Fill(first, count, value), count);
    }

    /// <summary>Puts a dense leaf with the same entries where there was none.</summary>
    private DenseLeaf MakeDense(ref EntryNode? slot)
    {
        var leaf = new DenseLeaf();
        switch (slot)
        {
            case UniformNode uniform:
                Changed(leaf.Fill(0, DenseLeaf.Capacity, uniform.Value), 0);
                break;
            case SparseLeaf sparse:
                for (var position = 0; sparse.TryNext(ref position, out var key, out var value);)
                    leaf.Exchange(key, value);

                break;
        }

        Replace(ref slot, leaf);
        return leaf;
    }

    /// <summary>
    /// Puts a node with children, with the same entries, where there was nothing, a full leaf or equal entries.
    /// </summary>
    private void Branch(ref EntryNode? slot, int bits)
    {
        var inner = MakeInner(bits, Unsafe.AreSame(ref slot, ref _root));
        switch (slot)
        {
            case UniformNode uniform:
                foreach (ref var child in inner.Children)
                    Replace(ref child, uniform);

                break;
            case SparseLeaf sparse:
                Spread(sparse, inner);
                break;
        }

        Replace(ref slot, inner);
    }

    private InnerNode MakeInner(int bits, bool isRoot)
    {
        // Below the root every child stands for 512 entries times a power of 64.
        if (!isRoot || bits > SparseLeaf.MaximumBits)
            return new BranchNode(bits - ((bits - DenseLeaf.Bits - 1) % BranchNode.Bits) - 1);

        var shift = DenseLeaf.Bits;
        while (bits - shift > TopNode.MaximumBits)
            shift += BranchNode.Bits;

        return new TopNode(shift, (int)((Entries - 1) >> shift) + 1);
    }

    private void Spread(SparseLeaf leaf, InnerNode inner)
    {
        var entries = new (uint Key, ulong Value)[leaf.Stored];
        var count = 0;
        for (var position = 0; leaf.TryNext(ref position, out var key, out var value);)
            entries[count++] = (key, value);

        for (var start = 0; start < count;)
        {
            var child = entries[start].Key >> inner.Shift;
            var end = start + 1;
            while (end < count && entries[end].Key >> inner.Shift == child)
                end++;

            var mine = entries.AsSpan(start, end - start);
            Replace(ref inner.Children[(int)child], MakeLeaf(inner.Shift, mine));
            start = end;
        }
    }

    private static EntryNode MakeLeaf(int bits, ReadOnlySpan<(uint Key, ulong Value)> entries)
    {
        if (bits <= DenseLeaf.Bits && entries.Length >= DenseLeaf.WorthFrom)
        {
            var dense = new DenseLeaf();
            foreach (var (key, value) in entries)
                dense.Exchange(key, value);

            return dense;
        }

        var sparse = new SparseLeaf(bits, entries.Length);
        foreach (var (key, value) in entries)
            sparse.Append(key & (uint)Mask(bits), value);

        return sparse;
    }

    /// <summary>
    /// Puts a node, or nothing, in its place. Children are not counted: those of the old one are the new one's, or dropped.
    /// </summary>
    private void Replace(ref EntryNode? slot, EntryNode? node)
    {
        HostBytes += (node?.HostBytes ?? 0) - (slot?.HostBytes ?? 0);
        Volatile.Write(ref slot, node);
    }

    /// <summary>Counts what lies below a node, and the entries of the node, as gone.</summary>
    private void Drop(EntryNode? node)
    {
        switch (node)
        {
            case SparseLeaf leaf:
                Changed(-leaf.Stored, leaf.Stored);
                break;
            case DenseLeaf leaf:
                Changed(-leaf.Stored, leaf.Stored);
                break;
            case InnerNode inner:
                foreach (var child in inner.Children)
                {
                    Drop(child);
                    HostBytes -= child?.HostBytes ?? 0;
                }

                break;
        }
    }
}
