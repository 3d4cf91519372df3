using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;

namespace Hv.Vfio.Tests.Contract;

/// <summary>Registered memory and mapping on an sPAPR IOMMU, version 2.</summary>
public abstract class SpaprV2Contract : SpaprFixture
{
    /// <inheritdoc/>
    protected override IommuType Iommu => IommuType.SpaprTceV2;

    [Test]
    public void Information_is_that_of_the_host()
    {
        Succeeds(GetInformation(32, out var information));
        Assert.That(information, Is.EqualTo(new SpaprInfo
        {
            ArgumentSize = 32,
            Flags = 1,
            Window32Start = 0,
            Window32Size = Profile.Window32Size,
            PageSizes = Profile.PageSizes,
            WindowCount = Profile.WindowCount,
            Levels = Profile.Levels,
        }));
    }

    [Test]
    public void Information_of_the_first_version_leaves_the_rest_alone()
    {
        var information = new SpaprInfo { ArgumentSize = 16, PageSizes = 0x55, WindowCount = 66, Levels = 77 };
        Succeeds(Kernel.Control(Container, VfioRequest.SpaprTceGetInfo, ref information));
        Assert.That(information.Window32Size, Is.EqualTo(Profile.Window32Size));
        Assert.That((information.PageSizes, information.WindowCount, information.Levels), Is.EqualTo((0x55UL, 66u, 77u)));
    }

    [Test]
    public void Information_that_is_too_small_is_EINVAL() => Fails(GetInformation(8, out _), Errno.InvalidArgument);

    [Test]
    public void Enabling_and_disabling_are_ENOTTY()
    {
        Fails(Kernel.Control(Container, VfioRequest.IommuEnable), Errno.NotSupportedRequest);
        Fails(Kernel.Control(Container, VfioRequest.IommuDisable), Errno.NotSupportedRequest);
    }

    [Test]
    public void Registered_memory_counts_as_locked()
    {
        var memory = Allocate(16 << 20);
        var container = Container;
        Assert.That(container, Is.Not.Negative);
        var before = LockedBytes();
        Succeeds(Register(memory.Address, memory.Size));
        Assert.That(LockedBytes() - before, Is.EqualTo((long)memory.Size));
        Succeeds(Unregister(memory.Address, memory.Size));
        Assert.That(LockedBytes(), Is.EqualTo(before));
    }

    [Test]
    public void Registering_what_is_not_of_pages_is_EINVAL()
    {
        var memory = Allocate(4 * Page);
        Fails(Register(memory.Address + 0x800, Page), Errno.InvalidArgument);
        Fails(Register(memory.Address, Page + 0x800), Errno.InvalidArgument);
    }

    [Test]
    public void Registering_with_flags_is_EINVAL()
    {
        var memory = Allocate(Page);
        Fails(Register(memory.Address, Page, flags: 1), Errno.InvalidArgument);
    }

    [Test]
    public void Registering_with_a_structure_that_is_too_small_is_EINVAL()
    {
        var memory = Allocate(Page);
        Fails(Register(memory.Address, Page, argumentSize: 23), Errno.InvalidArgument);
    }

    [Test]
    public void Registering_memory_that_is_not_there_is_EFAULT() => Fails(Register(Page, Page), Errno.BadAddress);

    [Test]
    public void Registering_the_same_again_is_EBUSY()
    {
        var memory = AllocateRegistered(4 * Page);
        Fails(Register(memory.Address, memory.Size), Errno.Busy);
    }

    [Test]
    public void Registering_over_other_memory_is_EINVAL()
    {
        var memory = Allocate(8 * Page);
        Succeeds(Register(memory.Address, 4 * Page));
        Fails(Register(memory.Address + (2 * Page), 4 * Page), Errno.InvalidArgument);
        Fails(Register(memory.Address, Page), Errno.InvalidArgument);
        Succeeds(Register(memory.Address + (4 * Page), 4 * Page));
    }

    [Test]
    public void Unregistering_what_is_not_registered_is_ENOENT_and_EPERM_before_anything_was()
    {
        var memory = Allocate(4 * Page);
        var other = Allocate(Page);
        Fails(Unregister(memory.Address, memory.Size), Errno.NotPermitted);
        Succeeds(Register(other.Address, other.Size));
        Fails(Unregister(memory.Address, memory.Size), Errno.NotFound);
        Succeeds(Register(memory.Address, memory.Size));
        Fails(Unregister(memory.Address, Page), Errno.NotFound);
        Succeeds(Unregister(memory.Address, memory.Size));
        Fails(Unregister(memory.Address, memory.Size), Errno.NotFound);
    }

    /// <summary>The EBUSY of the documentation never comes: what is registered must be known without the kernel.</summary>
    [Test]
    public void Unregistering_mapped_memory_succeeds_and_it_stays_locked()
    {
        var memory = AllocateLost(16 * Page);
        Succeeds(Register(memory.Address, memory.Size));
        Succeeds(Map(Container, 0, memory.Address, Page));
        var before = LockedBytes();
        Succeeds(Unregister(memory.Address, memory.Size));
        Assert.That(LockedBytes(), Is.EqualTo(before));

        Succeeds(Unmap(Container, 0, Page));
        Assert.That(LockedBytes(), Is.EqualTo(before), "it does not end with the mapping");
        Fails(Unregister(memory.Address, memory.Size), Errno.NotFound);
    }

    [Test]
    public void Mapping_before_anything_was_registered_is_EPERM()
    {
        var memory = Allocate(Page);
        Fails(Map(Container, 0, memory.Address, Page), Errno.NotPermitted);
        Fails(Unmap(Container, 0, Page), Errno.NotPermitted);
    }

