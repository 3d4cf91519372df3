using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hv.Pseries.Dma.Entries;

/// <summary>
/// Few entries of a range of up to 2^32: values, and 32-bit keys in order, in one array. An entry that becomes 0 keeps its key
/// until room is needed, so that a page which is mapped and unmapped again and again costs no memory and moves nothing.
/// </summary>
/// <remarks>
/// One thread writes, others read at the same time without a lock. Moving entries makes <see cref="_sequence"/> odd before and
/// even after; a reader that saw it change, or odd, reads again. The writer does not wait for readers. Whatever a reader sees in
/// between, its indices stay inside the array: the array never changes, only what is in it.
/// </remarks>
internal sealed class SparseLeaf : EntryNode
{
    /// <summary>It stands for 2^this entries at most.</summary>
    public const int MaximumBits = 32;

    /// <summary>How many entries it holds at most: more are spread over the children of a branch.</summary>
    public const int MaximumCapacity = 1024;

    private const int SmallestRoom = 4;

    // First the values, then the keys, two in a word.
    private readonly ulong[] _data;
    private readonly int _capacity;
    private readonly uint _keyMask;
    private int _count;
    private int _sequence;

    /// <summary>Makes a leaf.</summary>
    /// <param name="bits">It stands for 2^this entries, at most 32.</param>
    /// <param name="count">It has room for a few entries more than these.</param>
    public SparseLeaf(int bits, int count)
    {
        _keyMask = uint.MaxValue >> (MaximumBits - Math.Max(bits, 1));

        // An even number: the keys fill whole words.
        _capacity = (count + Math.Max(SmallestRoom, count / 8) + 1) & ~1;
        _data = new ulong[_capacity + (_capacity / 2)];
    }

    private SparseLeaf(SparseLeaf other)
        : this(BitOperations.PopCount(other._keyMask), other.Stored)
    {
        for (var index = 0; index < other._count; index++)
        {
            if (other._data[index] != 0)
                Append(other.Keys[index], other._data[index]);
        }
    }

    /// <summary>How many entries are not 0.</summary>
    public int Stored { get; private set; }

    /// <inheritdoc/>
    public override int HostBytes => 64 + (_data.Length * sizeof(ulong));

    private Span<uint> Keys => MemoryMarshal.Cast<ulong, uint>(_data.AsSpan(_capacity));

    /// <summary>The value of an entry, or 0. For any thread.</summary>
    /// <param name="entry">The entry, counted from the start of the leaf's range or of the map.</param>
    public ulong Get(ulong entry)
    {
        var key = (uint)entry & _keyMask;
        while (true)
        {
            var sequence = Volatile.Read(ref _sequence);
            var index = IndexOf(key, Volatile.Read(ref _count));
            var value = index >= 0 ? Volatile.Read(ref _data[index]) : 0;
            Volatile.ReadBarrier();
            if (sequence == Volatile.Read(ref _sequence) && (sequence & 1) == 0)
                return value;
        }
    }

    /// <summary>Stores an entry.</summary>
    /// <param name="entry">The entry, counted from the start of the leaf's range or of the map.</param>
    /// <param name="value">The value; 0 takes the entry away.</param>
    /// <param name="old">What it was.</param>
    /// <returns><see langword="false"/>, and nothing stored, when there is no room.</returns>
    public bool TryExchange(ulong entry, ulong value, out ulong old)
    {
        var key = (uint)entry & _keyMask;
        var index = IndexOf(key, _count);
        if (index >= 0)
        {
            old = _data[index];
            Volatile.Write(ref _data[index], value);
            Stored += (value != 0 ? 1 : 0) - (old != 0 ? 1 : 0);
            return true;
        }

        old = 0;
        if (value == 0)
            return true;

        if (_count == _capacity)
        {
            // Room for a few entries only is not worth moving all of them for each. It is half of what a new leaf has: else one
            // where pages are mapped and unmapped at ever new places would be made anew again and again.
            if (_capacity - Stored < Math.Max(1, _capacity / 16))
                return false;

            Compact();
            index = IndexOf(key, _count);
        }

        index = ~index;
        if (index == _count)
        {
            Append(key, value);
            return true;
        }

        BeginMove();
        _data.AsSpan(index, _count - index).CopyTo(_data.AsSpan(index + 1));
        Keys[index.._count].CopyTo(Keys[(index + 1)..]);
        _data[index] = value;
        Keys[index] = key;
        _count++;
        Stored++;
        EndMove();
        return true;
    }

    /// <summary>
    /// Stores 0 in all entries from <paramref name="first"/> to <paramref name="last"/>, inclusive, counted from the start of the
    /// leaf's range.
    /// </summary>
    /// <returns>How many were not 0.</returns>
    public int Clear(uint first, uint last)
    {
        var index = IndexOf(first, _count);
        var keys = Keys;
        var before = Stored;
        for (index = index < 0 ? ~index : index; index < _count && keys[index] <= last; index++)
        {
            Stored -= _data[index] != 0 ? 1 : 0;
            Volatile.Write(ref _data[index], 0);
        }

        return before - Stored;
    }

    /// <summary>A leaf with the same entries and room for some more, without those that are 0.</summary>
    public SparseLeaf Resized() => new(this);

    /// <summary>Whether it takes much more memory than its entries need.</summary>
    public bool IsWasteful => _capacity > Stored + Math.Max(2 * SmallestRoom, Stored / 4);

    /// <summary>The next entry that is not 0, from a position on, in order.</summary>
    /// <param name="position">Where to go on; 0 at first.</param>
    /// <param name="key">The entry.</param>
    /// <param name="value">Its value.</param>
    /// <returns><see langword="false"/> at the end.</returns>
    public bool TryNext(ref int position, out uint key, out ulong value)
    {
        while (position < _count)
        {
            key = Keys[position];
            value = _data[position++];
            if (value != 0)
                return true;
        }

        (key, value) = (0, 0);
        return false;
    }

    /// <summary>The position of the first entry from <paramref name="key"/> on, for <see cref="TryNext"/>.</summary>
    public int PositionOf(uint key)
    {
        var index = IndexOf(key, _count);
        return index < 0 ? ~index : index;
    }

    /// <summary>Adds an entry behind all others: readers need not wait, it is there when the count says so.</summary>
    public void Append(uint key, ulong value)
    {
        _data[_count] = value;
        Keys[_count] = key;
        Stored++;
        Volatile.Write(ref _count, _count + 1);
    }

    private void Compact()
    {
        BeginMove();
        var keys = Keys;
        var count = 0;
        for (var index = 0; index < _count; index++)
        {
            if (_data[index] == 0)
                continue;

            _data[count] = _data[index];
            keys[count++] = keys[index];
        }

        _count = count;
        EndMove();
    }

    private void BeginMove()
    {
        _sequence++;
        Volatile.WriteBarrier();
    }

    private void EndMove() => Volatile.Write(ref _sequence, _sequence + 1);

    /// <summary>The index of a key; else the complement of where it would be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int IndexOf(uint key, int count)
    {
        var keys = Keys;
        int low = 0, high = count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var found = keys[middle];
            if (found < key)
                low = middle + 1;
            else if (found > key)
                high = middle - 1;
            else
                return middle;
        }

        return ~low;
    }
}
