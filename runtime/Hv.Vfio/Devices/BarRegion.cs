using Hv.Runtime.Memory;
using Hv.Vfio.Kernel;

namespace Hv.Vfio.Devices;

/// <summary>
/// What a base address register of a passed-through device decodes: parts of the device's memory that are mapped into this process,
/// and between them registers that are reached by calls of the kernel, or that Hv has itself (the MSI-X table).
/// </summary>
/// <remarks>
/// Accesses take no lock. Aligned ones of 1, 2, 4 or 8 bytes reach the device as one access of that width; others in the largest such
/// parts. Memory is unmapped when no access is inside it any more: a guest's processor may be when another one removes the device.
/// </remarks>
internal sealed unsafe class BarRegion : MemoryRegion
{
    private readonly VfioDevice _device;
    private readonly int _index;
    private readonly List<Area> _areas = [];
    private readonly List<Overlay> _overlays = [];
    private int _users;
    private int _closed;

    /// <summary>Makes the region.</summary>
    /// <param name="name">The name that <c>info mtree</c> shows.</param>
    /// <param name="device">The device.</param>
    /// <param name="index">The region of the device.</param>
    /// <param name="size">Bytes: a power of two.</param>
    public BarRegion(string name, VfioDevice device, int index, ulong size)
        : base(name, size)
    {
        _device = device;
        _index = index;
    }

    /// <summary>How many bytes are reached without the kernel.</summary>
    public ulong MappedBytes => _areas.Aggregate(0UL, (bytes, area) => bytes + area.Size);

    /// <summary>Lets a region of Hv answer in the device's place.</summary>
    /// <param name="region">The region.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="written">Called after each write with its offset, or <see langword="null"/>.</param>
    public void Cover(MemoryRegion region, ulong offset, Action<ulong>? written = null) => _overlays.Add(new Overlay(region, offset, written));

    /// <summary>Maps what the kernel lets be mapped, but for pages that <see cref="Cover"/> has a part of.</summary>
    public void MapAreas()
    {
        var page = (ulong)_device.Kernel.PageSize;
        foreach (var (areaOffset, areaSize) in _device.Regions[_index].MappableAreas)
        {
            var (offset, end) = (areaOffset, Math.Min(areaOffset + areaSize, Size));
            foreach (var overlay in _overlays.OrderBy(overlay => overlay.Offset))
            {
                var holeStart = overlay.Offset & ~(page - 1);
                var holeEnd = (overlay.Offset + overlay.Region.Size + page - 1) & ~(page - 1);
                if (holeEnd <= offset || holeStart >= end)
                    continue;

                MapArea(offset, holeStart);
                offset = Math.Max(offset, holeEnd);
            }

            MapArea(offset, end);
        }
    }

    /// <inheritdoc/>
    /// <remarks>A device that does not answer reads as ones, as on any PCI bus.</remarks>
    public override bool Read(ulong offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var width = WidthAt(offset, destination.Length);
            ReadPart(offset, destination[..width]);
            destination = destination[width..];
            offset += (ulong)width;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Write(ulong offset, ReadOnlySpan<byte> source)
    {
        while (!source.IsEmpty)
        {
            var width = WidthAt(offset, source.Length);
            WritePart(offset, source[..width]);
            source = source[width..];
            offset += (ulong)width;
        }

        return true;
    }

    /// <summary>Answers no more, waits until no access is inside, and unmaps.</summary>
    public void Close()
    {
        // A full fence: an access that still finds it open has been counted before it is looked whether there is one.
        Interlocked.Exchange(ref _closed, 1);
        var waiting = default(SpinWait);
        while (Volatile.Read(ref _users) != 0)
            waiting.SpinOnce();

        foreach (var area in _areas)
            _ = _device.Kernel.UnmapFile(area.Address, area.Size);

        _areas.Clear();
    }

    private void ReadPart(ulong offset, Span<byte> part)
    {
        // Not counted as an access: it waits for the machine's lock, which whoever closes the region holds.
        if (FindOverlay(offset, part.Length) is { } overlay)
        {
            overlay.Region.Read(offset - overlay.Offset, part);
            return;
        }

        if (!TryEnter())
        {
            part.Fill(0xFF);
            return;
        }

        try
        {
            if (FindArea(offset, part.Length) is { } address)
                Load(address, part);
            else
                _device.Read(_index, offset, part);
        }
        finally
        {
            Leave();
        }
    }

    private void WritePart(ulong offset, ReadOnlySpan<byte> part)
    {
        if (FindOverlay(offset, part.Length) is { } overlay)
        {
            overlay.Region.Write(offset - overlay.Offset, part);
            overlay.Written?.Invoke(offset - overlay.Offset);
            return;
        }

        if (!TryEnter())
            return;

        try
        {
            if (FindArea(offset, part.Length) is { } address)
                Store(address, part);
            else
                _device.Write(_index, offset, part);
        }
        finally
        {
            Leave();
        }
    }

    private static void Load(ulong address, Span<byte> part)
    {
        switch (part.Length)
        {
            case 8:
                BitConverter.TryWriteBytes(part, Volatile.Read(ref *(ulong*)address));
                break;
            case 4:
                BitConverter.TryWriteBytes(part, Volatile.Read(ref *(uint*)address));
                break;
            case 2:
                BitConverter.TryWriteBytes(part, Volatile.Read(ref *(ushort*)address));
                break;
            default:
                part[0] = Volatile.Read(ref *(byte*)address);
                break;
        }
    }

    private static void Store(ulong address, ReadOnlySpan<byte> part)
    {
        switch (part.Length)
        {
            case 8:
                Volatile.Write(ref *(ulong*)address, BitConverter.ToUInt64(part));
                break;
            case 4:
                Volatile.Write(ref *(uint*)address, BitConverter.ToUInt32(part));
                break;
            case 2:
                Volatile.Write(ref *(ushort*)address, BitConverter.ToUInt16(part));
                break;
            default:
                Volatile.Write(ref *(byte*)address, part[0]);
                break;
        }
    }

    private static int WidthAt(ulong offset, int left)
    {
        var width = sizeof(ulong);
        while (width > left || (offset & (ulong)(width - 1)) != 0)
            width >>= 1;

        return width;
    }

    private void MapArea(ulong start, ulong end)
    {
        if (start >= end)
            return;

        // Where the kernel does not map, calls reach it: slower, and all that is different.
        var result = _device.Map(_index, start, end - start);
        if (!result.IsError)
            _areas.Add(new Area(start, end - start, (ulong)result.Value));
    }

    private ulong? FindArea(ulong offset, int length)
    {
        foreach (var area in _areas)
        {
            if (offset >= area.Offset && offset - area.Offset < area.Size && (ulong)length <= area.Size - (offset - area.Offset))
                return area.Address + (offset - area.Offset);
        }

        return null;
    }

    private Overlay? FindOverlay(ulong offset, int length)
    {
        foreach (var overlay in _overlays)
        {
            if (offset >= overlay.Offset && offset - overlay.Offset < overlay.Region.Size
                && (ulong)length <= overlay.Region.Size - (offset - overlay.Offset))
            {
                return overlay;
            }
        }

        return null;
    }

    private bool TryEnter()
    {
        Interlocked.Increment(ref _users);
        if (Volatile.Read(ref _closed) == 0)
            return true;

        Leave();
        return false;
    }

    private void Leave() => Interlocked.Decrement(ref _users);

    private readonly record struct Area(ulong Offset, ulong Size, ulong Address);

    private sealed record Overlay(MemoryRegion Region, ulong Offset, Action<ulong>? Written);
}
