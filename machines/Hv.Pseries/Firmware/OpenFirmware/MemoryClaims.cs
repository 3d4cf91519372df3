using System.Buffers.Binary;

namespace Hv.Pseries.Firmware.OpenFirmware;

/// <summary>
/// The memory that nobody has claimed (IEEE 1275, 6.3.2.4 and 3.7.6: <c>claim</c>, <c>release</c>, <c>available</c>). It is kept in the
/// device tree alone, where a client looks for it and a migration takes it along.
/// </summary>
/// <param name="memory">The node of the memory that the client starts in.</param>
internal sealed class MemoryClaims(DeviceTreeNode memory)
{
    /// <summary>The property that holds what is free.</summary>
    public const string Available = "available";

    private const int MostRanges = 1024;
    private const int RangeSize = 2 * sizeof(ulong);

    /// <summary>Makes all memory free but the first part.</summary>
    public void Begin(ulong start, ulong end) => Store([(start, end)]);

    /// <summary>Takes memory at an address.</summary>
    /// <returns><see langword="false"/> when not all of it is free.</returns>
    public bool TryClaim(ulong address, ulong size)
    {
        var ranges = Load();
        var index = ranges.FindIndex(range => range.Start <= address && address < range.End && size <= range.End - address);
        if (index < 0 || size == 0)
            return false;

        var (start, end) = ranges[index];
        ranges.RemoveAt(index);
        if (address + size < end)
            ranges.Insert(index, (address + size, end));

        if (start < address)
            ranges.Insert(index, (start, address));

        return TryStore(ranges);
    }

    /// <summary>Takes memory anywhere.</summary>
    /// <param name="size">Bytes.</param>
    /// <param name="alignment">What the address is a multiple of; taken for the next power of two.</param>
    /// <param name="address">Where it is.</param>
    /// <returns><see langword="false"/> when none is free.</returns>
    public bool TryClaimAny(ulong size, ulong alignment, out ulong address)
    {
        var mask = ulong.IsPow2(alignment) ? alignment - 1 : (1UL << (64 - (int)ulong.LeadingZeroCount(alignment))) - 1;
        foreach (var (start, end) in Load())
        {
            address = (start + mask) & ~mask;
            if (address >= start && address < end && size <= end - address)
                return TryClaim(address, size);
        }

        address = 0;
        return false;
    }

    /// <summary>Gives memory back.</summary>
    /// <returns><see langword="false"/> when some of it is free already.</returns>
    public bool TryRelease(ulong address, ulong size)
    {
        var ranges = Load();
        var end = address + size;
        if (size == 0 || end < address || ranges.Exists(range => address < range.End && range.Start < end))
            return false;

        var index = ranges.FindIndex(range => range.Start >= end);
        index = index < 0 ? ranges.Count : index;
        if (index < ranges.Count && ranges[index].Start == end)
        {
            end = ranges[index].End;
            ranges.RemoveAt(index);
        }

        if (index > 0 && ranges[index - 1].End == address)
        {
            address = ranges[index - 1].Start;
            ranges.RemoveAt(--index);
        }

        ranges.Insert(index, (address, end));
        return TryStore(ranges);
    }

    private List<(ulong Start, ulong End)> Load()
    {
        var ranges = new List<(ulong Start, ulong End)>();
        ReadOnlySpan<byte> value = memory.Find(Available)?.Value ?? [];
        for (; value.Length >= RangeSize; value = value[RangeSize..])
        {
            var start = BinaryPrimitives.ReadUInt64BigEndian(value);
            ranges.Add((start, start + BinaryPrimitives.ReadUInt64BigEndian(value[sizeof(ulong)..])));
        }

        return ranges;
    }

    /// <summary>Keeps the ranges, unless a client has made too many of them.</summary>
    private bool TryStore(List<(ulong Start, ulong End)> ranges)
    {
        if (ranges.Count > MostRanges)
            return false;

        Store(ranges);
        return true;
    }

    private void Store(List<(ulong Start, ulong End)> ranges)
    {
        var value = new byte[ranges.Count * RangeSize];
        for (var index = 0; index < ranges.Count; index++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(value.AsSpan(index * RangeSize), ranges[index].Start);
            BinaryPrimitives.WriteUInt64BigEndian(value.AsSpan((index * RangeSize) + sizeof(ulong)), ranges[index].End - ranges[index].Start);
        }

        memory.Set(new DeviceTreeProperty(Available, value));
    }
}
