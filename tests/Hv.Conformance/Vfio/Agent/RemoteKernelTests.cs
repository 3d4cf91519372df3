using System.Buffers.Binary;
using Hv.Conformance.Vfio.Machines;
using Hv.Runtime.Memory;
using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;
using Hv.Vfio.Tests.Contract;

namespace Hv.Conformance.Vfio.Agent;

/// <summary>The seam through the agent, and what needs a kernel to itself: its limits, and the memory of devices.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
[Parallelizable(ParallelScope.Self)]
[TestFixture("powernv9")]
[TestFixture("pseries")]
public sealed class RemoteKernelTests(string machine)
{
    private const int PageSize = 65536;
    private const string Container = "/dev/vfio/vfio";

    private RemoteKernel _kernel = null!;

    [SetUp]
    public void StartSession() =>
        _kernel = AgentMachines.Require(machine == MachineKind.PowerNv9.Name ? MachineKind.PowerNv9 : MachineKind.Pseries).StartSession();

    [TearDown]
    public void EndSession() => _kernel.Dispose();

    [Test]
    public void Its_pages_have_64_KiB() => Assert.That(_kernel.PageSize, Is.EqualTo(PageSize));

    [Test]
    public void What_a_session_opens_is_not_there_in_the_next()
    {
        var descriptor = _kernel.Open(Container).Number;
        Assert.That(_kernel.Control(descriptor, VfioRequest.GetApiVersion), Is.EqualTo(default(KernelResult)));
        var last = _kernel;
        _kernel.Dispose();
        StartSession();

        Assert.That(_kernel.Control(descriptor, VfioRequest.GetApiVersion).Error, Is.EqualTo(Errno.BadDescriptor));
        Assert.That(last.Close(descriptor).Error, Is.EqualTo(Errno.BadDescriptor), "as from a finalizer");
        Assert.That(() => last.Open(Container), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void Errors_are_the_kernels_own()
    {
        Assert.That(_kernel.Open("/nowhere").Error, Is.EqualTo(Errno.NotFound));
        Assert.That(_kernel.Close(999).Error, Is.EqualTo(Errno.BadDescriptor));
        Assert.That(_kernel.Files.ReadText("/proc", out var text).Error, Is.EqualTo(Errno.IsDirectory));
        Assert.That(text, Is.Empty);
        Assert.That(_kernel.Files.List("/proc/version", out _).Error, Is.EqualTo(Errno.NotDirectory));
        Assert.That(_kernel.Files.ReadLink("/proc/version", out _).Error, Is.EqualTo(Errno.InvalidArgument));
        Assert.That(_kernel.Files.WriteText("/sys/bus/pci/drivers_probe", "no device").Error, Is.EqualTo(Errno.NoDevice));
        Assert.That(_kernel.Peek(0x1000, new byte[4]).Error, Is.EqualTo(Errno.BadAddress));
    }

    [Test]
    public void Files_are_the_machines()
    {
        Assert.That(_kernel.Files.ReadText("/proc/version", out var version).Value, Is.EqualTo(version.Length));
        Assert.That(version, Does.StartWith("Linux version "));
        Assert.That(_kernel.Files.List("/sys/bus/pci/drivers", out var drivers).Value, Is.EqualTo(drivers.Count));
        Assert.That(drivers, Has.Member("vfio-pci").And.Ordered.Using((IComparer<string>)StringComparer.Ordinal));
        _kernel.Files.ReadLink("/proc/self/exe", out var program);
        Assert.That(program, Is.EqualTo("/bin/agent"));
    }

    [Test]
    public void A_file_is_read_and_written_where_it_is_asked()
    {
        Assert.That(_kernel.Files.WriteText("/tmp/absent", "x").Error, Is.EqualTo(Errno.NotFound));
        var memory = _kernel.Open("/dev/zero").Number;
        var content = new byte[100_000];
        content.AsSpan().Fill(7);
        Assert.That(_kernel.Write(memory, content, 0).Value, Is.EqualTo(AgentChannel.LargestData), "no more at once");
        Assert.That(_kernel.Read(memory, content, 0).Value, Is.EqualTo(AgentChannel.LargestData));
        Assert.That(content[..AgentChannel.LargestData], Is.All.Zero);
        Assert.That(content[AgentChannel.LargestData..], Is.All.EqualTo(7));
    }

    [Test]
    public void Events_are_counted_and_waited_for()
    {
        var signalled = _kernel.CreateEvent().Number;
        var other = _kernel.CreateEvent().Number;
        Assert.That(_kernel.TakeEvent(signalled).Error, Is.EqualTo(Errno.TryAgain));
        PollEntry[] entries = [new(other), new(signalled)];
        Assert.That(_kernel.Wait(entries, 0).Value, Is.Zero);

        // Another thread's call comes through while one waits.
        var waiting = Task.Run(() => _kernel.Wait(entries, 60_000));
        Assert.That(_kernel.SignalEvent(signalled), Is.EqualTo(default(KernelResult)));
        Assert.That(waiting.Result.Value, Is.EqualTo(1));
        Assert.That((entries[0].Returned, entries[1].Returned), Is.EqualTo(((short)0, PollEntry.Readable)));
        Assert.That(_kernel.SignalEvent(signalled), Is.EqualTo(default(KernelResult)));
        Assert.That(_kernel.TakeEvent(signalled).Value, Is.EqualTo(2));
    }

    [Test]
    public void Shared_memory_is_a_copy_of_the_block()
    {
        using var block = new RamBlock("ram", 5 * PageSize);
        block.Write((3 * PageSize) - 4, "12345678"u8);
        var address = (ulong)_kernel.Share(block).Value;
        Assert.That(_kernel.Share(block).Value, Is.EqualTo((long)address));
        var read = new byte[5 * PageSize];
        var expected = new byte[read.Length];
        block.Read(0, expected);
        Assert.That(_kernel.Peek(address, read).Value, Is.EqualTo(read.Length));
        Assert.That(read, Is.EqualTo(expected));

        _kernel.Unshare(block);
        Assert.That(_kernel.Peek(address, read.AsSpan(0, 4)).Value, Is.EqualTo(4));
        Assert.That(_kernel.Peek(address + (ulong)read.Length - 2, read.AsSpan(0, 4)).Error, Is.EqualTo(Errno.BadAddress));
        _kernel.Unshare(block);
        Assert.That(_kernel.Peek(address, read.AsSpan(0, 4)).Error, Is.EqualTo(Errno.BadAddress));
    }

    [Test]
    public void Registering_more_than_may_be_locked_is_ENOMEM()
    {
        var device = BoundDevice.BindNvme(_kernel);
        var container = Ready(device);
        var size = 16UL << 20;
        Assert.That(_kernel.LimitLockedMemory(size), Is.EqualTo(default(KernelResult)));
        var memory = (ulong)_kernel.MapMemory(size + PageSize).Value;
        Assert.That(Register(container, memory, size + PageSize).Error, Is.EqualTo(Errno.NoMemory));
        Assert.That(Register(container, memory, size), Is.EqualTo(default(KernelResult)));

        // What the table of a window costs counts as well.
        var window = new SpaprCreate { ArgumentSize = StructureSpans.SizeOf<SpaprCreate>(), PageShift = 16, WindowSize = 1UL << 32, Levels = 1 };
        Assert.That(_kernel.Control(container, VfioRequest.SpaprTceCreate, ref window).Error, Is.EqualTo(Errno.NoMemory));
    }

    [Test]
    public void Registers_of_a_device_are_reached_through_a_mapping()
    {
        var bound = BoundDevice.BindNvme(_kernel);
        Ready(bound, out var group);
        var device = _kernel.Control(group, VfioRequest.GroupGetDeviceFd, System.Text.Encoding.ASCII.GetBytes(bound.Address + '\0')).Number;
        var region = new RegionInfo { ArgumentSize = StructureSpans.SizeOf<RegionInfo>(), Index = 0 };
        Assert.That(_kernel.Control(device, VfioRequest.DeviceGetRegionInfo, ref region), Is.EqualTo(default(KernelResult)));

        // Memory space on.
        var configuration = new RegionInfo { ArgumentSize = StructureSpans.SizeOf<RegionInfo>(), Index = 7 };
        Assert.That(_kernel.Control(device, VfioRequest.DeviceGetRegionInfo, ref configuration), Is.EqualTo(default(KernelResult)));
        Assert.That(_kernel.Write(device, [2, 0], configuration.Offset + 4).Value, Is.EqualTo(2));

        var mapping = _kernel.MapDevice(device, region.Offset, Math.Min(region.Size, PageSize), isWritable: true);
        Assert.That(mapping.IsError, Is.False, mapping.ToString());
        var byMapping = new byte[4];
        var byCall = new byte[4];
        Assert.That(_kernel.Peek((ulong)mapping.Value + 8, byMapping).Value, Is.EqualTo(4));
        Assert.That(_kernel.Read(device, byCall, region.Offset + 8).Value, Is.EqualTo(4));
        Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(byMapping) >> 16, Is.EqualTo(1), "the major version");
        Assert.That(byMapping, Is.EqualTo(byCall));

        // What is written there is read by a call: INTMS, the mask of interrupts.
        Assert.That(_kernel.Poke((ulong)mapping.Value + 0xC, [5, 0, 0, 0]).Value, Is.EqualTo(4));
        Assert.That(_kernel.Read(device, byCall, region.Offset + 0xC).Value, Is.EqualTo(4));
        Assert.That(byCall, Is.EqualTo((byte[])[5, 0, 0, 0]));
        Assert.That(_kernel.Unmap((ulong)mapping.Value), Is.EqualTo(default(KernelResult)));
    }

    private int Ready(BoundDevice device) => Ready(device, out _);

    private int Ready(BoundDevice device, out int group)
    {
        var container = _kernel.Open(Container).Number;
        group = _kernel.Open($"/dev/vfio/{device.Group}").Number;
        Assert.That(_kernel.Control(group, VfioRequest.GroupSetContainer, ref container), Is.EqualTo(default(KernelResult)));
        Assert.That(_kernel.Control(container, VfioRequest.SetIommu, (ulong)IommuType.SpaprTceV2), Is.EqualTo(default(KernelResult)));
        return container;
    }

    private KernelResult Register(int container, ulong address, ulong size)
    {
        var memory = new SpaprRegisterMemory { ArgumentSize = StructureSpans.SizeOf<SpaprRegisterMemory>(), Address = address, Size = size };
        return _kernel.Control(container, VfioRequest.SpaprRegisterMemory, ref memory);
    }
}
