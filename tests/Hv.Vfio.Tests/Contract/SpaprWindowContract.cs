using Hv.Vfio.Kernel;

namespace Hv.Vfio.Tests.Contract;

/// <summary>The windows of an sPAPR IOMMU, version 2.</summary>
public abstract class SpaprWindowContract : SpaprFixture
{
    private const ulong Small = 1UL << 28;

    /// <inheritdoc/>
    protected override IommuType Iommu => IommuType.SpaprTceV2;

    /// <summary>The default window has pages of 4 KiB, whatever the kernel's are, and costs a table.</summary>
    [Test]
    public void The_default_window_is_made_by_the_first_who_maps()
    {
        var memory = AllocateRegistered(Page);
        var before = LockedBytes();
        Succeeds(Map(Container, 0, memory.Address, DefaultPage));
        Assert.That(LockedBytes() - before, Is.EqualTo(CostOfDefaultWindow));
        Succeeds(Map(Container, DefaultPage, memory.Address, DefaultPage));
        Assert.That(LockedBytes() - before, Is.EqualTo(CostOfDefaultWindow));
    }

    [Test]
    public void The_default_window_is_made_by_who_creates_another()
    {
        var container = Container;
        Assert.That(container, Is.Not.Negative);
        var before = LockedBytes();
        Succeeds(Create(Shift64K, Small));

        // What is locked is counted in whole pages: the small table of the other may count as none.
        Assert.That(LockedBytes() - before, Is.AtLeast(CostOfDefaultWindow));
    }

    [Test]
    public void Closing_gives_back_what_windows_and_memory_cost()
    {
        var before = LockedBytes();
        var memory = AllocateRegistered(4 * Page);
        Succeeds(Create(Shift64K, Small));
        Succeeds(Map(Container, 0, memory.Address, Page));
        CloseDescriptors();
        Assert.That(LockedBytes(), Is.EqualTo(before));
    }

    [Test]
    public void A_second_window_begins_where_the_host_has_it()
    {
        Succeeds(Create(Shift64K, Small, 1, out var start));
        Assert.That(start, Is.EqualTo(Profile.SecondWindowStart));
    }

    [Test]
    public void A_second_window_costs_its_table()
    {
        AllocateRegistered(Page);
        Succeeds(Unmap(Container, 0, DefaultPage));
        var before = LockedBytes();
        const ulong Size = 1UL << 32;
        Succeeds(Create(Shift64K, Size));
        var table = (long)(Profile.TableCopies * (Size >> Shift64K) * sizeof(ulong));
        Assert.That(LockedBytes() - before, Is.InRange(table, table + (2 * (long)Page)));
        Succeeds(Remove(Profile.SecondWindowStart));
        Assert.That(LockedBytes(), Is.EqualTo(before));
    }

    [Test]
    public void A_third_window_is_ENOSPC()
    {
        Succeeds(Create(Shift64K, Small));
        Fails(Create(Shift64K, Small), Errno.NoSpace);
    }

    [Test]
    public void Page_sizes_that_the_host_has_not_are_EINVAL()
    {
        foreach (var shift in (int[])[11, 13, 18, 20, 34])
            Fails(Create(shift, 1UL << 36), Errno.InvalidArgument, $"shift {shift}");
    }

    [Test]
    public void Flags_are_EINVAL() => Fails(Create(Shift64K, Small, 1, out _, flags: 1), Errno.InvalidArgument);

    [Test]
    public void A_structure_that_is_too_small_is_EINVAL() => Fails(Create(Shift64K, Small, 1, out _, argumentSize: 39), Errno.InvalidArgument);

    [Test]
    public void Sizes_that_are_no_power_of_two_are_EINVAL()
    {
        Fails(Create(Shift64K, 0), Errno.InvalidArgument);
        Fails(Create(Shift64K, Small + (1UL << Shift64K)), Errno.InvalidArgument);
    }

    [Test]
    public void Zero_levels_are_what_the_host_takes_them_for()
    {
        var result = Create(Shift64K, Small, levels: 0);
        Assert.That(result, Is.EqualTo(Profile.TakesZeroLevels ? default : KernelResult.Failed(Errno.InvalidArgument)));
    }

    [Test]
    public void Two_levels_need_a_host_that_has_them()
    {
        var result = Create(Shift64K, Small, levels: 2);
        Assert.That(result, Is.EqualTo(Profile.Levels >= 2 ? default : KernelResult.Failed(Errno.InvalidArgument)));
    }

    [TestCase(6u)]
    [TestCase(7u)]
    public void More_than_five_levels_are_EINVAL(uint levels) => Fails(Create(Shift64K, Small, levels), Errno.InvalidArgument);

    [Test]
    public void A_window_is_removed_by_any_address_inside_and_takes_its_mappings_along()
    {
        var memory = AllocateRegistered(Page);
        Succeeds(Create(12, Small, 1, out var start));
        Succeeds(Map(Container, start, memory.Address, DefaultPage));
        Succeeds(Remove(start + 0x1234));
        Fails(Map(Container, start, memory.Address, DefaultPage), Errno.NoSuchAddress);
        Fails(Remove(start), Errno.InvalidArgument);
        Succeeds(Unregister(memory.Address, memory.Size));
    }

    [Test]
    public void Removing_what_is_not_there_is_EINVAL() => Fails(Remove(Profile.SecondWindowStart), Errno.InvalidArgument);

    [Test]
    public void Removing_with_flags_or_a_structure_that_is_too_small_is_EINVAL()
    {
        Fails(Remove(0, flags: 1), Errno.InvalidArgument);
        Fails(Remove(0, argumentSize: 15), Errno.InvalidArgument);
    }

    [Test]
    public void The_default_window_can_be_removed()
    {
        var memory = AllocateRegistered(Page);
        Succeeds(Map(Container, 0, memory.Address, DefaultPage));
        Succeeds(Remove(0));
        Fails(Map(Container, 0, memory.Address, DefaultPage), Errno.NoSuchAddress);
    }

    [Test]
    public void The_default_window_can_be_removed_before_it_was_made()
    {
        var memory = AllocateRegistered(Page);
        var before = LockedBytes();
        Succeeds(Remove(0));
        Assert.That(LockedBytes(), Is.EqualTo(before));
        Fails(Map(Container, 0, memory.Address, DefaultPage), Errno.NoSuchAddress);
    }

    [Test]
    public void A_window_after_the_default_one_was_removed_begins_where_the_host_has_it()
    {
        Succeeds(Remove(0));
        Succeeds(Create(Shift64K, Small, 1, out var start));
        Assert.That(start, Is.EqualTo(Profile.RecreatedWindowStart));
    }

    /// <summary>The request's own checks come before anything is counted; those of the platform come after.</summary>
    protected void FailsAndLeaks(KernelResult result, Errno error, long before, long leak)
    {
        Fails(result, error);
        Assert.That(LockedBytes() - before, Is.EqualTo(leak), "what the table would have cost stays counted as locked");
    }

    private long CostOfDefaultWindow => Profile.TableCopies * (long)(Profile.Window32Size / DefaultPage) * sizeof(ulong);
}
