using Hv.Runtime.Machines;
using Hv.Runtime.Objects;
using Hv.Testing.Vfio;
using Hv.Testing.Vfio.Devices;
using Hv.Vfio.Devices;
using Hv.Vfio.Kernel;

namespace Hv.Vfio.Tests.Devices;

/// <summary>How devices come, are reset, fail and go.</summary>
public sealed class LifeTests
{
    private const string Second = "0000:02:00.1";
    private const int WaitMilliseconds = 20_000;

    [Test]
    public void A_device_comes_and_goes_while_the_machine_runs_and_leaves_nothing()
    {
        using var host = new PassedThrough(attach: false);
        for (var round = 0; round < 20; round++)
        {
            var device = host.Machine.CreateDevice<VfioPciDevice>("first", [("addr", "3"), ("host", PassedThrough.First)]);
            host.Open();
            host.SetVector(0, 0x1310);
            host.EnableMsix();
            host.Write(0x100, 1);
            host.Machine.RequestUnplug(device);
            Assert.That(host.Machine.Devices.OfType<VfioPciDevice>(), Is.Empty);
            Assert.That(host.Fake.IsOpen, Is.False);
        }
    }

    [Test]
    public void It_is_reset_when_the_machine_is()
    {
        using var host = new PassedThrough();
        var before = host.Fake.Resets;
        host.Machine.Reset();
        Assert.That(host.Fake.Resets, Is.EqualTo(before + 1));
    }

    [Test]
    public void One_that_cannot_be_reset_alone_is_reset_with_its_bus()
    {
        using var host = new PassedThrough(canReset: false);
        var before = host.Fake.Resets;
        host.Machine.Reset();
        Assert.That(host.Fake.Resets, Is.EqualTo(before + 1));
    }

    [Test]
    public void The_bus_is_not_reset_under_another_device_of_the_guest()
    {
        var other = new FakeDevice(Second, group: 8, 0x8086, 0x10D3, 0x02_00_00) { Driver = FakeDevice.VfioDriver, CanResetBus = true };
        using var host = new PassedThrough(canReset: false, others: other);
        host.Machine.CreateDevice<VfioPciDevice>("second", [("addr", "4"), ("host", Second)]);
        var before = host.Fake.Resets;
        host.Machine.Reset();
        Assert.That(host.Fake.Resets, Is.EqualTo(before));
    }

    [Test]
    public void An_error_of_the_device_stops_the_guest_once()
    {
        using var host = new PassedThrough();
        host.Fake.SignalError();
        Assert.That(SpinWait.SpinUntil(() => host.Device.HasFailed, WaitMilliseconds), Is.True);
        host.Fake.SignalError();
        var failure = host.Test.Events.OfType<MachineEvent.DeviceFailed>().Single();
        Assert.That(failure.Message, Does.Contain(PassedThrough.First));
        Assert.That(failure.Device, Is.SameAs(host.Device));
    }

    [Test]
    public void A_device_that_the_host_wants_back_is_asked_from_the_guest()
    {
        using var host = new PassedThrough();
        host.Fake.RequestReturn();
        Assert.That(SpinWait.SpinUntil(() => host.Device.IsUnplugPending, WaitMilliseconds), Is.True);
        host.Fake.RequestReturn();
        host.Machine.Reset();
        Assert.That(host.Machine.Devices.OfType<VfioPciDevice>(), Is.Empty, "no guest holds it across a reset");
    }

    [Test]
    public void One_that_no_guest_holds_goes_at_once()
    {
        using var host = new PassedThrough(attach: false);
        host.Machine.CreateDevice<VfioPciDevice>("first", [("addr", "3"), ("host", PassedThrough.First)]);
        host.Fake.RequestReturn();
        Assert.That(SpinWait.SpinUntil(() => !host.Machine.Devices.OfType<VfioPciDevice>().Any(), WaitMilliseconds), Is.True);
    }

