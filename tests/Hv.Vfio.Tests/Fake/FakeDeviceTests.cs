using System.Runtime.InteropServices;
using Hv.Testing.Vfio;
using Hv.Testing.Vfio.Devices;
using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;

namespace Hv.Vfio.Tests.Fake;

/// <summary>Devices of the modelled kernel that are not like <c>edu</c>: memory that is mapped, MSI-X, resets of a bus.</summary>
[TestFixture]
public sealed class FakeDeviceTests
{
    private const ulong Page = 4096;
    private const ulong Bar0 = 0;
    private const ulong Bar2 = 2UL << 40;
    private const uint Msix = 2;

    [Test]
    public unsafe void A_region_that_is_memory_is_mapped()
    {
        using var session = new FakeSession(FakeKernelOptions.Pc, Create());
        var device = session.OpenDevice();
        var mapped = session.Kernel.MapFile(device, Bar0, 4 * Page, isWritable: true);
        Assert.That(mapped.IsError, Is.False);
        *((byte*)mapped.Value + 5) = 42;
        var read = new byte[1];
        session.Kernel.Read(device, read, Bar0 + 5);
        Assert.That(read[0], Is.EqualTo(42));
        Assert.That(session.Kernel.Leaks.ToString(), Does.Contain("mapped: 0x4000 bytes of vfio-device 0000:02:00.0"));
        Assert.That(session.Kernel.UnmapFile((ulong)mapped.Value, 4 * Page).IsError, Is.False);
        Assert.That(session.Kernel.Leaks.ToString(), Does.Not.Contain("mapped:"));
    }

    [Test]
    public void Mapped_regions_are_memory_that_other_devices_can_reach()
    {
        using var session = new FakeSession(FakeKernelOptions.Pc, Create());
        var device = session.OpenDevice();
        var mapped = (ulong)session.Kernel.MapFile(device, Bar0, Page, isWritable: true).Value;
        session.Device.Configuration.Set(4, [6, 0]);
        Assert.That(session.Map(0, mapped, Page).IsError, Is.False);
        Assert.That(session.Device.WriteMemory(8, [7]), Is.True);
        var read = new byte[1];
        session.Kernel.Read(device, read, Bar0 + 8);
        Assert.That(read[0], Is.EqualTo(7));
    }

    [Test]
    public void Sparse_areas_are_told_and_alone_can_be_mapped()
    {
        using var session = new FakeSession(FakeKernelOptions.Pc, Create());
        var device = session.OpenDevice();
        var region = new RegionInfo { ArgumentSize = 32, Index = 2 };
        Assert.That(session.Kernel.Control(device, VfioRequest.DeviceGetRegionInfo, ref region).IsError, Is.False);
        Assert.That(region.Flags, Is.EqualTo(0xF));
        Assert.That(region.CapabilityOffset, Is.Zero);

        var answer = new byte[region.ArgumentSize];
        MemoryMarshal.Write(answer, new RegionInfo { ArgumentSize = (uint)answer.Length, Index = 2 });
        Assert.That(session.Kernel.Control(device, VfioRequest.DeviceGetRegionInfo, answer.AsSpan()).IsError, Is.False);
        region = MemoryMarshal.Read<RegionInfo>(answer);
        Assert.That(region.CapabilityOffset, Is.EqualTo(32));
        var header = MemoryMarshal.Read<CapabilityHeader>(answer.AsSpan(32));
        Assert.That(header.Id, Is.EqualTo(1));
        var area = MemoryMarshal.Read<SparseMapArea>(answer.AsSpan(32 + 16));
        Assert.That((area.Offset, area.Size), Is.EqualTo((Page, 3 * Page)));
        Assert.That(MemoryMarshal.Read<CapabilityHeader>(answer.AsSpan((int)header.Next)).Id, Is.EqualTo(3));

        Assert.That(session.Kernel.MapFile(device, Bar2, Page, isWritable: true).Error, Is.EqualTo(Errno.InvalidArgument));
        Assert.That(session.Kernel.MapFile(device, Bar2 + Page, Page, isWritable: true).IsError, Is.False);
    }

    [Test]
    public void MSI_X_has_as_many_vectors_as_the_first_who_enables_it_says()
    {
        using var session = new FakeSession(FakeKernelOptions.Pc, Create());
        var device = session.OpenDevice();
        var first = session.Kernel.CreateEvent().Number;
        var second = session.Kernel.CreateEvent().Number;
        Assert.That(session.SetInterrupts(device, Msix, FakeSession.TriggerByEvent, 0, 2, first, -1).IsError, Is.False);
        Assert.That(session.SetInterrupts(device, Msix, FakeSession.TriggerByEvent, 1, 1, second).IsError, Is.False);
        Assert.That(session.SetInterrupts(device, Msix, FakeSession.TriggerByEvent, 2, 1, second).Error, Is.EqualTo(Errno.InvalidArgument));

        session.Device.SendMessage(1);
        session.Device.SendMessage(3);
        Assert.That(session.Kernel.TakeEvent(second).Value, Is.EqualTo(1));
        Assert.That(session.Kernel.TakeEvent(first).Error, Is.EqualTo(Errno.TryAgain));
    }

