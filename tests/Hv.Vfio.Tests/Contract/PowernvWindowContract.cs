using Hv.Vfio.Kernel;

namespace Hv.Vfio.Tests.Contract;

/// <summary>The windows of an sPAPR IOMMU without a hypervisor below: tables of several levels, and how large they can be.</summary>
public abstract class PowernvWindowContract : SpaprWindowContract
{
    [TestCase(3u)]
    [TestCase(4u)]
    [TestCase(5u)]
    public void Deep_tables_fit_small_pages_only(uint levels)
    {
        // A level has at least a page: (log2(page) - 3) bits of the address each, of which there are less than 55.
        var bits = ((System.Numerics.BitOperations.Log2(Page) - 3) * (int)levels) + Shift64K;
        var expected = bits < 55 ? default : KernelResult.Failed(Errno.InvalidArgument);
        Assert.That(Create(Shift64K, 1UL << 30, levels), Is.EqualTo(expected));
    }

    [Test]
    public void A_flat_table_has_a_largest_size()
    {
        Succeeds(Create(Shift64K, 1UL << 36));
        Succeeds(Remove(Profile.SecondWindowStart));
        Fails(Create(Shift64K, 1UL << 38), Errno.NoMemory);
    }

    [TestCase(34)]
    [TestCase(44)]
    [TestCase(52)]
    public void A_table_of_two_levels_can_be_large(int size) => Succeeds(Create(Shift64K, 1UL << size, levels: 2));

    [Test]
    public void A_table_of_two_levels_has_a_largest_size() => Fails(Create(Shift64K, 1UL << 56, levels: 2), Errno.InvalidArgument);

    /// <summary>256 MiB for 2^24 entries, for as long as the process lives: a window must be tried only where it can succeed.</summary>
    [Test]
    public void A_window_that_the_platform_refuses_stays_counted()
    {
        AllocateRegistered(Page);
        Succeeds(Unmap(Container, 0, DefaultPage));
        var before = LockedBytes();
        FailsAndLeaks(Create(Shift64K, 1UL << 40), Errno.NoMemory, before, 256 << 20);
        CloseDescriptors();
        Assert.That(LockedBytes(), Is.GreaterThanOrEqualTo(256 << 20));
    }
}
