using Hv.Runtime.Objects;
using Hv.Runtime.Tests.Monitors.Infrastructure;

namespace Hv.Runtime.Tests.Objects;

/// <summary>Devices that come and go while the machine runs.</summary>
public sealed class HotPlugTests
{
    [Test]
    public void A_device_that_is_added_works_at_once()
    {
        using var session = new PlainSession();

        var device = session.Machine.CreateDevice(PlainDevice.HotType, "d", ("reg", "0xf0000000"));

        Assert.That(device.IsRealized && device.IsHotPlugged, Is.True);
        Assert.That(((PlainDevice)device).Resets, Is.EqualTo(1));
        Assert.That(device.Path, Is.EqualTo("/machine/peripheral/d"));
        var content = new byte[1];
        Assert.That(session.Machine.AddressSpace.Read(0xF000_0000, content), Is.True);
    }

    [TestCase("reg", "13", "plain-base.reg: 13 brings bad luck.")]
    [TestCase("reg", "x", "plain-base.reg: 'x' is no value of type uint32; allowed: 0 to 4294901760.")]
    [TestCase("nothing", "1", "'plain-hot' has no property 'nothing'.")]
    public void A_device_that_does_not_fit_leaves_nothing_behind(string property, string value, string message)
    {
        using var session = new PlainSession();
        var before = session.Machine.Devices;

        Assert.That(
            () => session.Machine.CreateDevice(PlainDevice.HotType, "d", (property, value)),
            Throws.TypeOf<PropertyException>().With.Message.EqualTo(message));
        Assert.That(session.Machine.Devices, Is.EqualTo(before));
        Assert.That(session.Session.Tree.Find("/machine/peripheral/d"), Is.Null);
        Assert.That(session.Machine.AddressSpace.Mappings, Has.Count.EqualTo(1));
        session.Machine.CreateDevice(PlainDevice.HotType, "d");
    }

    [Test]
    public void An_id_is_given_once()
    {
        using var session = new PlainSession();
        session.Machine.CreateDevice(PlainDevice.HotType, "d");

        Assert.That(
            () => session.Machine.CreateDevice(PlainDevice.HotType, "d"),
            Throws.TypeOf<PropertyException>().With.Message.EqualTo("Duplicate device ID 'd'"));
    }

    [Test]
    public void A_device_that_must_be_there_from_the_start_is_not_added()
    {
        using var session = new PlainSession();

        Assert.That(() => session.Machine.CreateDevice(PlainDevice.ColdType), Throws.InvalidOperationException);
    }

    [Test]
    public void A_device_that_no_guest_has_taken_over_goes_at_once()
    {
        using var session = new PlainSession();
        var device = session.Machine.CreateDevice(PlainDevice.HotType, "d", ("reg", "0xf0000000"));

        session.Machine.RequestUnplug(device);

        Assert.That(session.Machine.Devices, Does.Not.Contain(device));
        Assert.That(session.Machine.AddressSpace.Mappings, Has.Count.EqualTo(1));
        Assert.That(session.Events.Single().Data!.ToJsonString(), Is.EqualTo("""{"device":"d","path":"/machine/peripheral/d"}"""));
    }

    [Test]
    public void A_device_that_was_there_from_the_start_goes_at_the_next_reset()
    {
        using var session = new PlainSession(configure: machine => machine.CreateDevice(PlainDevice.HotType, "d"));
        var device = session.Machine.Devices.Single(device => device.Id == "d");

        session.Machine.RequestUnplug(device);
        Assert.That(session.Machine.Devices, Does.Contain(device));
        Assert.That(
            () => session.Machine.RequestUnplug(device),
            Throws.TypeOf<PropertyException>().With.Message.EqualTo("Device d is already in the process of unplug"));
        session.Session.Reset("host-qmp-system-reset");

        Assert.That(session.Machine.Devices, Does.Not.Contain(device));
        Assert.That(session.EventNames, Is.EqualTo(new[] { "DEVICE_DELETED", "RESET" }));
    }

    [Test]
    public void A_device_of_the_machine_stays()
    {
        using var session = new PlainSession();

        Assert.That(
            () => session.Machine.RequestUnplug(session.Machine.Devices.Single()),
            Throws.TypeOf<PropertyException>().With.Message.EqualTo("Device 'plain-inner' does not support hotplugging"));
    }

    [Test]
    public void Devices_without_an_id_are_numbered_by_who_made_them()
    {
        using var session = new PlainSession(configure: machine =>
        {
            machine.CreateDevice(PlainDevice.ColdType);
            machine.CreateDevice(PlainDevice.HotType);
        });
        var late = session.Machine.CreateDevice(PlainDevice.HotType);
        session.Machine.RequestUnplug(late);
        session.Machine.CreateDevice(PlainDevice.HotType);

        Assert.That(session.Machine.Devices.Select(device => device.Path), Is.EquivalentTo(new[]
        {
            "/machine/peripheral-anon/device[0]", "/machine/peripheral-anon/device[1]", "/machine/unattached/device[0]",
            "/machine/peripheral-anon/device[3]",
        }));
    }

    [TestCase("d", "/machine/peripheral/d")]
    [TestCase("peripheral/d", "/machine/peripheral/d")]
    [TestCase("//machine/", "/machine")]
    [TestCase("/", "/")]
    [TestCase("nothing", null)]
    [TestCase("/d", null)]
    public void Paths_name_objects(string path, string? found)
    {
        using var session = new PlainSession(configure: machine => machine.CreateDevice(PlainDevice.ColdType, "d"));

        Assert.That(session.Session.Tree.Find(path)?.Path, Is.EqualTo(found));
    }

    [TestCase("")]
    [TestCase("device[0]")]
    public void A_path_of_several_objects_is_none(string path)
    {
        using var session = new PlainSession(configure: machine => machine.CreateDevice(PlainDevice.ColdType));

        Assert.That(() => session.Session.Tree.Find(path), Throws.TypeOf<AmbiguousPathException>());
    }
}
