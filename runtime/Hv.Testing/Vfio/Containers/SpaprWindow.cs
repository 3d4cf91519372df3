namespace Hv.Testing.Vfio.Containers;

/// <summary>A DMA window and its table. Entries are kept in pieces, which are made as they are written to.</summary>
/// <param name="start">The first bus address.</param>
/// <param name="pageShift">Pages have 2^this bytes.</param>
/// <param name="entries">How many pages.</param>
/// <param name="cost">Bytes that the table counts as locked.</param>
internal sealed class SpaprWindow(ulong start, int pageShift, ulong entries, ulong cost)
{
    private const int PieceShift = 12;

    private readonly Dictionary<ulong, ulong[]> _pieces = [];
    private ulong _lastIndex = ulong.MaxValue;
    private ulong[]? _last;

    public ulong Start => start;

    public int PageShift => pageShift;

    public ulong Entries => entries;

    public ulong Cost => cost;

    public ulong PageSize => 1UL << pageShift;

    /// <summary>How many entries are not empty.</summary>
    public long Used { get; private set; }

    public bool Contains(ulong iova) => iova >= start && ((iova - start) >> pageShift) < entries;

    /// <summary>Reads an entry: the address of a page and what devices may do; 0: empty.</summary>
    public ulong this[ulong index] => Piece(index, isMade: false) is { } piece ? piece[index & ((1 << PieceShift) - 1)] : 0;

    /// <summary>Writes an entry.</summary>
    /// <returns>What was there.</returns>
    public ulong Exchange(ulong index, ulong value)
    {
        if (Piece(index, isMade: value != 0) is not { } piece)
            return 0;

        ref var entry = ref piece[index & ((1 << PieceShift) - 1)];
        var old = entry;
        entry = value;
        Used += (value != 0 ? 1 : 0) - (old != 0 ? 1 : 0);
        return old;
    }

    /// <summary>Finds the next entry that is not empty.</summary>
    /// <returns>Its index; <paramref name="end"/> when there is none before.</returns>
    public ulong NextUsed(ulong index, ulong end)
    {
        if (Used == 0)
            return end;

        while (index < end)
        {
            if (Piece(index, isMade: false) is not { } piece)
            {
                index = ((index >> PieceShift) + 1) << PieceShift;

                // A large table has few pieces.
                if ((end - index) >> PieceShift > (ulong)_pieces.Count && index < end)
                    index = NextPiece(index >> PieceShift, end);

                continue;
            }

            if (piece[index & ((1 << PieceShift) - 1)] != 0)
                return index;

            index++;
        }

        return end;
    }

    private ulong NextPiece(ulong from, ulong end)
    {
        var next = ulong.MaxValue;
        foreach (var number in _pieces.Keys)
        {
            if (number >= from)
                next = Math.Min(next, number);
        }

        return next == ulong.MaxValue ? end : next << PieceShift;
    }

    private ulong[]? Piece(ulong index, bool isMade)
    {
        var number = index >> PieceShift;
        if (number == _lastIndex)
            return _last;

        if (!_pieces.TryGetValue(number, out var piece))
        {
            if (!isMade)
                return null;

            _pieces.Add(number, piece = new ulong[1 << PieceShift]);
        }

        (_lastIndex, _last) = (number, piece);
        return piece;
    }
}
