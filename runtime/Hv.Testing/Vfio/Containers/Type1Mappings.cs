namespace Hv.Testing.Vfio.Containers;

/// <summary>Mappings by bus address. They never overlap, so that order by begin is order by end.</summary>
internal sealed class Type1Mappings
{
    private Type1Mapping[] _items = new Type1Mapping[256];

    public int Count { get; private set; }

    public Type1Mapping this[int index] => _items[index];

    /// <summary>Finds the first mapping that ends at an address or behind it.</summary>
    /// <returns>Its index; the count when there is none.</returns>
    public int FirstFrom(ulong iova)
    {
        // Mostly what is added or asked for lies behind all.
        if (Count == 0 || _items[Count - 1].Last < iova)
            return Count;

        var (low, high) = (0, Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_items[middle].Last < iova)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>Finds the mapping of an address.</summary>
    /// <returns>Its index; -1 when there is none.</returns>
    public int Find(ulong iova)
    {
        var index = FirstFrom(iova);
        return index < Count && _items[index].Iova <= iova ? index : -1;
    }

    public bool Overlaps(ulong iova, ulong size)
    {
        var index = FirstFrom(iova);
        return index < Count && _items[index].Iova <= iova + size - 1;
    }

    public void Add(Type1Mapping mapping)
    {
        if (Count == _items.Length)
            Array.Resize(ref _items, 2 * Count);

        var index = FirstFrom(mapping.Iova);
        Array.Copy(_items, index, _items, index + 1, Count - index);
        _items[index] = mapping;
        Count++;
    }

    public void RemoveRange(int index, int count)
    {
        Array.Copy(_items, index + count, _items, index, Count - index - count);
        Count -= count;
    }
}
