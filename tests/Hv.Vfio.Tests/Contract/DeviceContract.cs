using System.Runtime.InteropServices;
using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;

namespace Hv.Vfio.Tests.Contract;

/// <summary>A device of vfio-pci: regions, interrupts, DMA.</summary>
public abstract class DeviceContract : DeviceFixture
{
    /// <summary>Where DMA is mapped.</summary>
    protected const ulong Iova = 0x400_0000;

    private const uint IsResettable = 1;
    private const uint IsPci = 2;
    private const uint ReadWrite = 3;
    private const uint IsMappable = 4;

    private const uint GoesToEvents = 1;
    private const uint IsMaskable = 2;
    private const uint IsAutomasked = 4;

    private const ulong Identification = 0x00;
    private const ulong Liveness = 0x04;
    private const ulong Factorial = 0x08;
    private const ulong Status = 0x20;
    private const ulong InterruptStatus = 0x24;
    private const ulong Raise = 0x60;
    private const ulong Acknowledge = 0x64;
    private const ulong Source = 0x80;
    private const ulong Destination = 0x88;
    private const ulong Count = 0x90;
    private const ulong Command = 0x98;
    private const ulong Buffer = 0x4_0000;
    private const uint Start = 1;
    private const uint ToMemory = 2;
    private const uint InterruptAfter = 4;
    private const uint InterruptOfDma = 0x100;

    // A transfer up to the very end of the device's buffer ends QEMU 7.2.
    private const int Length = 2048;

    [Test]
    public void Information_tells_of_a_PCI_device()
    {
        var information = new DeviceInfo { ArgumentSize = 16 };
        Succeeds(Kernel.Control(Device, VfioRequest.DeviceGetInfo, ref information));
        Assert.That(information.Flags & IsPci, Is.EqualTo(IsPci));
        Assert.That(information.RegionCount, Is.GreaterThanOrEqualTo(9));
        Assert.That(information.InterruptCount, Is.EqualTo(5));
    }

    [Test]
    public void Information_that_is_too_small_is_EINVAL()
    {
        var device = new DeviceInfo { ArgumentSize = 15 };
        Fails(Kernel.Control(Device, VfioRequest.DeviceGetInfo, ref device), Errno.InvalidArgument);
        var region = new RegionInfo { ArgumentSize = 31 };
        Fails(Kernel.Control(Device, VfioRequest.DeviceGetRegionInfo, ref region), Errno.InvalidArgument);
        var interrupt = new InterruptInfo { ArgumentSize = 15 };
        Fails(Kernel.Control(Device, VfioRequest.DeviceGetIrqInfo, ref interrupt), Errno.InvalidArgument);
    }

    [Test]
    public void Regions_and_interrupts_that_do_not_exist_are_EINVAL()
    {
        var region = new RegionInfo { ArgumentSize = 32, Index = 200 };
        Fails(Kernel.Control(Device, VfioRequest.DeviceGetRegionInfo, ref region), Errno.InvalidArgument);
        var interrupt = new InterruptInfo { ArgumentSize = 16, Index = 5 };
        Fails(Kernel.Control(Device, VfioRequest.DeviceGetIrqInfo, ref interrupt), Errno.InvalidArgument);
    }

    [Test]
    public void Requests_of_others_are_ENOTTY() => Fails(Kernel.Control(Device, VfioRequest.GetApiVersion), Errno.NotSupportedRequest);

    [Test]
    public void The_registers_are_a_region_of_1_MiB()
    {
        var region = Region(0);
        Assert.That(region.Size, Is.EqualTo(1 << 20));
        Assert.That(region.Flags & ReadWrite, Is.EqualTo(ReadWrite));
    }

    [Test]
    public void Regions_that_the_device_has_not_have_no_size()
    {
        Assert.That(Region(1).Size, Is.Zero);
        Assert.That(Region(5).Size, Is.Zero);
    }

    [Test]
    public void The_configuration_space_is_a_region()
    {
        var region = Region(ConfigurationRegion);
        Assert.That(region.Size, Is.EqualTo(256).Or.EqualTo(4096));
        Assert.That(region.Flags & (ReadWrite | IsMappable), Is.EqualTo(ReadWrite));
    }

