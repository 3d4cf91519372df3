using Hv.Runtime.Objects;
using Hv.Runtime.Pci;

namespace Hv.Vfio.Tests.Devices;

public sealed class ConfigurationTests
{
    private const int HostCommand = 4;

    [Test]
    public void Identity_class_and_capabilities_are_the_devices()
    {
        using var host = new PassedThrough();
        Assert.That(host.Device.ReadConfiguration(0, 4), Is.EqualTo(0x0010_1B36));
        Assert.That(host.Device.ReadConfiguration(8, 4) >> 8, Is.EqualTo(0x01_08_02));
        Assert.That(host.Device.ReadConfiguration(PassedThrough.VendorSpecific + 2, 2), Is.EqualTo(0x1108));
    }

    [Test]
    public void Base_addresses_are_the_guests_and_the_device_keeps_its_own()
    {
        using var host = new PassedThrough();
        var own = Host(host, PciRegister.BaseAddress0, 4).ToArray();
        host.Open();
        Assert.That(host.Device.ReadConfiguration(PciRegister.BaseAddress0, 4), Is.EqualTo((uint)PassedThrough.Bar | 4));
        Assert.That(Host(host, PciRegister.BaseAddress0, 4), Is.EqualTo(own));
    }

    [Test]
    public void The_device_answers_on_the_host_whatever_the_guest_does_to_its_memory_bit()
    {
        using var host = new PassedThrough();
        Assert.That(Host(host, HostCommand, 1)[0] & 7, Is.EqualTo(2), "memory, and no bus master before the guest wants it");
        host.Open();
        Assert.That(Host(host, HostCommand, 1)[0] & 7, Is.EqualTo(6));
        host.Device.WriteConfiguration(PciRegister.Command, 2, 0);
        Assert.That(Host(host, HostCommand, 1)[0] & 7, Is.EqualTo(2));
        Assert.That(host.Device.ReadConfiguration(PciRegister.Command, 2), Is.Zero);
        Assert.That(host.Bridge.Bus.Memory.Read(PassedThrough.Bar, new byte[4]), Is.False, "the guest does not reach it");
    }

    [Test]
    public void Power_states_are_remembered_and_not_entered()
    {
        using var host = new PassedThrough();
        host.Device.WriteConfiguration(PassedThrough.PowerManagement + 4, 2, 3);
        Assert.That(host.Device.ReadConfiguration(PassedThrough.PowerManagement + 4, 2) & 3, Is.EqualTo(3));
        Assert.That(host.Fake.Configuration[PassedThrough.PowerManagement + 4] & 3, Is.Zero);
    }

    [Test]
    public void What_is_not_Hvs_goes_to_the_device_and_comes_from_it()
    {
        using var host = new PassedThrough();
        host.Device.WriteConfiguration(PassedThrough.VendorSpecific + 4, 1, 0x7E);
        Assert.That(host.Fake.Configuration[PassedThrough.VendorSpecific + 4], Is.EqualTo(0x7E));
        host.Fake.Configuration.Set(PassedThrough.VendorSpecific + 4, [0x5A]);
        Assert.That(host.Device.ReadConfiguration(PassedThrough.VendorSpecific + 4, 1), Is.EqualTo(0x5A));
    }

    [Test]
    public void Extended_capabilities_of_the_bus_owner_are_hidden_and_those_behind_them_found()
    {
        using var host = new PassedThrough(change: device =>
        {
            // ARI at 0x100, SR-IOV at 0x140, device serial number at 0x180.
            device.Configuration.Set(0x100, [0x0E, 0x00, 0x01, 0x14]);
            device.Configuration.Set(0x140, [0x10, 0x00, 0x01, 0x18]);
            device.Configuration.Set(0x148, [0x01, 0x00]);
            device.Configuration.Set(0x180, [0x03, 0x00, 0x01, 0x00, 0x11, 0x22]);
        });
        Assert.That(host.Device.ReadConfiguration(0x100, 4), Is.EqualTo(0x1400_0000));
        Assert.That(host.Device.ReadConfiguration(0x140, 4), Is.EqualTo(0x1800_0000));
        Assert.That(host.Device.ReadConfiguration(0x148, 4), Is.Zero);
        Assert.That(host.Device.ReadConfiguration(0x180, 4), Is.EqualTo(0x0001_0003));
        host.Device.WriteConfiguration(0x148, 2, 1);
        Assert.That(host.Fake.Configuration[0x148], Is.EqualTo(1), "as it was; the write was not passed on");
        Assert.That(host.Device.ReadConfiguration(0x148, 2), Is.Zero);
    }

    [Test]
    public void A_list_of_capabilities_in_a_circle_ends()
    {
        using var host = new PassedThrough(change: device =>
        {
            device.Configuration.Set(PassedThrough.VendorSpecific + 1, [PassedThrough.VendorSpecific]);
            device.Configuration.Set(0x100, [0x03, 0x00, 0x01, 0x10]);
        });
        Assert.That(host.Device.ReadConfiguration(0, 4), Is.EqualTo(0x0010_1B36));
    }

    [Test]
    public void A_bridge_is_refused()
    {
        var exception = Assert.Throws<PropertyException>(() => new PassedThrough(change: device => device.Configuration.Set(0x0E, [0x01])).Dispose());
        Assert.That(exception!.Message, Does.Contain("bridge cannot be passed through"));
    }

    private static byte[] Host(PassedThrough host, int offset, int length) =>
        [.. Enumerable.Range(offset, length).Select(index => host.Fake.Configuration[index])];
}
