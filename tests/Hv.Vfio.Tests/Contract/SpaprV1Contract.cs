using Hv.Vfio.Kernel;

namespace Hv.Vfio.Tests.Contract;

/// <summary>Mapping on an sPAPR IOMMU, version 1: one window, which is enabled; memory needs no registration.</summary>
public abstract class SpaprV1Contract : SpaprFixture
{
    /// <inheritdoc/>
    protected override IommuType Iommu => IommuType.SpaprTce;

    [Test]
    public void Information_tells_of_the_window_alone()
    {
        Succeeds(GetInformation(32, out var information));
        Assert.That(information.Flags, Is.Zero);
        Assert.That((information.Window32Start, information.Window32Size), Is.EqualTo((0u, Profile.Window32Size)));
    }

    [Test]
    public void Information_that_is_too_small_is_EINVAL() => Fails(GetInformation(8, out _), Errno.InvalidArgument);

    [Test]
    public void Mapping_before_it_is_enabled_is_EPERM()
    {
        var memory = Allocate(Page);
        Fails(Map(Container, 0, memory.Address, Page), Errno.NotPermitted);
        Fails(Unmap(Container, 0, Page), Errno.NotPermitted);
    }

    [Test]
    public void Enabling_twice_is_EBUSY()
    {
        Succeeds(Kernel.Control(Container, VfioRequest.IommuEnable));
        Fails(Kernel.Control(Container, VfioRequest.IommuEnable), Errno.Busy);
    }

    /// <summary>Whatever will be mapped: it is at most as much as the window has room for.</summary>
    [Test]
    public void Enabling_counts_the_size_of_the_window_as_locked()
    {
        var container = Container;
        var before = LockedBytes();
        Succeeds(Kernel.Control(container, VfioRequest.IommuEnable));
        Assert.That(LockedBytes() - before, Is.EqualTo((long)Profile.Window32Size));
        Succeeds(Kernel.Control(container, VfioRequest.IommuDisable));
        Assert.That(LockedBytes(), Is.EqualTo(before));
    }

    [Test]
    public void Disabling_what_is_not_enabled_succeeds() => Succeeds(Kernel.Control(Container, VfioRequest.IommuDisable));

    [Test]
    public void Mapping_and_unmapping_succeed_once_it_is_enabled()
    {
        var memory = AllocateEnabled(Page);
        Succeeds(Map(Container, 0, memory.Address, Page));
        Succeeds(Unmap(Container, 0, Page));
    }

    [Test]
    public void Mapping_over_a_mapping_replaces_it()
    {
        var memory = AllocateEnabled(2 * Page);
        Succeeds(Map(Container, 0, memory.Address, Page));
        Succeeds(Map(Container, 0, memory.Address + Page, Page));
    }

    [Test]
    public void Mapping_memory_that_is_not_there_is_EFAULT()
    {
        AllocateEnabled(Page);
        Fails(Map(Container, 0, Page, DefaultPage), Errno.BadAddress);
    }

    [Test]
    public void Mapping_without_direction_is_EINVAL()
    {
        var memory = AllocateEnabled(Page);
        Fails(Map(Container, 0, memory.Address, Page, flags: 0), Errno.InvalidArgument);
    }

    [Test]
    public void Mapping_outside_the_window_is_ENXIO()
    {
        var memory = AllocateEnabled(Page);
        Fails(Map(Container, Profile.Window32Size, memory.Address, Page), Errno.NoSuchAddress);
        Fails(Unmap(Container, Profile.Window32Size, Page), Errno.NoSuchAddress);
    }

    [Test]
    public void Mapping_at_an_address_that_is_not_of_pages_answers_1()
    {
        var memory = AllocateEnabled(Page);
        Assert.That(Map(Container, 0x800, memory.Address, DefaultPage), Is.EqualTo(new KernelResult(1)));
    }

    [Test]
    public void Requests_of_version_2_are_ENOTTY()
    {
        var memory = Allocate(Page);
        Fails(Register(memory.Address, Page), Errno.NotSupportedRequest);
        Fails(Unregister(memory.Address, Page), Errno.NotSupportedRequest);
        Fails(Create(Shift64K, 1UL << 28), Errno.NotSupportedRequest);
        Fails(Remove(0), Errno.NotSupportedRequest);
    }

    private ContractMemory AllocateEnabled(ulong size)
    {
        var memory = Allocate(size);
        Succeeds(Kernel.Control(Container, VfioRequest.IommuEnable));
        return memory;
    }
}