    [Test]
    public void The_configuration_space_tells_who_it_is()
    {
        var identity = new byte[4];
        Assert.That(Kernel.Read(Device, identity, Configuration).Value, Is.EqualTo(4));
        Assert.That(identity, Is.EqualTo((byte[])[0x34, 0x12, 0xE8, 0x11]));
    }

    [Test]
    public void The_configuration_space_cannot_be_mapped() =>
        Fails(Kernel.MapFile(Device, Configuration, Page, isWritable: false), MapIsRemote() ? Errno.NoDevice : Errno.InvalidArgument);

    [Test]
    public void Reads_past_the_end_of_a_region_fail() =>
        Fails(Kernel.Read(Device, new byte[4], Registers + (1 << 20)), Errno.InvalidArgument);

    [Test]
    public void Registers_are_read_and_written()
    {
        Assert.That(ReadRegister(Identification), Is.EqualTo(0x0100_00ED));
        WriteRegister(Liveness, 0x1234_5678);
        Assert.That(ReadRegister(Liveness), Is.EqualTo(~0x1234_5678u));
    }

    [Test]
    public void The_device_computes()
    {
        WriteRegister(Factorial, 7);
        for (var attempt = 0; attempt < 1000 && (ReadRegister(Status) & 1) != 0; attempt++)
            Thread.Sleep(1);

        Assert.That(ReadRegister(Factorial), Is.EqualTo(5040));
    }

    [Test]
    public void Interrupts_are_those_of_the_device()
    {
        Assert.That(Interrupt(Intx), Is.EqualTo((GoesToEvents | IsMaskable | IsAutomasked, 1u)));
        Assert.That(Interrupt(Msi).Flags & (GoesToEvents | IsMaskable), Is.EqualTo(GoesToEvents));
        Assert.That(Interrupt(Msi).Count, Is.EqualTo(1u));
        Assert.That(Interrupt(Msix).Count, Is.Zero);
        Assert.That(Interrupt(RequestInterrupt).Count, Is.EqualTo(1u));
    }

    [Test]
    public void Errors_are_told_of_by_devices_of_PCI_Express_only()
    {
        var interrupt = new InterruptInfo { ArgumentSize = 16, Index = ErrorInterrupt };
        Fails(Kernel.Control(Device, VfioRequest.DeviceGetIrqInfo, ref interrupt), Errno.InvalidArgument);
    }

    [Test]
    public void An_MSI_signals_its_event()
    {
        var signal = Own(Kernel.CreateEvent());
        Succeeds(SetInterrupts(Msi, TriggerByEvent, 0, 1, [signal]));
        Fails(Kernel.TakeEvent(signal), Errno.TryAgain);

        WriteRegister(Raise, 0x20);
        Assert.That(WaitFor(signal), Is.EqualTo(1));
        Assert.That(ReadRegister(InterruptStatus), Is.EqualTo(0x20));

        WriteRegister(Acknowledge, 0x20);
        Assert.That(ReadRegister(InterruptStatus), Is.Zero);
        Succeeds(SetInterrupts(Msi, TriggerNone, 0, 0));
    }

    [Test]
    public void An_INTx_is_masked_as_it_comes()
    {
        var signal = Own(Kernel.CreateEvent());
        Succeeds(SetInterrupts(Intx, TriggerByEvent, 0, 1, [signal]));
        WriteRegister(Raise, 0x40);
        Assert.That(WaitFor(signal), Is.EqualTo(1));
        Fails(Kernel.TakeEvent(signal), Errno.TryAgain);

        // It is still pending: unmasked, it comes again.
        Succeeds(SetInterrupts(Intx, UnmaskNone, 0, 1));
        Assert.That(WaitFor(signal), Is.EqualTo(1));

        WriteRegister(Acknowledge, 0x40);
        Succeeds(SetInterrupts(Intx, UnmaskNone, 0, 1));
        Fails(Kernel.TakeEvent(signal), Errno.TryAgain);
        Succeeds(SetInterrupts(Intx, TriggerNone, 0, 0));
    }

    [Test]
    public void An_interrupt_can_be_signalled_by_hand()
    {
        var signal = Own(Kernel.CreateEvent());
        Succeeds(SetInterrupts(Msi, TriggerByEvent, 0, 1, [signal]));
        Succeeds(SetInterrupts(Msi, TriggerNone, 0, 1));
        Assert.That(WaitFor(signal), Is.EqualTo(1));
        Succeeds(SetInterrupts(Msi, TriggerNone, 0, 0));
    }

