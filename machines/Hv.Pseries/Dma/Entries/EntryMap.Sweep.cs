using System.Runtime.CompilerServices;

namespace Hv.Pseries.Dma.Entries;

/// <content>
/// How the tree shrinks. Not with each entry that becomes 0: that would cost memory with the next one that is set. When the tree
/// takes too much for what is set, one walk over it drops what is empty and makes small what is nearly so.
/// </content>
internal sealed partial class EntryMap
{
    // A swept tree takes about half of this at worst: a wide root with a small leaf for each child, and below it nodes that have
    // just too many entries to be one leaf, most of them alone in theirs.
    private const long BytesAlways = 1 << 20;
    private const long BytesPerEntry = 96;

    /// <summary>
    /// A dense leaf with less entries than these becomes a sparse one. Well below where a sparse one becomes dense.
    /// </summary>
    private const int DenseKeepsFrom = 160;

    /// <summary>A node whose leaves have so few entries becomes one leaf. Well below where a leaf is spread.</summary>
    private const int LeafTakesUpTo = 512;

    private long _stored;
    private long _changes;
    private long _sweepAfter;

    /// <summary>Takes note of entries that were stored; those of uniform nodes, which cost nothing, do not count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Changed(int stored, int changes)
    {
        _stored += stored;
        _changes += changes;
    }

    /// <summary>
    /// Sweeps when the tree takes too much, but not before as many entries have changed as the last sweep met nodes: a guest
    /// cannot make each of its calls walk the tree.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SweepIfDue()
    {
        if ((HostBytes > BytesAlways + (BytesPerEntry * _stored) || HostBytes >= HostBytesLimit) && _changes >= _sweepAfter)
            Sweep();
    }

    /// <summary>Drops what is empty and makes small what is nearly so. No entry changes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Sweep()
    {
        HostBytes = 0;
        _stored = 0;
        var nodes = 0L;
        Tidy(ref _root, _bits, ref nodes);
        _sweepAfter = nodes;
        _changes = 0;
    }

    /// <summary>Tidies what a slot holds, and counts it.</summary>
    /// <returns>How many entries are not 0; -1 when there are too many to be one leaf.</returns>
    private int Tidy(ref EntryNode? slot, int bits, ref long nodes)
    {
        nodes++;
        var stored = slot switch
        {
            null => 0,
            SparseLeaf leaf => leaf.Stored,
            DenseLeaf leaf => leaf.Stored,
            InnerNode inner => TidyChildren(inner, ref nodes),
            _ => -1,
        };
        EntryNode? tidy = slot switch
        {
            _ when stored == 0 => null,
            SparseLeaf leaf when leaf.IsWasteful => leaf.Resized(),
            DenseLeaf when stored < DenseKeepsFrom => Gather(slot, bits, stored),
            InnerNode when stored is > 0 and <= LeafTakesUpTo && bits <= SparseLeaf.MaximumBits => Gather(slot, bits, stored),
            var same => same,
        };
        if (!ReferenceEquals(tidy, slot))
        {
            if (slot is InnerNode inner)
                Discount(inner);

            Volatile.Write(ref slot, tidy);
        }

        HostBytes += tidy?.HostBytes ?? 0;
        if (tidy is DenseLeaf or SparseLeaf)
            _stored += stored;

        return stored;
    }

    private int TidyChildren(InnerNode inner, ref long nodes)
    {
        var total = 0;
        foreach (ref var child in inner.Children)
        {
            var stored = child is null ? 0 : Tidy(ref child, inner.Shift, ref nodes);
            total = total < 0 || stored < 0 || total + stored > LeafTakesUpTo ? -1 : total + stored;
        }

        return total;
    }

    /// <summary>Takes back what was counted for the children of a node that goes.</summary>
    private void Discount(InnerNode inner)
    {
        foreach (var child in inner.Children)
        {
            HostBytes -= child?.HostBytes ?? 0;
            _stored -= child switch { SparseLeaf leaf => leaf.Stored, DenseLeaf leaf => leaf.Stored, _ => 0 };
        }
    }

    private static SparseLeaf Gather(EntryNode node, int bits, int stored)
    {
        var gathering = new Gathering(new SparseLeaf(bits, stored));
        Visit(node, 0, 0, Mask(bits), ref gathering);
        return gathering.Leaf;
    }

    private readonly struct Gathering(SparseLeaf leaf) : IEntryVisitor
    {
        public SparseLeaf Leaf { get; } = leaf;

        public void Visit(ulong first, ulong count, ulong value) => Leaf.Append((uint)first, value);
    }
}
