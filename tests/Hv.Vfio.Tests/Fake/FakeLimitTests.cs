using Hv.Testing.Vfio;
using Hv.Testing.Vfio.Devices;
using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;

namespace Hv.Vfio.Tests.Fake;

/// <summary>Limits and hosts that the contract's hosts do not have.</summary>
[TestFixture]
public sealed class FakeLimitTests
{
    private const ulong Page = 4096;

    private static readonly FakeKernelOptions Unprivileged = FakeKernelOptions.Pc with { CanLockMemory = false, LockedMemoryLimit = 4 * Page };

    [Test]
    public void More_than_may_be_locked_is_ENOMEM()
    {
        using var session = new FakeSession(Unprivileged);
        Assert.That(session.Map(0, session.Address, 5 * Page).Error, Is.EqualTo(Errno.NoMemory));
        Assert.That(session.Map(0, session.Address, 4 * Page).IsError, Is.False);
        Assert.That(session.Map(8 * Page, session.Address, Page).Error, Is.EqualTo(Errno.NoMemory));
        Assert.That(session.Unmap(0, 4 * Page).IsError, Is.False);
        Assert.That(session.Map(8 * Page, session.Address, Page).IsError, Is.False);
    }

    [Test]
    public void Registering_more_than_may_be_locked_is_ENOMEM()
    {
        using var session = new FakeSession(FakeKernelOptions.Powernv9 with { CanLockMemory = false, LockedMemoryLimit = 512 << 10 });
        Assert.That(session.Register(session.Address, 1 << 20).Error, Is.EqualTo(Errno.NoMemory));
        Assert.That(session.Register(session.Address, 512 << 10).IsError, Is.False);
        Assert.That(session.Map(0, session.Address, 65536).Error, Is.EqualTo(Errno.NoMemory), "the default window costs 8 MiB");
    }

    [Test]
    public void More_mappings_than_there_can_be_are_ENOSPC()
    {
        using var session = new FakeSession(FakeKernelOptions.Pc with { Iommu = new FakeType1 { MappingLimit = 2 } });
        Assert.That(session.Map(0, session.Address, Page).IsError, Is.False);
        Assert.That(session.Map(2 * Page, session.Address, Page).IsError, Is.False);
        Assert.That(session.Map(4 * Page, session.Address, Page).Error, Is.EqualTo(Errno.NoSpace));
    }

    [Test]
    public void Without_interrupt_remapping_setting_the_IOMMU_is_EPERM_unless_it_is_allowed()
    {
        var kernel = new FakeKernel(FakeKernelOptions.Pc with { HasInterruptRemapping = false }, FakeHost.EduOf(FakeKernelOptions.Pc));
        var container = kernel.Open("/dev/vfio/vfio").Number;
        var group = kernel.Open("/dev/vfio/3").Number;
        kernel.Control(group, VfioRequest.GroupSetContainer, ref container);
        Assert.That(kernel.Control(container, VfioRequest.SetIommu, (ulong)IommuType.Type1V2).Error, Is.EqualTo(Errno.NotPermitted));
        kernel.Files.WriteText("/sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts", "Y\n");
        Assert.That(kernel.Control(container, VfioRequest.SetIommu, (ulong)IommuType.Type1V2).IsError, Is.False);
    }

    [Test]
    public void A_group_with_a_device_of_the_host_is_not_viable()
    {
        var edu = FakeHost.EduOf(FakeKernelOptions.Pc);
        var other = new FakeDevice("0000:00:05.0", edu.GroupNumber, 0x8086, 0x10D3, 0x02_00_00) { Driver = "e1000e", HostDriver = "e1000e" };
        var kernel = new FakeKernel(FakeKernelOptions.Pc, edu, other);
        var container = kernel.Open("/dev/vfio/vfio").Number;
        var group = kernel.Open("/dev/vfio/3").Number;
        var status = new GroupStatus { ArgumentSize = 8 };
        kernel.Control(group, VfioRequest.GroupGetStatus, ref status);
        Assert.That(status.Flags, Is.Zero);
        Assert.That(kernel.Control(group, VfioRequest.GroupSetContainer, ref container).Error, Is.EqualTo(Errno.NotPermitted));

        kernel.Files.WriteText("/sys/bus/pci/devices/0000:00:05.0/driver/unbind", "0000:00:05.0");
        Assert.That(kernel.Control(group, VfioRequest.GroupSetContainer, ref container).IsError, Is.False);
    }

