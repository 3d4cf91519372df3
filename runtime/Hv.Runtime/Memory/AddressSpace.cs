using System.Buffers.Binary;

namespace Hv.Runtime.Memory;

/// <summary>
/// A range of 64-bit addresses and the regions mapped into it: what a processor, or a PCI bus, reaches. Where mappings overlap the
/// one with the higher priority answers, among equals the one mapped last.
/// </summary>
/// <remarks>
/// Accesses take no lock: they find their region in a flat view, which a change of the mappings replaces. An access that runs at
/// the same time as a change sees the mappings before or after it.
/// </remarks>
/// <param name="name">The name that <c>info mtree</c> shows.</param>
public sealed class AddressSpace(string name)
{
    private readonly Lock _lock = new();
    private Mapping[] _mappings = [];
    private FlatRange[] _view = [];

    /// <summary>The name that <c>info mtree</c> shows.</summary>
    public string Name { get; } = name;

    /// <summary>All mappings, by address; also those hidden by others.</summary>
    public IReadOnlyList<Mapping> Mappings => [.. Volatile.Read(ref _mappings).OrderBy(mapping => mapping.Address)];

    /// <summary>Maps a region.</summary>
    /// <param name="region">The region; it may be mapped once in each address space.</param>
    /// <param name="address">Where its first byte appears.</param>
    /// <param name="priority">Decides where mappings overlap.</param>
    /// <exception cref="ArgumentOutOfRangeException">It would run past the last address.</exception>
    /// <exception cref="InvalidOperationException">It is mapped already.</exception>
    public void Map(MemoryRegion region, ulong address, int priority = 0)
    {
        if (unchecked(address + (region.Size - 1)) < address)
            throw new ArgumentOutOfRangeException(nameof(address), $"{region} at 0x{address:x} runs past the end of address space '{Name}'.");

        lock (_lock)
        {
            if (_mappings.Any(mapping => mapping.Region == region))
                throw new InvalidOperationException($"{region} is mapped in address space '{Name}' already.");

            Replace([.. _mappings, new Mapping(region, address, priority)]);
        }
    }

    /// <summary>Takes a region out; nothing happens when it is not mapped.</summary>
    public void Unmap(MemoryRegion region)
    {
        lock (_lock)
        {
            if (_mappings.Any(mapping => mapping.Region == region))
                Replace([.. _mappings.Where(mapping => mapping.Region != region)]);
        }
    }

    /// <summary>The region that answers at an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="region">The region.</param>
    /// <param name="offset">The address, from the start of the region.</param>
    /// <param name="length">How many bytes from there on the same region answers.</param>
    /// <returns><see langword="false"/> when none does.</returns>
    public bool TryFind(ulong address, out MemoryRegion region, out ulong offset, out ulong length)
    {
        var view = Volatile.Read(ref _view);
        var index = IndexOf(view, address);
        if (index < 0)
        {
            (region, offset, length) = (null!, 0, 0);
            return false;
        }

        ref readonly var range = ref view[index];
        region = range.Region;
        offset = range.Offset + (address - range.Start);

        // The whole of 2^64 bytes does not fit a length; one byte less is as good to every caller.
        length = Math.Max(range.Last - address, range.Last - address + 1);
        return true;
    }

    /// <summary>Reads bytes in the order of their addresses.</summary>
    /// <param name="address">The first byte.</param>
    /// <param name="destination">Takes the bytes; zero for those that nothing answers.</param>
    /// <returns><see langword="false"/> when not all of it was answered.</returns>
    public bool Read(ulong address, Span<byte> destination)
    {
        var view = Volatile.Read(ref _view);
        var isAnswered = true;
        while (!destination.IsEmpty)
        {
            var part = Part(view, address, destination.Length, out var index);
            if (index >= 0)
            {
                ref readonly var range = ref view[index];
                isAnswered &= range.Region.Read(range.Offset + (address - range.Start), destination[..part]);
            }
            else
            {
                destination[..part].Clear();
                isAnswered = false;
            }

            destination = destination[part..];
            address = unchecked(address + (ulong)part);
        }

        return isAnswered;
    }

    /// <summary>Writes bytes in the order of their addresses.</summary>
    /// <param name="address">The first byte.</param>
    /// <param name="source">The bytes; those that nothing takes are dropped.</param>
    /// <returns><see langword="false"/> when not all of it was taken.</returns>
    public bool Write(ulong address, ReadOnlySpan<byte> source)
    {
        var view = Volatile.Read(ref _view);
        var isTaken = true;
        while (!source.IsEmpty)
        {
            var part = Part(view, address, source.Length, out var index);
            if (index >= 0)
            {
                ref readonly var range = ref view[index];
                isTaken &= range.Region.Write(range.Offset + (address - range.Start), source[..part]);
            }
            else
            {
                isTaken = false;
            }

            source = source[part..];
            address = unchecked(address + (ulong)part);
        }

        return isTaken;
    }

