using Hv.Testing.Vfio.Groups;
using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;

namespace Hv.Testing.Vfio.Devices;

/// <summary>An open device of vfio-pci. Each region begins at its index times 2^40 in the file.</summary>
internal sealed class DeviceFile : FakeFile
{
    private const int RegionShift = 40;
    private const int VgaRegion = 8;
    private const int RomRegion = 6;
    private const int ShortInformation = 16;
    private const uint IsResettable = 1;
    private const uint IsPci = 2;
    private const uint Readable = 1;
    private const uint Writable = 2;
    private const uint Mappable = 4;
    private const uint HasCapabilities = 8;
    private const ushort SparseCapability = 1;
    private const ushort MsixMappableCapability = 3;
    private const uint GoesToEvents = 1;
    private const uint IsMaskable = 2;
    private const uint IsAutomasked = 4;
    private const uint IsFixed = 8;

    private readonly FakeKernel _kernel;
    private readonly FakeDevice _device;
    private readonly GroupFile _group;
    private readonly DeviceInterrupts _interrupts;

    public DeviceFile(FakeKernel kernel, FakeDevice device, GroupFile group)
        : base(FakeFileKind.Device, "vfio-device " + device.Address)
    {
        (_kernel, _device, _group) = (kernel, device, group);
        _interrupts = device.Interrupts!;
    }

    public override KernelResult Control(VfioRequest request, ulong value, Span<byte> argument)
    {
        if (_device.IsGone && request is (VfioRequest.DeviceReset or VfioRequest.DeviceSetIrqs or VfioRequest.DevicePciHotReset))
            return KernelResult.Failed(Errno.InputOutput);

        return request switch
        {
            VfioRequest.DeviceGetInfo => GetInformation(argument),
            VfioRequest.DeviceGetRegionInfo => GetRegion(argument),
            VfioRequest.DeviceGetIrqInfo => GetInterrupt(argument),
            VfioRequest.DeviceSetIrqs => _interrupts.Set(argument),
            VfioRequest.DeviceReset => Reset(),
            VfioRequest.DeviceGetPciHotResetInfo => HotResets.GetInformation(_kernel, _device, argument),
            VfioRequest.DevicePciHotReset => HotResets.Reset(_kernel, _device, argument),
            _ => KernelResult.Failed(Errno.NotSupportedRequest),
        };
    }

    public override KernelResult Read(Span<byte> destination, ulong offset)
    {
        var (index, position) = Split(offset);
        var error = Check(index, position, destination.Length, isWrite: false, out var length);
        if (error != Errno.None)
            return KernelResult.Failed(error);

        destination = destination[.._kernel.Faults.LengthOf(FakeCall.Read, length)];
        if (_device.IsGone)
            destination.Fill(byte.MaxValue);
        else if (index == FakeDevice.ConfigurationRegion)
            _device.Configuration.Read((int)position, destination);
        else
        {
            for (var done = 0; done < destination.Length;)
            {
                var step = StepOf(position + (ulong)done, destination.Length - done);
                _device.RegionAt(index)!.Read(position + (ulong)done, destination.Slice(done, step));
                done += step;
            }
        }

        return new KernelResult(destination.Length);
    }

    public override KernelResult Write(ReadOnlySpan<byte> source, ulong offset)
    {
        var (index, position) = Split(offset);
        var error = Check(index, position, source.Length, isWrite: true, out var length);
        if (error != Errno.None)
            return KernelResult.Failed(error);

        source = source[.._kernel.Faults.LengthOf(FakeCall.Write, length)];
        if (_device.IsGone)
            return new KernelResult(source.Length);

        if (index == FakeDevice.ConfigurationRegion)
            _device.Configuration.Write((int)position, source);
        else
        {
            for (var done = 0; done < source.Length;)
            {
                var step = StepOf(position + (ulong)done, source.Length - done);
                _device.RegionAt(index)!.Write(position + (ulong)done, source.Slice(done, step));
                done += step;
            }
        }

        return new KernelResult(source.Length);
    }

    public override KernelResult Map(ulong offset, ulong length, bool isWritable)
    {
        var (index, position) = Split(offset);
        var mask = (ulong)_kernel.PageSize - 1;
        if (index >= RomRegion || _device.RegionAt(index) is not { IsMappable: true } region || length == 0 || ((offset | length) & mask) != 0)
            return KernelResult.Failed(Errno.InvalidArgument);

        if (position >= region.Size || length > Math.Max(region.Size, mask + 1) - position)
            return KernelResult.Failed(Errno.InvalidArgument);

        var isAllowed = region.SparseAreas.Count == 0;
        foreach (var area in region.SparseAreas)
            isAllowed |= position >= area.Offset && position + length <= area.Offset + area.Size;

        return isAllowed ? new KernelResult((long)(region.Host + position)) : KernelResult.Failed(Errno.InvalidArgument);
    }