    [Test]
    public void Two_groups_share_the_mappings_of_a_container()
    {
        var first = FakeHost.EduOf(FakeKernelOptions.Pc);
        var second = new FakeEdu("0000:01:00.0", group: 9) { Driver = FakeDevice.VfioDriver };
        using var session = new FakeSession(FakeKernelOptions.Pc, first, second);
        var group = session.Kernel.Open("/dev/vfio/9").Number;
        var container = session.Container;
        Assert.That(session.Kernel.Control(group, VfioRequest.GroupSetContainer, ref container).IsError, Is.False);
        session.Map(0, session.Address, Page);
        second.Configuration.Set(4, [6, 0]);
        Assert.That(second.WriteMemory(0, [42]), Is.True);

        // The last group takes the mappings along, not the first that leaves.
        session.Kernel.Control(session.Group, VfioRequest.GroupUnsetContainer);
        Assert.That(second.WriteMemory(0, [43]), Is.True);
        Assert.That(first.WriteMemory(0, [44]), Is.False);
    }

    [Test]
    public void A_device_that_is_no_bus_master_does_no_DMA()
    {
        using var session = new FakeSession(FakeKernelOptions.Pc);
        session.Map(0, session.Address, Page);
        Assert.That(session.Device.WriteMemory(0, [1]), Is.False);
        Assert.That(session.Kernel.LastDmaFault, Is.EqualTo(new FakeDmaFault(session.Device.Address, 0, IsWrite: true)));
    }

    [Test]
    public void DMA_crosses_mappings_and_stops_where_there_is_none()
    {
        using var session = new FakeSession(FakeKernelOptions.Pc);
        session.Device.Configuration.Set(4, [6, 0]);
        session.Map(0, session.Address + Page, Page);
        session.Map(Page, session.Address, Page);
        Assert.That(session.Device.WriteMemory(Page - 2, [1, 2, 3, 4]), Is.True);
        var read = new byte[2];
        session.Memory.Read(Page + Page - 2, read);
        Assert.That(read, Is.EqualTo((byte[])[1, 2]));
        session.Memory.Read(0, read);
        Assert.That(read, Is.EqualTo((byte[])[3, 4]));
        Assert.That(session.Device.WriteMemory((2 * Page) - 1, [9, 9]), Is.False);
        Assert.That(session.Kernel.LastDmaFault.Iova, Is.EqualTo(2 * Page));
    }

    [Test]
    public void Descriptors_run_out()
    {
        var kernel = new FakeKernel(FakeKernelOptions.Pc with { DescriptorLimit = 4 });
        Assert.That(kernel.CreateEvent().IsError, Is.False);
        Assert.That(kernel.CreateEvent().Error, Is.EqualTo(Errno.TooManyFiles));
    }

    [Test]
    public void A_group_outlives_its_descriptor_while_a_device_is_open()
    {
        using var session = new FakeSession(FakeKernelOptions.Pc);
        var device = session.OpenDevice();
        session.Kernel.Close(session.Group);
        session.Kernel.Close(session.Container);
        Assert.That(session.Kernel.Open("/dev/vfio/3").Error, Is.EqualTo(Errno.Busy));
        session.Kernel.Close(device);
        Assert.That(session.Kernel.Open("/dev/vfio/3").IsError, Is.False);
    }
}