    /// <summary>Reads a number in one access, as far as what answers takes its width.</summary>
    /// <param name="address">The first byte.</param>
    /// <param name="width">1, 2, 4 or 8 bytes.</param>
    /// <param name="order">The order of the bytes.</param>
    /// <param name="value">The number; zero bits where nothing answers.</param>
    /// <returns><see langword="false"/> when not all of it was answered.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The width is none of these.</exception>
    public bool TryReadNumber(ulong address, int width, ByteOrder order, out ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        bytes.Clear();
        var isAnswered = Read(address, Part(bytes, width, order));
        value = order == ByteOrder.Little ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : BinaryPrimitives.ReadUInt64BigEndian(bytes);
        return isAnswered;
    }

    /// <summary>Writes a number in one access, as far as what answers takes its width.</summary>
    /// <param name="address">The first byte.</param>
    /// <param name="width">1, 2, 4 or 8 bytes.</param>
    /// <param name="order">The order of the bytes.</param>
    /// <param name="value">The number; bits beyond the width are dropped.</param>
    /// <returns><see langword="false"/> when not all of it was taken.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The width is none of these.</exception>
    public bool TryWriteNumber(ulong address, int width, ByteOrder order, ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        if (order == ByteOrder.Little)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        else
            BinaryPrimitives.WriteUInt64BigEndian(bytes, value);

        return Write(address, Part(bytes, width, order));
    }

    /// <summary>The bytes of a 64-bit number that hold its lower <paramref name="width"/> bytes.</summary>
    private static Span<byte> Part(Span<byte> number, int width, ByteOrder order)
    {
        if (width is not (1 or 2 or 4 or 8))
            throw new ArgumentOutOfRangeException(nameof(width), width, "Numbers have 1, 2, 4 or 8 bytes.");

        return order == ByteOrder.Little ? number[..width] : number[^width..];
    }

    /// <summary>How many of the bytes from an address on lie in one range, or in one gap; and which range.</summary>
    private static int Part(FlatRange[] view, ulong address, int length, out int index)
    {
        index = IndexOf(view, address);
        ulong last;
        if (index >= 0)
            last = view[index].Last;
        else
            last = ~index < view.Length ? view[~index].Start - 1 : ulong.MaxValue;

        return last - address < (ulong)length ? (int)(last - address) + 1 : length;
    }

    /// <summary>The range that an address lies in; else the complement of the next one's index.</summary>
    private static int IndexOf(FlatRange[] view, ulong address)
    {
        int low = 0, high = view.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            ref readonly var range = ref view[middle];
            if (address < range.Start)
                high = middle - 1;
            else if (address > range.Last)
                low = middle + 1;
            else
                return middle;
        }

        return ~low;
    }

    private void Replace(Mapping[] mappings)
    {
        Volatile.Write(ref _mappings, mappings);
        Volatile.Write(ref _view, Flatten(mappings));
    }

    /// <summary>
    /// Cuts the addresses where a mapping starts or ends, and gives each piece to the strongest mapping over it: a sweep with the
    /// mappings that are open, strongest first.
    /// </summary>
    private static FlatRange[] Flatten(Mapping[] mappings)
    {
        var order = Enumerable.Range(0, mappings.Length).OrderBy(index => mappings[index].Address).ToArray();
        var cuts = mappings.Select(mapping => mapping.Address)
            .Concat(mappings.Where(mapping => mapping.Last != ulong.MaxValue).Select(mapping => mapping.Last + 1))
            .Distinct().Order().ToArray();

        var open = new SortedSet<int>(Comparer<int>.Create((left, right) =>
        {
            var byPriority = mappings[right].Priority.CompareTo(mappings[left].Priority);
            return byPriority != 0 ? byPriority : right.CompareTo(left);
        }));
        var ranges = new List<FlatRange>(cuts.Length);
        var next = 0;
        for (var cut = 0; cut < cuts.Length; cut++)
        {
            var start = cuts[cut];
            for (; next < order.Length && mappings[order[next]].Address == start; next++)
                open.Add(order[next]);

            while (open.Count > 0 && mappings[open.Min].Last < start)
                open.Remove(open.Min);

            if (open.Count == 0)
                continue;

            var mapping = mappings[open.Min];
            var last = cut + 1 < cuts.Length ? cuts[cut + 1] - 1 : ulong.MaxValue;
            var offset = start - mapping.Address;
            if (ranges.Count > 0 && ranges[^1] is var before && before.Region == mapping.Region && before.Last == start - 1)
                ranges[^1] = before with { Last = last };
            else
                ranges.Add(new FlatRange(start, last, mapping.Region, offset));
        }

        return [.. ranges];
    }

    /// <summary>A region's place in an address space.</summary>
    /// <param name="Region">The region.</param>
    /// <param name="Address">Where its first byte appears.</param>
    /// <param name="Priority">Decides where mappings overlap.</param>
    public sealed record Mapping(MemoryRegion Region, ulong Address, int Priority)
    {
        /// <summary>Where its last byte appears.</summary>
        public ulong Last => Address + (Region.Size - 1);
    }

    private readonly record struct FlatRange(ulong Start, ulong Last, MemoryRegion Region, ulong Offset);
}