    [Test]
    public void Mapping_memory_that_is_not_registered_is_EINVAL()
    {
        var memory = Allocate(4 * Page);
        Succeeds(Register(memory.Address, 2 * Page));
        Fails(Map(Container, 0, memory.Address + (2 * Page), Page), Errno.InvalidArgument);
        Fails(Map(Container, 0, memory.Address + Page, 2 * Page), Errno.InvalidArgument);
        Succeeds(Map(Container, 0, memory.Address, 2 * Page));
    }

    [Test]
    public void Mapping_over_a_mapping_replaces_it()
    {
        var memory = AllocateRegistered(2 * Page);
        Succeeds(Map(Container, 0, memory.Address, Page));
        Succeeds(Map(Container, 0, memory.Address + Page, Page));
        Succeeds(Unmap(Container, 0, Page));
    }

    [Test]
    public void Mapping_without_direction_or_with_unknown_flags_is_EINVAL()
    {
        var memory = AllocateRegistered(Page);
        Fails(Map(Container, 0, memory.Address, Page, flags: 0), Errno.InvalidArgument);
        Fails(Map(Container, 0, memory.Address, Page, flags: 4 | DmaRead), Errno.InvalidArgument);
    }

    [Test]
    public void Mapping_with_a_structure_that_is_too_small_is_EINVAL()
    {
        var memory = AllocateRegistered(Page);
        var map = new Type1Map { ArgumentSize = 31, Flags = DmaRead, Address = memory.Address, Size = Page };
        Fails(Kernel.Control(Container, VfioRequest.MapDma, ref map), Errno.InvalidArgument);
    }

    [Test]
    public void Mapping_nothing_succeeds()
    {
        var memory = AllocateRegistered(Page);
        Succeeds(Map(Container, 0, memory.Address, 0));
    }

    [Test]
    public void Mapping_what_is_not_of_pages_is_EINVAL()
    {
        var memory = AllocateRegistered(2 * Page);
        Fails(Map(Container, 0, memory.Address + 0x800, DefaultPage), Errno.InvalidArgument);
        Fails(Map(Container, 0, memory.Address, 0x800), Errno.InvalidArgument);
    }

    /// <summary>Neither success nor an error: who takes only errors as errors believes that it is mapped.</summary>
    [Test]
    public void Mapping_at_an_address_that_is_not_of_pages_answers_1()
    {
        var memory = AllocateRegistered(Page);
        Assert.That(Map(Container, 0x800, memory.Address, DefaultPage), Is.EqualTo(new KernelResult(1)));
        Assert.That(Unmap(Container, 0x800, DefaultPage), Is.EqualTo(new KernelResult(1)));
    }

    [Test]
    public void Mapping_outside_every_window_is_ENXIO()
    {
        var memory = AllocateRegistered(Page);
        Fails(Map(Container, Profile.Window32Size, memory.Address, Page), Errno.NoSuchAddress);
        Fails(Map(Container, Profile.SecondWindowStart, memory.Address, Page), Errno.NoSuchAddress);
        Fails(Unmap(Container, Profile.Window32Size, Page), Errno.NoSuchAddress);
    }

    [Test]
    public void Ordinary_memory_in_a_window_of_huge_pages_is_EINVAL()
    {
        const int Shift2M = 21;
        var memory = AllocateRegistered(4 << 20);
        Succeeds(Create(Shift2M, 1UL << 30, 1, out var start));
        var address = (memory.Address + (1UL << Shift2M) - 1) & ~((1UL << Shift2M) - 1);
        Fails(Map(Container, start, address, 1UL << Shift2M), Errno.InvalidArgument);
    }

    [Test]
    public void Ordinary_memory_in_a_window_of_64K_pages_needs_a_kernel_with_such_pages()
    {
        var memory = AllocateRegistered(4 << Shift64K);
        Succeeds(Create(Shift64K, 1UL << 28, 1, out var start));
        var address = (memory.Address + (1UL << Shift64K) - 1) & ~((1UL << Shift64K) - 1);
        var result = Map(Container, start, address, 1UL << Shift64K);
        Assert.That(result, Is.EqualTo(Page >= 1UL << Shift64K ? default : KernelResult.Failed(Errno.InvalidArgument)));
    }

    [Test]
    public void Unmapping_takes_away_whatever_is_there()
    {
        var memory = AllocateRegistered(4 * Page);
        Succeeds(Unmap(Container, 0, 4 * Page, 0, out var nothing));
        Assert.That(nothing, Is.EqualTo(4 * Page));

        Succeeds(Map(Container, 0, memory.Address, 4 * Page));
        Succeeds(Unmap(Container, DefaultPage, DefaultPage, 0, out var part));
        Assert.That(part, Is.EqualTo(DefaultPage));
    }

    [TestCase(1u)]
    [TestCase(2u)]
    public void Unmapping_with_flags_is_EINVAL(uint flags)
    {
        AllocateRegistered(Page);
        Fails(Unmap(Container, 0, Page, flags), Errno.InvalidArgument);
    }

    [Test]
    public void The_state_of_the_partition_endpoint_is_normal_where_EEH_is()
    {
        const uint GetState = 4;
        var operation = new EehOperation { ArgumentSize = StructureSpans.SizeOf<EehOperation>(), Operation = GetState };
        var extension = Kernel.Control(Container, VfioRequest.CheckExtension, (ulong)IommuType.Eeh);
        Assert.That(extension.Value, Is.EqualTo(Profile.HasEeh ? 1 : 0));
        var state = Kernel.Control(Container, VfioRequest.EehPeOperation, ref operation);
        Assert.That(state, Is.EqualTo(Profile.HasEeh ? default : KernelResult.Failed(Errno.NoDevice)));
    }
}
