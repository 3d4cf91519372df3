using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hv.Pseries.Dma.Entries;

/// <summary>
/// Up to 2^52 entries of 64 bits, most of them 0: a tree that takes memory for what is set now, not for what could be. Sets of
/// one value over any range, and clearing one, cost what is there before, not the range.
/// </summary>
/// <remarks>
/// <para>
/// One thread changes the map at a time; any number of threads read meanwhile, without a lock. A reader gets a value that was
/// stored in that very entry and current at some moment of its call. It may hold a part of the tree that is no longer in use:
/// that part never changes again, and the garbage collector keeps it for as long. So no part is ever used a second time.
/// </para>
/// <para>
/// The tree: a map with few entries is one <see cref="SparseLeaf"/>. A full one bursts into the children of a
/// <see cref="TopNode"/> or a <see cref="BranchNode"/>, down to ranges of 512 entries, which become a <see cref="DenseLeaf"/>
/// when that takes less memory. What is emptied stays until it is too much in proportion (<see cref="Sweep"/>): mapping and
/// unmapping a page again and again must not cost memory.
/// </para>
/// </remarks>
internal sealed partial class EntryMap
{
    /// <summary>So many entries a map has at most.</summary>
    public const ulong MaximumEntries = 1UL << 52;

    private readonly int _bits;
    private EntryNode? _root;

