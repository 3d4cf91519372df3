using Hv.Testing.Vfio;
using Hv.Vfio.Tests.Speed;

namespace Hv.Vfio.Tests.Fake;

/// <summary>How many requests it takes to map a guest's RAM, on modelled hosts.</summary>
public sealed class FakeMappingCostTests
{
    [Test]
    public void Lists_of_entries_take_at_most_a_fiftieth_of_the_requests_that_single_entries_take(
        [Values("type1", "spapr")] string host, [Values(12, 16)] int pageShift)
    {
        var options = host == "type1" ? FakeKernelOptions.Pc : FakeKernelOptions.Powernv9;
        var fake = new FakeKernel(options, FakeHost.EduOf(options));
        var kernel = new CountingKernel(fake);
        using (var guest = new MappingGuest(64 << 20, kernel, fake.Devices[0].Address, host == "type1" ? 0x10_0000_0000 : 1UL << 59))
        {
            var lists = MappingCost.OfLists(guest, kernel, pageShift);
            var singles = MappingCost.OfSingles(guest, kernel, pageShift);
            Assert.That(singles.Controls, Is.EqualTo(singles.Entries));
            Assert.That(lists.Entries, Is.EqualTo((long)(MappingCost.Size >> pageShift)));
            Assert.That(lists.ControlsOf(singles), Is.GreaterThanOrEqualTo(50));
            Assert.That(guest.Device.Follower.Refusals, Is.Zero);
        }

        Assert.That(fake.LockedBytes, Is.Zero);
    }
}
