using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Hv.Vfio.Containers;
using Hv.Vfio.Host;
using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;

namespace Hv.Vfio.Devices;

/// <summary>
/// A PCI device of the host that this process has: its regions, configuration space, interrupts and resets (linux/vfio.h, "VFIO device
/// API"). It needs no machine; who passes it through to one uses <see cref="VfioPciDevice"/>.
/// </summary>
public sealed class VfioDevice : IDisposable
{
    private const uint CanReset = 0x1;
    private const uint IsPci = 0x2;
    private const uint Readable = 0x1;
    private const uint Writable = 0x2;
    private const uint Mappable = 0x4;
    private const uint HasCapabilities = 0x8;
    private const ushort SparseMapId = 1;
    private const int LargestSparseCount = 64;

    private const uint DataNone = 0x1;
    private const uint DataEvents = 0x4;
    private const uint ActionUnmask = 0x10;
    private const uint ActionTrigger = 0x20;
    private const int LargestInterrupts = 2048;
    private const int NoEvent = -1;

    private readonly IHostKernel _kernel;
    private readonly HostFile _file;
    private readonly int[] _interruptCounts;
    private readonly bool[] _isAutomasked;

    private VfioDevice(IHostKernel kernel, HostPciAddress address, VfioGroup group, HostFile file)
    {
        _kernel = kernel;
        _file = file;
        Address = address;
        Group = group;
        var info = new DeviceInfo { ArgumentSize = StructureSpans.SizeOf<DeviceInfo>() };
        var result = kernel.Control(file.Descriptor, VfioRequest.DeviceGetInfo, ref info);
        if (result.IsError)
            throw new VfioException($"{address}: the kernel does not tell what the device is: {result}.");

        if ((info.Flags & IsPci) == 0)
            throw new VfioException($"{address}: the kernel says that this is no PCI device (flags 0x{info.Flags:x}).");

        HasFunctionReset = (info.Flags & CanReset) != 0;
        Regions = [.. Enumerable.Range(0, (int)Math.Min(info.RegionCount, VfioRegion.Configuration + 1)).Select(ReadRegion)];
        if (Regions.Count <= VfioRegion.Configuration || Regions[VfioRegion.Configuration].Size == 0)
            throw new VfioException($"{address}: the kernel gives no configuration space.");

        var kinds = Enum.GetValues<VfioInterruptKind>().Length;
        _interruptCounts = new int[kinds];
        _isAutomasked = new bool[kinds];
        for (var kind = 0; kind < Math.Min(kinds, info.InterruptCount); kind++)
            ReadInterrupts(kind);
    }

    /// <summary>Where on the host it is.</summary>
    public HostPciAddress Address { get; }

    /// <summary>Its IOMMU group. Not owned.</summary>
    public VfioGroup Group { get; }

    /// <summary>The kernel it is of.</summary>
    public IHostKernel Kernel => _kernel;

    /// <summary>Its regions, by index.</summary>
    public IReadOnlyList<VfioRegion> Regions { get; }

    /// <summary>Whether the device can be reset alone.</summary>
    public bool HasFunctionReset { get; }