    protected override void End()
    {
        _device.Close();
        _group.CloseDevice();
    }

    private static (int Index, ulong Position) Split(ulong offset) =>
        ((int)(offset >> RegionShift), offset & ((1UL << RegionShift) - 1));

    /// <summary>vfio-pci accesses registers by what is aligned and at most 4 bytes; newer kernels by 8, where the host can.</summary>
    private static int StepOf(ulong position, int length)
    {
        var step = 8;
        while ((position & (ulong)(step - 1)) != 0 || step > length)
            step /= 2;

        return step;
    }

    private Errno Check(int index, ulong position, int wanted, bool isWrite, out int length)
    {
        length = wanted;
        if (index == FakeDevice.ConfigurationRegion)
            return position + (ulong)wanted > (ulong)_device.Configuration.Size ? Errno.BadAddress : Errno.None;

        if (index >= FakeDevice.RegionCount || (isWrite && index == RomRegion) || _device.RegionAt(index) is not { } region)
            return Errno.InvalidArgument;

        if (position >= region.Size)
            return Errno.InvalidArgument;

        if (!_device.IsGone && !_device.Configuration.HasMemorySpace)
            return Errno.InputOutput;

        length = (int)Math.Min((ulong)wanted, region.Size - position);
        return Errno.None;
    }

    private KernelResult GetInformation(Span<byte> argument)
    {
        var error = FakeArguments.Take(argument, ShortInformation, out DeviceInfo information);
        if (error != Errno.None)
            return KernelResult.Failed(error);

        information.Flags = IsPci | (_device.CanReset ? IsResettable : 0);
        information.RegionCount = FakeDevice.RegionCount;
        information.InterruptCount = DeviceInterrupts.Kinds;
        FakeArguments.Give(argument, ref information, (int)Math.Min(information.ArgumentSize, (uint)FakeArguments.Size<DeviceInfo>()));
        return default;
    }

    private KernelResult GetRegion(Span<byte> argument)
    {
        var head = FakeArguments.Size<RegionInfo>();
        var error = FakeArguments.Take(argument, head, out RegionInfo information);
        if (error != Errno.None)
            return KernelResult.Failed(error);

        if (information.Index is >= FakeDevice.RegionCount or VgaRegion)
            return KernelResult.Failed(Errno.InvalidArgument);

        var index = (int)information.Index;
        (information.Flags, information.CapabilityOffset) = (0, 0);
        information.Offset = (ulong)index << RegionShift;
        var region = _device.RegionAt(index);
        information.Size = index == FakeDevice.ConfigurationRegion ? (ulong)_device.Configuration.Size : region?.Size ?? 0;
        if (information.Size > 0)
            information.Flags = index == RomRegion ? Readable : Readable | Writable;

        if (region is { IsMappable: true } && index < RomRegion)
        {
            information.Flags |= Mappable;
            GiveAreas(argument, region, ref information, head);
        }

        FakeArguments.Give(argument, ref information, head);
        return default;
    }

    private void GiveAreas(Span<byte> argument, FakeRegion region, ref RegionInfo information, int head)
    {
        if (region.SparseAreas.Count == 0)
            return;

        Span<byte> buffer = new byte[64 + (16 * region.SparseAreas.Count)];
        var chain = new CapabilityWriter(buffer, head);
        chain.Begin(SparseCapability, 1);
        chain.Write((uint)region.SparseAreas.Count);
        chain.Write(0u);
        foreach (var area in region.SparseAreas)
        {
            chain.Write(area.Offset);
            chain.Write(area.Size);
        }

        chain.Begin(MsixMappableCapability, 1);
        information.Flags |= HasCapabilities;
        if (FakeArguments.GiveCapabilities(argument, information.ArgumentSize, head, buffer[..chain.Length]))
            information.CapabilityOffset = (uint)head;
        else
            information.ArgumentSize = (uint)(head + chain.Length);
    }

    private KernelResult GetInterrupt(Span<byte> argument)
    {
        var error = FakeArguments.Take(argument, FakeArguments.Size<InterruptInfo>(), out InterruptInfo information);
        if (error != Errno.None)
            return KernelResult.Failed(error);

        if (information.Index >= DeviceInterrupts.Kinds || (information.Index == DeviceInterrupts.Error && !_device.IsExpress))
            return KernelResult.Failed(Errno.InvalidArgument);

        information.Count = _interrupts.CountOf(information.Index);
        information.Flags = GoesToEvents | (information.Index == DeviceInterrupts.Intx ? IsMaskable | IsAutomasked : IsFixed);
        FakeArguments.Give(argument, ref information, argument.Length);
        return default;
    }

    private KernelResult Reset()
    {
        if (!_device.CanReset)
            return KernelResult.Failed(Errno.InvalidArgument);

        _device.Reset();
        return default;
    }
}