    [Test]
    public void Groups_of_one_bus_share_a_container_and_its_mappings()
    {
        var other = new FakeDevice(Second, group: 8, 0x8086, 0x10D3, 0x02_00_00) { Driver = FakeDevice.VfioDriver };
        using var host = new PassedThrough(others: other);
        host.Bridge.DmaWindows[0].Put(0x1000, 0x20_0003);
        var second = host.Machine.CreateDevice<VfioPciDevice>("second", [("addr", "4"), ("host", Second)]);
        Assert.That(second.Follower, Is.SameAs(host.Device.Follower));
        foreach (var device in host.Machine.Devices.OfType<VfioPciDevice>())
            device.WriteConfiguration(4, 2, 6);

        Assert.That(host.Kernel.Calls[VfioRequest.MapDma], Is.EqualTo(1));
        Assert.That(other.ReadMemory(0x1000, new byte[4]), Is.True);
        host.Machine.RequestUnplug(second);
        Assert.That(host.Fake.ReadMemory(0x1000, new byte[4]), Is.True, "the first has what it had");
    }

    [Test]
    public void Two_devices_of_a_group_share_it()
    {
        var other = new FakeDevice(Second, group: 7, 0x8086, 0x10D3, 0x02_00_00) { Driver = FakeDevice.VfioDriver };
        using var host = new PassedThrough(others: other);
        var second = host.Machine.CreateDevice<VfioPciDevice>("second", [("addr", "4"), ("host", Second)]);
        Assert.That(second.HostDevice.Group, Is.SameAs(host.Device.HostDevice.Group));
        host.Machine.RequestUnplug(second);
        Assert.That(host.Fake.IsOpen, Is.True);
    }

    [Test]
    public void A_group_that_the_host_still_uses_names_who_uses_it()
    {
        var other = new FakeDevice(Second, group: 7, 0x8086, 0x10D3, 0x02_00_00) { Driver = "e1000e" };
        var exception = Assert.Throws<PropertyException>(() => new PassedThrough(others: other).Dispose());
        Assert.That(exception!.Message, Does.Contain("group 7 is not viable").And.Contain(Second).And.Contain("e1000e").And.Contain("hv vfio bind"));
    }

    [TestCase("0000:09:00.0", "host has no such device")]
    [TestCase("nonsense", "is no PCI address; allowed: DOMAIN:BUS:DEVICE.FUNCTION")]
    [TestCase("", "which device?")]
    public void A_wrong_address_is_told(string address, string expected)
    {
        using var host = new PassedThrough(attach: false);
        var exception = Assert.Throws<PropertyException>(() => host.Machine.CreateDevice<VfioPciDevice>("x", [("host", address)]));
        Assert.That(exception!.Message, Does.Contain(expected));
        Assert.That(host.Machine.Devices.OfType<VfioPciDevice>(), Is.Empty);
    }

    [Test]
    public void Sysfs_names_it_as_well_and_one_name_is_enough()
    {
        using var host = new PassedThrough(attach: false);
        host.Machine.CreateDevice<VfioPciDevice>("first", [("sysfsdev", $"/sys/bus/pci/devices/{PassedThrough.First}")]);
        Assert.That(host.Fake.IsOpen, Is.True);
        var exception = Assert.Throws<PropertyException>(
            () => host.Machine.CreateDevice<VfioPciDevice>("x", [("host", PassedThrough.First), ("sysfsdev", "/sys/bus/pci/devices/0000:02:00.0")]));
        Assert.That(exception!.Message, Does.Contain("both name a device"));
    }

    [Test]
    public void A_device_is_passed_through_once()
    {
        using var host = new PassedThrough();
        var exception = Assert.Throws<PropertyException>(() => host.Machine.CreateDevice<VfioPciDevice>("x", [("host", PassedThrough.First)]));
        Assert.That(exception!.Message, Does.Contain(PassedThrough.First));
        Assert.That(host.Fake.IsOpen, Is.True);
    }

    [Test]
    public void A_machine_with_one_cannot_migrate_and_says_why()
    {
        using var host = new PassedThrough();
        Assert.That(host.Device.MigrationBlocker, Does.Contain("cannot be read"));
    }

    [Test]
    public void A_device_that_no_driver_has_is_to_be_bound()
    {
        var exception = Assert.Throws<PropertyException>(() => new PassedThrough(change: device => device.Driver = null).Dispose());
        Assert.That(exception!.Message, Does.Contain("hv vfio bind 0000:02:00.0"));
    }
}