    /// <summary>Makes a map of <paramref name="entries"/> entries that are 0. It takes no memory for them.</summary>
    /// <param name="entries">1 to 2^52.</param>
    /// <param name="hostBytesLimit">About how much of the host's memory it may take.</param>
    public EntryMap(ulong entries, long hostBytesLimit = long.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfZero(entries);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entries, MaximumEntries);
        Entries = entries;
        HostBytesLimit = hostBytesLimit;
        _bits = 64 - BitOperations.LeadingZeroCount(entries - 1);
    }

    /// <summary>How many entries there are; the caller checks that indices are below.</summary>
    public ulong Entries { get; }

    /// <summary>About how much of the host's memory it may take; twice as much to clear what is set.</summary>
    public long HostBytesLimit { get; }

    /// <summary>About how much of the host's memory it takes.</summary>
    public long HostBytes { get; private set; }

    /// <summary>The value of an entry. For any thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Get(ulong entry)
    {
        var node = Volatile.Read(ref _root);
        if (node is TopNode top)
            node = Volatile.Read(ref top[entry]);

        return node is DenseLeaf leaf ? leaf.Get(entry) : GetBelow(node, entry);
    }

    /// <summary>Sets an entry.</summary>
    /// <param name="entry">Which.</param>
    /// <param name="value">Its value.</param>
    /// <param name="old">What it was.</param>
    /// <returns><see langword="false"/>, and nothing changed, when the map takes as much memory as it may.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryExchange(ulong entry, ulong value, out ulong old)
    {
        var node = _root;
        if (node is TopNode top)
            node = top[entry];

        if (node is not DenseLeaf leaf)
            return TryExchangeBelow(entry, value, out old);

        old = leaf.Exchange(entry, value);
        if ((old != 0) != (value != 0))
        {
            Changed(value != 0 ? 1 : -1, 1);
            SweepIfDue();
        }

        return true;
    }

    /// <summary>Sets entries that follow each other.</summary>
    /// <param name="first">The first.</param>
    /// <param name="values">Their values.</param>
    /// <returns>How many were set; less than there are values when the map takes as much memory as it may.</returns>
    public int Store(ulong first, ReadOnlySpan<ulong> values)
    {
        var stored = 0;
        SweepIfDue();
        while (stored < values.Length)
        {
            var entry = first + (ulong)stored;
            var inLeaf = DenseLeaf.Capacity - (int)(entry & (DenseLeaf.Capacity - 1));
            var part = values.Slice(stored, Math.Min(inLeaf, values.Length - stored));
            if (FindLeaf(entry, part) is { } leaf)
            {
                Changed(leaf.Store(entry, part), part.Length);
                stored += part.Length;
                continue;
            }

            foreach (var value in part)
            {
                if (!TryExchange(first + (ulong)stored, value, out _))
                    return stored;

                stored++;
            }
        }

        return stored;
    }

    /// <summary>Gets entries that follow each other.</summary>
    public void Load(ulong first, Span<ulong> values)
    {
        for (var index = 0; index < values.Length; index++)
            values[index] = Get(first + (ulong)index);
    }

    /// <summary>Sets entries that follow each other to one value.</summary>
    /// <param name="first">The first.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="value">The value of each.</param>
    /// <returns><see langword="false"/>, and nothing changed, when the map takes as much memory as it may.</returns>
    public bool TryFill(ulong first, ulong count, ulong value)
    {
        Debug.Assert(count > 0 && first + count <= Entries, "The caller checks the range.");
        if (first == 0 && count == Entries)
        {
            Clear();
            if (value != 0)
                Replace(ref _root, new UniformNode(value));

            return true;
        }

        if (!HasRoom(value))
            return false;

        Fill(ref _root, _bits, first, first + (count - 1), value, value != 0 ? new UniformNode(value) : null);
        SweepIfDue();
        return true;
    }

    /// <summary>Whether <see cref="TryFill"/> with a value would change the map, whatever the range.</summary>
    public bool HasRoom(ulong value)
    {
        SweepIfDue();
        return HostBytes < LimitFor(value);
    }

    /// <summary>Sets all entries to 0, whatever they were, at once.</summary>
    public void Clear()
    {
        Volatile.Write(ref _root, null);
        HostBytes = 0;
        _stored = 0;
    }

    /// <summary>
    /// Shows all entries that are not 0 from <paramref name="first"/> on. It costs what is there, not the range.
    /// </summary>
    /// <param name="first">The first entry.</param>
    /// <param name="count">How many entries are looked at, at least 1.</param>
    /// <param name="visitor">Is shown them.</param>
    public void Visit<TVisitor>(ulong first, ulong count, ref TVisitor visitor)
        where TVisitor : IEntryVisitor => Visit(_root, 0, first, first + (count - 1), ref visitor);

    private static ulong GetBelow(EntryNode? node, ulong entry)
    {
        while (true)
        {
            switch (node)
            {
                case BranchNode branch:
                    node = Volatile.Read(ref branch[entry]);
                    continue;
                case DenseLeaf leaf:
                    return leaf.Get(entry);
                case SparseLeaf leaf:
                    return leaf.Get(entry);
                case UniformNode uniform:
                    return uniform.Value;
                default:
                    return 0;
            }
        }
    }

    /// <summary>
    /// Shows the entries of a node; the range counts from the start of the node's, which is <paramref name="start"/>.
    /// </summary>
    private static void Visit<TVisitor>(EntryNode? node, ulong start, ulong first, ulong last, ref TVisitor visitor)
        where TVisitor : IEntryVisitor
    {
        switch (node)
        {
            case UniformNode uniform:
                visitor.Visit(start + first, last - first + 1, uniform.Value);
                break;
            case SparseLeaf leaf:
                var position = leaf.PositionOf((uint)first);
                while (leaf.TryNext(ref position, out var key, out var value) && key <= last)
                    visitor.Visit(start + key, 1, value);

                break;
            case DenseLeaf leaf:
                for (var entry = first; entry <= last; entry++)
                {
                    if (leaf.Get(entry) is not 0 and var value)
                        visitor.Visit(start + entry, 1, value);
                }

                break;
            case InnerNode inner:
                var children = inner.Children;
                for (var child = first >> inner.Shift; child <= last >> inner.Shift && child < (ulong)children.Length; child++)
                {
                    var childStart = child << inner.Shift;
                    Visit(
                        children[(int)child], start + childStart, first > childStart ? first - childStart : 0,
                        Math.Min(last - childStart, Mask(inner.Shift)), ref visitor);
                }

                break;
        }
    }
}
