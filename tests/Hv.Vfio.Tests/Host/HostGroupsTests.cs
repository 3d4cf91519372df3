using Hv.Testing.Vfio;
using Hv.Testing.Vfio.Devices;
using Hv.Vfio.Host;

namespace Hv.Vfio.Tests.Host;

internal sealed class HostGroupsTests
{
    [Test]
    public void Groups_come_by_number_with_their_devices_by_address()
    {
        var kernel = new FakeKernel(null, HostSample.Sound("snd_hda_intel", group: 12), HostSample.Nvme(), HostSample.Bridge("pcieport"));

        var list = HostGroups.Read(kernel.Files);

        Assert.That(list.Groups.Select(group => group.Number), Is.EqualTo(new int?[] { 4, 12 }));
        Assert.That(list.Groups[0].Devices.Select(device => $"{device.Address}"), Is.EqualTo(new[] { "0000:00:1f.0", "0000:01:00.0" }));
        Assert.That(list.Problem, Is.Null);
    }

    [Test]
    public void What_keeps_a_device_from_being_passed_through_is_told_in_a_few_words()
    {
        Assert.That(State(HostSample.Nvme()), Is.EqualTo("ready"));
        Assert.That(State(HostSample.Nvme(null)), Is.EqualTo("to be bound"));
        Assert.That(State(HostSample.Nvme("nvme")), Is.EqualTo("used by the host"));
        Assert.That(State(HostSample.Nvme(), HostSample.Sound("snd_hda_intel")), Is.EqualTo("blocked by 0000:01:00.1"));
        Assert.That(State(HostSample.Nvme(), HostSample.Sound(null)), Is.EqualTo("ready"));

        static string State(params FakeDevice[] devices)
        {
            var group = HostGroups.Read(new FakeKernel(null, devices).Files).Groups.Single();
            return group.StateOf(group.Devices.Single(device => device.Address == HostSample.Address));
        }
    }

    [TestCase("pcieport", 0x060400u, "bridge")]
    [TestCase("lpc_ich", 0x060100u, "bridge, blocks the group")]
    public void Bridges_are_told_apart_by_whether_they_block(string driver, uint classCode, string state)
    {
        var group = HostGroups.Read(new FakeKernel(null, HostSample.Nvme(), HostSample.Bridge(driver, classCode)).Files).Groups.Single();

        Assert.That(group.StateOf(group.Devices[0]), Is.EqualTo(state));
    }

    [Test]
    public void A_host_that_can_pass_nothing_through_says_why()
    {
        var withoutIommu = HostGroups.Read(new FakeKernel(new FakeKernelOptions { Iommu = null }, HostSample.Nvme("nvme")).Files);

        Assert.That(withoutIommu.Problem, Does.StartWith("No device can be passed through. The host has no IOMMU, or it is switched off:"));
        Assert.That(withoutIommu.Groups.Single().StateOf(withoutIommu.Groups[0].Devices[0]), Is.EqualTo("no IOMMU"));
        Assert.That(HostGroups.Read(new FakeKernel().Files).Problem, Is.EqualTo("The host has no PCI devices."));
    }
}
