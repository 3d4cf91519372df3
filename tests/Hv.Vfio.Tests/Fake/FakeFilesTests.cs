using Hv.Testing.Vfio;
using Hv.Testing.Vfio.Devices;
using Hv.Vfio.Kernel;

namespace Hv.Vfio.Tests.Fake;

/// <summary>The modelled sysfs and procfs.</summary>
[TestFixture]
public sealed class FakeFilesTests
{
    private const string Device = "/sys/bus/pci/devices/0000:00:05.0";

    private FakeKernel _kernel = null!;

    [SetUp]
    public void SetUp()
    {
        var device = new FakeDevice("0000:00:05.0", 7, 0x8086, 0x10D3, 0x02_00_00) { Driver = "e1000e", HostDriver = "e1000e" };
        _kernel = new FakeKernel(FakeKernelOptions.Pc, device);
    }

    [TestCase("vendor", "0x8086\n")]
    [TestCase("device", "0x10d3\n")]
    [TestCase("class", "0x020000\n")]
    [TestCase("driver_override", "(null)\n")]
    public void A_device_tells_who_it_is(string file, string expected)
    {
        Assert.That(_kernel.Files.ReadText($"{Device}/{file}", out var text).IsError, Is.False);
        Assert.That(text, Is.EqualTo(expected));
    }

    [Test]
    public void Links_tell_driver_and_group()
    {
        Assert.That(LinkOf("driver"), Is.EqualTo("e1000e"));
        Assert.That(LinkOf("iommu_group"), Is.EqualTo("7"));
        Assert.That(_kernel.Files.List("/sys/kernel/iommu_groups/7/devices", out var names).IsError, Is.False);
        Assert.That(names, Is.EqualTo((string[])["0000:00:05.0"]));
        Assert.That(_kernel.Files.ReadText("/sys/kernel/iommu_groups/7/devices/0000:00:05.0/vendor", out var vendor).IsError, Is.False);
        Assert.That(vendor, Is.EqualTo("0x8086\n"));
    }

    [Test]
    public void A_device_is_rebound_by_its_override()
    {
        Assert.That(_kernel.Open("/dev/vfio/7").Error, Is.EqualTo(Errno.NotFound));
        Write($"{Device}/driver/unbind", "0000:00:05.0");
        Assert.That(_kernel.Files.ReadLink($"{Device}/driver", out _).Error, Is.EqualTo(Errno.NotFound));
        Write($"{Device}/driver_override", "vfio-pci");
        Write("/sys/bus/pci/drivers_probe", "0000:00:05.0");
        Assert.That(LinkOf("driver"), Is.EqualTo("vfio-pci"));
        Assert.That(_kernel.Files.List("/dev/vfio", out var names).IsError, Is.False);
        Assert.That(names, Is.EqualTo((string[])["7", "vfio"]));
        Assert.That(_kernel.Open("/dev/vfio/7").IsError, Is.False);
    }

    [Test]
    public void A_device_goes_back_to_its_driver()
    {
        Write($"{Device}/driver/unbind", "0000:00:05.0");
        Write($"{Device}/driver_override", "vfio-pci");
        Write("/sys/bus/pci/drivers_probe", "0000:00:05.0");
        Write($"{Device}/driver/unbind", "0000:00:05.0");
        Write($"{Device}/driver_override", "\n");
        Write("/sys/bus/pci/drivers_probe", "0000:00:05.0");
        Assert.That(LinkOf("driver"), Is.EqualTo("e1000e"));
    }

    [Test]
    public void A_driver_of_the_host_does_not_get_a_device_whose_group_is_in_use()
    {
        var second = new FakeDevice("0000:00:06.0", 7, 0x8086, 0x10D3, 0x02_00_00) { HostDriver = "e1000e" };
        _kernel.Add(second);
        Write($"{Device}/driver/unbind", "0000:00:05.0");
        Write($"{Device}/driver_override", "vfio-pci");
        Write("/sys/bus/pci/drivers_probe", "0000:00:05.0");
        var container = _kernel.Open("/dev/vfio/vfio").Number;
        var group = _kernel.Open("/dev/vfio/7").Number;
        Assert.That(_kernel.Control(group, VfioRequest.GroupSetContainer, ref container).IsError, Is.False);
        Write("/sys/bus/pci/drivers_probe", "0000:00:06.0");
        Assert.That(second.Driver, Is.Null);
    }

    [Test]
    public void Errors_are_those_of_files()
    {
        Assert.That(_kernel.Files.ReadText($"{Device}/nothing", out _).Error, Is.EqualTo(Errno.NotFound));
        Assert.That(_kernel.Files.ReadText(Device, out _).Error, Is.EqualTo(Errno.IsDirectory));
        Assert.That(_kernel.Files.ReadText($"{Device}/vendor/x", out _).Error, Is.EqualTo(Errno.NotDirectory));
        Assert.That(_kernel.Files.WriteText($"{Device}/vendor", "1").Error, Is.EqualTo(Errno.AccessDenied));
        Assert.That(_kernel.Files.ReadLink($"{Device}/vendor", out _).Error, Is.EqualTo(Errno.InvalidArgument));
        Assert.That(_kernel.Files.List($"{Device}/vendor", out _).Error, Is.EqualTo(Errno.NotDirectory));
        Assert.That(_kernel.Files.WriteText("/sys/bus/pci/drivers/vfio-pci/unbind", "0000:00:05.0").Error, Is.EqualTo(Errno.NoDevice));
    }

    [Test]
    public void A_host_without_an_IOMMU_has_no_groups()
    {
        var kernel = new FakeKernel(FakeKernelOptions.Pc with { Iommu = null }, new FakeEdu());
        Assert.That(kernel.Files.ReadLink("/sys/bus/pci/devices/0000:00:04.0/iommu_group", out _).Error, Is.EqualTo(Errno.NotFound));
        kernel.Files.WriteText("/sys/bus/pci/devices/0000:00:04.0/driver_override", "vfio-pci");
        kernel.Files.WriteText("/sys/bus/pci/drivers_probe", "0000:00:04.0");
        Assert.That(kernel.Devices[0].Driver, Is.Null);
    }

    [Test]
    public void The_process_tells_its_limits()
    {
        _kernel.Files.ReadText("/proc/self/limits", out var limits);
        Assert.That(limits.Split('\n').Single(line => line.StartsWith("Max locked memory", StringComparison.Ordinal)), Does.Contain("8388608"));
        _kernel.Files.ReadText("/proc/self/status", out var status);
        Assert.That(status, Does.Contain("VmLck:\t       0 kB"));
        Assert.That(status, Does.Contain("CapEff:\t0000000000004000"));
    }

    private string LinkOf(string name)
    {
        Assert.That(_kernel.Files.ReadLink($"{Device}/{name}", out var target).IsError, Is.False);
        return Path.GetFileName(target);
    }

    private void Write(string path, string text) => Assert.That(_kernel.Files.WriteText(path, text).IsError, Is.False, path);
}
