using System.Runtime.CompilerServices;

namespace Hv.Pseries.Dma.Entries;

/// <summary>512 entries, each in its place. Stores are single 64-bit ones: a reader sees the old value or the new one.</summary>
internal sealed class DenseLeaf : EntryNode
{
    /// <summary>It stands for 2^this entries.</summary>
    public const int Bits = 9;

    /// <summary>How many entries it stands for.</summary>
    public const int Capacity = 1 << Bits;

    /// <summary>With so many entries it takes no more memory than a <see cref="SparseLeaf"/>.</summary>
    public const int WorthFrom = 206;

    private Array _entries;

    /// <summary>How many entries are not 0.</summary>
    public int Stored { get; private set; }

    /// <inheritdoc/>
    public override int HostBytes => 24 + (Capacity * sizeof(ulong));

    /// <summary>The value of an entry, counted from the start of the leaf's range or of the map.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Get(ulong entry) => _entries[(int)entry & (Capacity - 1)];

    /// <summary>Stores an entry.</summary>
    /// <returns>What it was.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Exchange(ulong entry, ulong value)
    {
        ref var slot = ref _entries[(int)entry & (Capacity - 1)];
        var old = slot;
        slot = value;
        if ((old != 0) != (value != 0))
            Stored += value != 0 ? 1 : -1;

        return old;
    }

    /// <summary>Stores entries that follow each other inside the leaf.</summary>
    /// <returns>How many more are not 0 than before.</returns>
    public int Store(ulong first, ReadOnlySpan<ulong> values)
    {
        var before = Stored;
        var stored = before;
        var slots = ((Span<ulong>)_entries).Slice((int)first & (Capacity - 1), values.Length);
        for (var index = 0; index < slots.Length; index++)
        {
            var value = values[index];
            stored += (value != 0 ? 1 : 0) - (slots[index] != 0 ? 1 : 0);
            slots[index] = value;
        }

        Stored = stored;
        return stored - before;
    }

    /// <summary>Stores one value in entries that follow each other inside the leaf.</summary>
    /// <returns>How many more are not 0 than before.</returns>
    public int Fill(ulong first, int count, ulong value)
    {
        var before = Stored;
        var slots = ((Span<ulong>)_entries).Slice((int)first & (Capacity - 1), count);
        var zeros = slots.Count(0UL);
        foreach (ref var slot in slots)
            slot = value;

        Stored += value != 0 ? zeros : zeros - count;
        return Stored - before;
    }

    [InlineArray(Capacity)]
    private struct Array
    {
        private ulong _first;
    }
}
