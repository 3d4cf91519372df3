using Hv.Vfio.Kernel;
using Hv.Vfio.Tests.Contract;
using Hv.Vfio.Tests.Speed;

namespace Hv.Vfio.Tests.Real;

/// <summary>How many requests it takes to map a guest's RAM on the host's own type1 IOMMU: q35 with intel-iommu.</summary>
[TestFixture]
[Explicit("It needs a machine with an IOMMU and an edu device to itself.")]
[Category("RealType1")]
public sealed class RealType1MappingCostTests
{
    // The machine has 2 GiB in all, its files among them. Every page of RAM is mapped four times.
    private const ulong RamSize = 256 << 20;
    private const ulong WindowAddress = 0x10_0000_0000;

    /// <summary>Prints hypercalls, ioctls, entries and time; holds only the ratio of ioctls to its limit.</summary>
    [TestCase(12)]
    [TestCase(16)]
    public void Lists_of_entries_take_at_most_a_fiftieth_of_the_requests_that_single_entries_take(int pageShift)
    {
        var kernel = new CountingKernel(new LinuxKernel());
        using var guest = new MappingGuest(RamSize, kernel, BoundDevice.BindEdu(kernel).Address, WindowAddress);
        var lists = MappingCost.OfLists(guest, kernel, pageShift);
        var singles = MappingCost.OfSingles(guest, kernel, pageShift);

        TestContext.Out.WriteLine($"1 GiB of bus, {RamSize >> 20} MiB of guest RAM mapped {MappingCost.Size / RamSize} times");
        TestContext.Out.WriteLine(MappingCost.Header);
        TestContext.Out.WriteLine(lists.ToLine(pageShift));
        TestContext.Out.WriteLine(singles.ToLine(pageShift));
        Assert.That(singles.Controls, Is.EqualTo(singles.Entries));
        Assert.That(lists.ControlsOf(singles), Is.GreaterThanOrEqualTo(50));
        Assert.That(guest.Device.Follower.Refusals, Is.Zero);
    }
}
