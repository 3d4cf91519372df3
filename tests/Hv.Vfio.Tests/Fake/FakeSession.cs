using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Hv.Runtime.Memory;
using Hv.Testing.Vfio;
using Hv.Testing.Vfio.Devices;
using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;

namespace Hv.Vfio.Tests.Fake;

/// <summary>A modelled kernel with a container, a group and memory, for tests of what the contract cannot ask of real kernels.</summary>
internal sealed class FakeSession : IDisposable
{
    public const uint TriggerByEvent = 4 | 32;

    public FakeSession(FakeKernelOptions options, params FakeDevice[] devices)
    {
        if (devices.Length == 0)
            devices = [FakeHost.EduOf(options)];

        Kernel = new FakeKernel(options, devices);
        Device = devices[0];
        Container = Kernel.Open("/dev/vfio/vfio").Number;
        Group = Kernel.Open(string.Create(CultureInfo.InvariantCulture, $"/dev/vfio/{Device.GroupNumber}")).Number;
        var container = Container;
        Assert.That(Kernel.Control(Group, VfioRequest.GroupSetContainer, ref container).IsError, Is.False);
        var type = options.Iommu is FakeType1 ? IommuType.Type1V2 : IommuType.SpaprTceV2;
        Assert.That(Kernel.Control(Container, VfioRequest.SetIommu, (ulong)type), Is.EqualTo(default(KernelResult)));
        Memory = new RamBlock("session.ram", 1 << 20);
        Address = (ulong)Kernel.Share(Memory).Value;
    }

    public FakeKernel Kernel { get; }

    public FakeDevice Device { get; }

    public int Container { get; }

    public int Group { get; }

    public RamBlock Memory { get; }

    public ulong Address { get; }

    public KernelResult Register(ulong address, ulong size, VfioRequest request = VfioRequest.SpaprRegisterMemory)
    {
        var memory = new SpaprRegisterMemory { ArgumentSize = StructureSpans.SizeOf<SpaprRegisterMemory>(), Address = address, Size = size };
        return Kernel.Control(Container, request, ref memory);
    }

    public KernelResult Map(ulong iova, ulong address, ulong size, uint flags = 3)
    {
        var map = new Type1Map { ArgumentSize = StructureSpans.SizeOf<Type1Map>(), Flags = flags, Address = address, Iova = iova, Size = size };
        return Kernel.Control(Container, VfioRequest.MapDma, ref map);
    }

    public KernelResult Unmap(ulong iova, ulong size)
    {
        var unmap = new Type1Unmap { ArgumentSize = StructureSpans.SizeOf<Type1Unmap>(), Iova = iova, Size = size };
        return Kernel.Control(Container, VfioRequest.UnmapDma, ref unmap);
    }

    public KernelResult Create(int pageShift, ulong size, uint levels = 1)
    {
        var create = new SpaprCreate
        {
            ArgumentSize = StructureSpans.SizeOf<SpaprCreate>(),
            PageShift = (uint)pageShift,
            WindowSize = size,
            Levels = levels,
        };
        return Kernel.Control(Container, VfioRequest.SpaprTceCreate, ref create);
    }

    public int OpenDevice(string? address = null) =>
        Kernel.Control(Group, VfioRequest.GroupGetDeviceFd, Encoding.ASCII.GetBytes((address ?? Device.Address) + '\0').AsSpan()).Number;

    public KernelResult SetInterrupts(int device, uint index, uint flags, uint start, uint count, params ReadOnlySpan<int> events)
    {
        var argument = new byte[Marshal.SizeOf<InterruptSet>() + (events.Length * sizeof(int))];
        var head = new InterruptSet { ArgumentSize = (uint)argument.Length, Flags = flags, Index = index, Start = start, Count = count };
        MemoryMarshal.Write(argument, head);
        MemoryMarshal.AsBytes(events).CopyTo(argument.AsSpan(Marshal.SizeOf<InterruptSet>()));
        return Kernel.Control(device, VfioRequest.DeviceSetIrqs, argument.AsSpan());
    }

    public void Dispose() => Memory.Dispose();
}