    /// <summary>Opens a device.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="group">The group of the device, in a container.</param>
    /// <param name="address">Where the device is.</param>
    /// <exception cref="VfioException">The kernel does not give it, or it is no PCI device.</exception>
    public static VfioDevice Open(IHostKernel kernel, VfioGroup group, HostPciAddress address)
    {
        var file = group.OpenDevice(address);
        try
        {
            return new VfioDevice(kernel, address, group, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>How many interrupts of a kind it has.</summary>
    public int InterruptCount(VfioInterruptKind kind) => _interruptCounts[(int)kind];

    /// <summary>Whether the kernel masks interrupts of a kind as they come.</summary>
    public bool IsAutomasked(VfioInterruptKind kind) => _isAutomasked[(int)kind];

    /// <summary>Reads registers of a region.</summary>
    /// <param name="region">Which region.</param>
    /// <param name="offset">Where in it.</param>
    /// <param name="destination">Takes the bytes; ones where the device does not answer.</param>
    /// <returns><see langword="false"/> when not all of it was answered.</returns>
    public bool Read(int region, ulong offset, Span<byte> destination)
    {
        var place = Regions[region];
        var length = offset < place.Size ? (int)Math.Min((ulong)destination.Length, place.Size - offset) : 0;
        var got = 0;
        if (place.IsReadable && length > 0)
            got = (int)Math.Clamp(_kernel.Read(_file.Descriptor, destination[..length], place.Offset + offset).Value, 0, length);

        destination[got..].Fill(0xFF);
        return got == destination.Length;
    }

    /// <summary>Writes registers of a region.</summary>
    /// <returns><see langword="false"/> when not all of it was taken.</returns>
    public bool Write(int region, ulong offset, ReadOnlySpan<byte> source)
    {
        var place = Regions[region];
        return place.IsWritable && offset < place.Size && (ulong)source.Length <= place.Size - offset
            && _kernel.Write(_file.Descriptor, source, place.Offset + offset).Value == source.Length;
    }

    /// <summary>Maps a part of a region into this process.</summary>
    /// <returns>The address; an error where only calls reach it.</returns>
    public KernelResult Map(int region, ulong offset, ulong size) =>
        _kernel.MapFile(_file.Descriptor, Regions[region].Offset + offset, size, Regions[region].IsWritable);

    /// <summary>Lets interrupts of a kind signal events, from the first one on.</summary>
    /// <param name="kind">Which kind.</param>
    /// <param name="first">The first interrupt.</param>
    /// <param name="events">Descriptors of events; -1: none for this interrupt.</param>
    public KernelResult SetEvents(VfioInterruptKind kind, int first, ReadOnlySpan<int> events)
    {
        if (events.Length is 0 or > LargestInterrupts)
            return KernelResult.Failed(Errno.InvalidArgument);

        var header = Marshal.SizeOf<InterruptSet>();
        var argument = new byte[header + (events.Length * sizeof(int))];
        MemoryMarshal.Write(argument, new InterruptSet
        {
            ArgumentSize = (uint)argument.Length, Flags = DataEvents | ActionTrigger, Index = (uint)kind, Start = (uint)first,
            Count = (uint)events.Length,
        });
        MemoryMarshal.AsBytes(events).CopyTo(argument.AsSpan(header));
        return _kernel.Control(_file.Descriptor, VfioRequest.DeviceSetIrqs, argument);
    }

    /// <summary>Lets one interrupt signal an event.</summary>
    public KernelResult SetEvent(VfioInterruptKind kind, int interrupt, int descriptor) => SetEvents(kind, interrupt, [descriptor]);

    /// <summary>Lets one interrupt signal nothing any more.</summary>
    public KernelResult ClearEvent(VfioInterruptKind kind, int interrupt) => SetEvent(kind, interrupt, NoEvent);

    /// <summary>Switches all interrupts of a kind off.</summary>
    public KernelResult Disable(VfioInterruptKind kind) => SetNone(kind, ActionTrigger, count: 0);

    /// <summary>Lets the pin's interrupt come again that the kernel has masked.</summary>
    public KernelResult UnmaskPin() => SetNone(VfioInterruptKind.Intx, ActionUnmask, count: 1);

    /// <summary>Resets the device alone (function-level reset, or what the kernel has in its place).</summary>
    public KernelResult ResetFunction() => _kernel.Control(_file.Descriptor, VfioRequest.DeviceReset);

    /// <summary>The functions that a reset of the bus resets too.</summary>
    /// <param name="devices">Each with its group; this one among them.</param>
    public KernelResult GetHotResetDevices(out IReadOnlyList<(HostPciAddress Address, int Group)> devices)
    {
        devices = [];
        var header = Marshal.SizeOf<HotResetInfo>();
        var entry = Marshal.SizeOf<DependentDevice>();
        for (var count = 1; ; count *= 2)
        {
            var answer = new byte[header + (count * entry)];
            MemoryMarshal.Write(answer, new HotResetInfo { ArgumentSize = (uint)answer.Length });
            var result = _kernel.Control(_file.Descriptor, VfioRequest.DeviceGetPciHotResetInfo, answer);

            // Too little room is told as "no space"; a bus has no more than so many functions.
            if (result.Error == Errno.NoSpace && count < LargestInterrupts)
                continue;

            if (result.IsError)
                return result;

            var told = (int)Math.Min(MemoryMarshal.Read<HotResetInfo>(answer).Count, (uint)count);
            devices =
            [
                .. MemoryMarshal.Cast<byte, DependentDevice>(answer.AsSpan(header, told * entry)).ToArray().Select(device => (
                    new HostPciAddress(device.Segment, device.Bus, (byte)(device.DeviceFunction >> 3), (byte)(device.DeviceFunction & 7)),
                    (int)device.Group)),
            ];
            return result;
        }
    }

    /// <summary>Resets the bus of the device.</summary>
    /// <param name="groups">All groups that have a function on it: the kernel wants to see that this process has them.</param>
    public KernelResult HotReset(IReadOnlyList<VfioGroup> groups)
    {
        var header = Marshal.SizeOf<HotReset>();
        var argument = new byte[header + (groups.Count * sizeof(int))];
        MemoryMarshal.Write(argument, new HotReset { ArgumentSize = (uint)argument.Length, Count = (uint)groups.Count });
        for (var group = 0; group < groups.Count; group++)
            BinaryPrimitives.WriteInt32LittleEndian(argument.AsSpan(header + (group * sizeof(int))), groups[group].Descriptor);

        return _kernel.Control(_file.Descriptor, VfioRequest.DevicePciHotReset, argument);
    }

    /// <summary>Closes the device: the kernel switches its interrupts off and resets it, as it can.</summary>
    public void Dispose() => _file.Dispose();

    private KernelResult SetNone(VfioInterruptKind kind, uint action, uint count)
    {
        var set = new InterruptSet
        {
            ArgumentSize = StructureSpans.SizeOf<InterruptSet>(), Flags = DataNone | action, Index = (uint)kind, Count = count,
        };
        return _kernel.Control(_file.Descriptor, VfioRequest.DeviceSetIrqs, ref set);
    }

    private VfioRegion ReadRegion(int index)
    {
        var question = new RegionInfo { Index = (uint)index };
        var result = CapabilityChain.Ask(_kernel, _file.Descriptor, VfioRequest.DeviceGetRegionInfo, question, out var answer);
        if (result.IsError)
            return new VfioRegion(index, 0, 0, false, false, []);

        var info = MemoryMarshal.Read<RegionInfo>(answer);
        return new VfioRegion(
            index, info.Size, info.Offset, (info.Flags & Readable) != 0, (info.Flags & Writable) != 0, FindAreas(info, answer));
    }

    /// <summary>The parts that can be mapped: all of the region, or what a capability says, in whole pages of the host.</summary>
    private IReadOnlyList<(ulong Offset, ulong Size)> FindAreas(in RegionInfo info, ReadOnlySpan<byte> answer)
    {
        const int Header = 16;
        // One that cannot be written is reached by calls: a store to its memory would end this process.
        if ((info.Flags & (Mappable | Writable)) != (Mappable | Writable) || info.Size == 0)
            return [];

        var page = (ulong)_kernel.PageSize;
        var first = (info.Flags & HasCapabilities) != 0 ? info.CapabilityOffset : 0;
        var sparse = CapabilityChain.Find(answer, first, SparseMapId);
        if (sparse.Length < Header)
            return [(0, info.Size)];

        var count = Math.Min(MemoryMarshal.Read<uint>(sparse[8..]), LargestSparseCount);
        var areas = new List<(ulong, ulong)>();
        foreach (var area in MemoryMarshal.Cast<byte, SparseMapArea>(sparse[Header..]))
        {
            if (areas.Count < count && area.Size != 0 && area.Offset < info.Size && area.Size <= info.Size - area.Offset
                && (area.Offset | area.Size) % page == 0)
            {
                areas.Add((area.Offset, area.Size));
            }
        }

        return [.. areas.OrderBy(area => area.Item1)];
    }

    private void ReadInterrupts(int kind)
    {
        const uint CanSignal = 0x1;
        const uint Automasked = 0x4;
        var info = new InterruptInfo { ArgumentSize = StructureSpans.SizeOf<InterruptInfo>(), Index = (uint)kind };
        if (_kernel.Control(_file.Descriptor, VfioRequest.DeviceGetIrqInfo, ref info).IsError || (info.Flags & CanSignal) == 0)
            return;

        _interruptCounts[kind] = (int)Math.Min(info.Count, LargestInterrupts);
        _isAutomasked[kind] = (info.Flags & Automasked) != 0;
    }
}