    [Test]
    public void Two_kinds_of_interrupts_at_once_are_EINVAL()
    {
        var signal = Own(Kernel.CreateEvent());
        Succeeds(SetInterrupts(Msi, TriggerByEvent, 0, 1, [signal]));
        Fails(SetInterrupts(Intx, TriggerByEvent, 0, 1, [signal]), Errno.InvalidArgument);
        Succeeds(SetInterrupts(Msi, TriggerNone, 0, 0));
    }

    [Test]
    public void Interrupts_that_do_not_exist_are_EINVAL()
    {
        var signal = Own(Kernel.CreateEvent());
        Fails(SetInterrupts(Msi, TriggerByEvent, 1, 1, [signal]), Errno.InvalidArgument);
        Fails(SetInterrupts(Msix, TriggerByEvent, 0, 1, [signal]), Errno.InvalidArgument);
        Fails(SetInterrupts(5, TriggerByEvent, 0, 1, [signal]), Errno.InvalidArgument);
    }

    [Test]
    public void An_event_that_is_closed_is_EBADF()
    {
        var signal = Kernel.CreateEvent().Number;
        Succeeds(Kernel.Close(signal));
        Fails(SetInterrupts(Msi, TriggerByEvent, 0, 1, [signal]), Errno.BadDescriptor);

        // Nothing was enabled, so that there is nothing to disable.
        Fails(SetInterrupts(Msi, TriggerNone, 0, 0), Errno.InvalidArgument);

        // Another kind can be enabled.
        var other = Own(Kernel.CreateEvent());
        Succeeds(SetInterrupts(Intx, TriggerByEvent, 0, 1, [other]));
        Succeeds(SetInterrupts(Intx, TriggerNone, 0, 0));
    }

    [Test]
    public void Events_that_are_missing_are_EINVAL() => Fails(SetInterrupts(Msi, TriggerByEvent, 0, 1), Errno.InvalidArgument);

    [Test]
    public void Masking_an_MSI_is_ENOTTY()
    {
        var signal = Own(Kernel.CreateEvent());
        Succeeds(SetInterrupts(Msi, TriggerByEvent, 0, 1, [signal]));
        Fails(SetInterrupts(Msi, MaskNone, 0, 1), Errno.NotSupportedRequest);
        Succeeds(SetInterrupts(Msi, TriggerNone, 0, 0));
    }

    [Test]
    public void The_notifier_of_requests_takes_an_event()
    {
        var signal = Own(Kernel.CreateEvent());
        Succeeds(SetInterrupts(RequestInterrupt, TriggerByEvent, 0, 1, [signal]));
        Succeeds(SetInterrupts(RequestInterrupt, TriggerNone, 0, 1));
        Assert.That(WaitFor(signal), Is.EqualTo(1));
        Succeeds(SetInterrupts(RequestInterrupt, TriggerByEvent, 0, 1, [-1]));
    }

    [Test]
    public void A_reset_succeeds_where_the_device_can_be_reset()
    {
        var information = new DeviceInfo { ArgumentSize = 16 };
        Succeeds(Kernel.Control(Device, VfioRequest.DeviceGetInfo, ref information));
        if ((information.Flags & IsResettable) == 0)
            Fails(Kernel.Control(Device, VfioRequest.DeviceReset), Errno.InvalidArgument);
        else
            Succeeds(Kernel.Control(Device, VfioRequest.DeviceReset));
    }

    [Test]
    public void Hot_resets_that_do_not_fit_are_told_by_their_number()
    {
        var size = Marshal.SizeOf<HotResetInfo>();
        var head = new HotResetInfo { ArgumentSize = (uint)size };
        var result = Kernel.Control(Device, VfioRequest.DeviceGetPciHotResetInfo, ref head);
        if (result.Error == Errno.NoDevice)
            return; // A bus of the root complex cannot be reset.

        Fails(result, Errno.NoSpace);
        var argument = new byte[size + (head.Count * Marshal.SizeOf<DependentDevice>())];
        MemoryMarshal.Write(argument, new HotResetInfo { ArgumentSize = (uint)argument.Length });
        Succeeds(Kernel.Control(Device, VfioRequest.DeviceGetPciHotResetInfo, argument.AsSpan()));
        var devices = MemoryMarshal.Cast<byte, DependentDevice>(argument.AsSpan(size)).ToArray();
        Assert.That(devices.Select(device => (int)device.Group), Does.Contain(Host.Group));
    }