    [Test]
    public void Errors_of_PCI_Express_signal_their_event()
    {
        using var session = new FakeSession(FakeKernelOptions.Pc, Create());
        var device = session.OpenDevice();
        var signal = session.Kernel.CreateEvent().Number;
        Assert.That(session.SetInterrupts(device, 3, FakeSession.TriggerByEvent, 0, 1, signal).IsError, Is.False);
        session.Device.SignalError();
        Assert.That(session.Kernel.TakeEvent(signal).Value, Is.EqualTo(1));
    }

    [Test]
    public void A_reset_of_the_bus_needs_all_groups_on_it()
    {
        var first = Create();
        var second = new FakeDevice("0000:02:00.1", 6, 0x1B36, 0x0011, 0x01_08_02, isExpress: true) { Driver = FakeDevice.VfioDriver };
        using var session = new FakeSession(FakeKernelOptions.Pc, first, second);
        var device = session.OpenDevice();
        Assert.That(Reset(session, device, session.Group).Error, Is.EqualTo(Errno.InvalidArgument));
        Assert.That((first.Resets, second.Resets), Is.EqualTo((0, 0)));

        var other = session.Kernel.Open("/dev/vfio/6").Number;
        Assert.That(Reset(session, device, session.Group, other).IsError, Is.False);
        Assert.That((first.Resets, second.Resets), Is.EqualTo((1, 1)));
    }

    [Test]
    public void A_BAR_tells_its_size()
    {
        using var session = new FakeSession(FakeKernelOptions.Pc, Create());
        var device = session.OpenDevice();
        session.Kernel.Write(device, [0xFF, 0xFF, 0xFF, 0xFF], (7UL << 40) + 0x10);
        var bar = new byte[4];
        session.Kernel.Read(device, bar, (7UL << 40) + 0x10);
        Assert.That(MemoryMarshal.Read<uint>(bar), Is.EqualTo(0xFFFF_C000));
    }

    [Test]
    public void Registers_do_not_answer_without_memory_space()
    {
        using var session = new FakeSession(FakeKernelOptions.Pc, Create());
        var device = session.OpenDevice();
        session.Kernel.Write(device, [0, 0], (7UL << 40) + 4);
        Assert.That(session.Kernel.Read(device, new byte[4], Bar0).Error, Is.EqualTo(Errno.InputOutput));
    }

    [Test]
    public void A_device_opened_twice_stays_open_until_both_are_closed()
    {
        using var session = new FakeSession(FakeKernelOptions.Pc, Create());
        var first = session.OpenDevice();
        var second = session.OpenDevice();
        session.Kernel.Close(first);
        Assert.That(session.Device.IsOpen, Is.True);
        Assert.That(session.Kernel.Control(session.Group, VfioRequest.GroupUnsetContainer).Error, Is.EqualTo(Errno.Busy));
        session.Kernel.Close(second);
        Assert.That(session.Device.IsOpen, Is.False);
        Assert.That(session.Kernel.Control(session.Group, VfioRequest.GroupUnsetContainer).IsError, Is.False);
    }

    private static FakeDevice Create()
    {
        var device = new FakeDevice("0000:02:00.0", 5, 0x1B36, 0x0010, 0x01_08_02, isExpress: true)
        {
            Driver = FakeDevice.VfioDriver,
            CanReset = true,
            CanResetBus = true,
        };
        device.SetRegion(0, new FakeMemoryRegion(4 * Page));
        device.SetRegion(2, new FakeMemoryRegion(4 * Page) { SparseAreas = [new SparseMapArea { Offset = Page, Size = 3 * Page }] });
        device.Configuration.AddMsix(0x50, count: 4, tableBar: 2, tableOffset: 0, pendingBar: 2, pendingOffset: 0x800);
        device.Configuration.AddExpress(0x60, canResetFunction: true);
        return device;
    }

    private static KernelResult Reset(FakeSession session, int device, params ReadOnlySpan<int> groups)
    {
        var head = new HotReset { ArgumentSize = (uint)(12 + (groups.Length * sizeof(int))), Count = (uint)groups.Length };
        var argument = new byte[head.ArgumentSize];
        MemoryMarshal.Write(argument, head);
        MemoryMarshal.AsBytes(groups).CopyTo(argument.AsSpan(12));
        return session.Kernel.Control(device, VfioRequest.DevicePciHotReset, argument.AsSpan());
    }
}