    [Test]
    public void DMA_goes_through_a_mapping_there_and_back() => CopyThereAndBack(Iova);

    [Test]
    public void DMA_after_unmapping_does_not_touch_memory()
    {
        var memory = Allocate(Page);
        MapForDevice(Iova, memory);
        var signal = Own(Kernel.CreateEvent());
        Succeeds(SetInterrupts(Msi, TriggerByEvent, 0, 1, [signal]));
        memory.Fill(0, Length, seed: 3);
        Transfer(Iova, Buffer, Start, signal);

        UnmapForDevice(Iova, memory);
        var before = memory.Fill(0, Length, seed: 99);
        Transfer(Buffer, Iova, Start | ToMemory, signal);
        Assert.That(memory.Read(0, Length), Is.EqualTo(before));
        Succeeds(SetInterrupts(Msi, TriggerNone, 0, 0));
    }

    [Test]
    public void DMA_to_memory_that_may_only_be_read_does_not_touch_it()
    {
        var memory = Allocate(Page);
        MapForDevice(Iova, memory);
        Succeeds(Unmap(Container, Iova, Page));
        Succeeds(Map(Container, Iova, memory.Address, Page, DmaRead));
        var signal = Own(Kernel.CreateEvent());
        Succeeds(SetInterrupts(Msi, TriggerByEvent, 0, 1, [signal]));
        memory.Fill(0, Length, seed: 3);
        Transfer(Iova, Buffer, Start, signal);

        var before = memory.Fill(0, Length, seed: 99);
        Transfer(Buffer, Iova, Start | ToMemory, signal);
        Assert.That(memory.Read(0, Length), Is.EqualTo(before));
        Succeeds(SetInterrupts(Msi, TriggerNone, 0, 0));
        UnmapForDevice(Iova, memory);
    }

    /// <summary>Lets the device read memory at an address and write it to another place, each followed by an interrupt.</summary>
    protected void CopyThereAndBack(ulong iova)
    {
        var memory = Allocate(Math.Max(2 * Page, 1 << 16));
        MapForDevice(iova, memory);
        var signal = Own(Kernel.CreateEvent());
        Succeeds(SetInterrupts(Msi, TriggerByEvent, 0, 1, [signal]));

        var content = memory.Fill(0, Length, seed: 11);
        Transfer(iova, Buffer, Start, signal);
        Transfer(Buffer, iova + 0x1000, Start | ToMemory, signal);

        Assert.That(memory.Read(0x1000, Length), Is.EqualTo(content));
        Assert.That(memory.Read(0x1000 + Length, 64), Is.All.Zero, "no more than was asked for");
        Succeeds(SetInterrupts(Msi, TriggerNone, 0, 0));
        UnmapForDevice(iova, memory);
    }

    private void Transfer(ulong source, ulong destination, uint command, int signal)
    {
        WriteWideRegister(Source, source);
        WriteWideRegister(Destination, destination);
        WriteRegister(Count, Length);
        WriteRegister(Command, command | InterruptAfter);
        Assert.That(WaitFor(signal), Is.EqualTo(1));
        Assert.That(ReadRegister(InterruptStatus), Is.EqualTo(InterruptOfDma));
        Assert.That(ReadRegister(Command) & Start, Is.Zero);
        WriteRegister(Acknowledge, InterruptOfDma);
    }

    private (uint Flags, uint Count) Interrupt(uint index)
    {
        var interrupt = new InterruptInfo { ArgumentSize = 16, Index = index };
        Succeeds(Kernel.Control(Device, VfioRequest.DeviceGetIrqInfo, ref interrupt));
        return (interrupt.Flags, interrupt.Count);
    }

    /// <summary>Whether the kernel's process is another: then there is nothing to map into.</summary>
    private bool MapIsRemote()
    {
        var mapping = Kernel.MapFile(Device, Registers, Page, isWritable: false);
        if (!mapping.IsError)
            Succeeds(Kernel.UnmapFile((ulong)mapping.Value, Page)); // It would keep the device open, and its group.

        return mapping.Error == Errno.NoDevice;
    }
}
