using Hv.Testing.Vfio;
using Hv.Vfio.Containers;
using Hv.Vfio.Host;
using Hv.Vfio.Kernel;

namespace Hv.Vfio.Tests.Host;

internal sealed class DriverBindingTests
{
    private const string Override = "/sys/bus/pci/devices/0000:01:00.0/driver_override";
    private const string Unbind = "/sys/bus/pci/devices/0000:01:00.0/driver/unbind";
    private const string Probe = "/sys/bus/pci/drivers_probe";

    [TestCase("nvme")]
    [TestCase(null)]
    public void A_device_is_bound_and_given_back_to_the_driver_of_the_host(string? driver)
    {
        var device = HostSample.Nvme(driver);
        var kernel = new FakeKernel(null, device);

        var bound = DriverBinding.Bind(kernel, HostSample.Address);
        Assert.That((bound.Before.Driver, bound.After.Driver, bound.HasChanged), Is.EqualTo((driver, "vfio-pci", true)));
        Assert.That(bound.Blocking, Is.Empty);

        var unbound = DriverBinding.Unbind(kernel, HostSample.Address);
        Assert.That((unbound.Before.Driver, unbound.After.Driver), Is.EqualTo(("vfio-pci", "nvme")));
        Assert.That(device.DriverOverride, Is.Null);
        kernel.AssertNoLeaks();
    }

    [Test]
    public void Nothing_is_written_when_the_device_has_the_driver_already()
    {
        var kernel = new FakeKernel(null, HostSample.Nvme(), HostSample.Sound("snd_hda_intel", group: 5));

        Assert.That(DriverBinding.Bind(kernel, HostSample.Address).HasChanged, Is.False);
        Assert.That(DriverBinding.Unbind(kernel, HostSample.Second).After.Driver, Is.EqualTo("snd_hda_intel"));
        Assert.That(kernel.Calls[FakeCall.WriteText], Is.Zero);
    }

    [Test]
    public void Those_that_still_block_the_group_are_told()
    {
        var kernel = new FakeKernel(null, HostSample.Nvme("nvme"), HostSample.Sound("snd_hda_intel"), HostSample.Bridge("pcieport"));

        Assert.That(DriverBinding.Bind(kernel, HostSample.Address).Blocking.Select(device => device.Address), Is.EqualTo(new[] { HostSample.Second }));
        Assert.That(DriverBinding.Bind(kernel, HostSample.Second).Blocking, Is.Empty);
    }

    [Test]
    public void A_name_that_keeps_drivers_away_is_taken_out_by_unbinding()
    {
        var device = HostSample.Nvme(null);
        var kernel = new FakeKernel(null, device);
        kernel.Files.WriteText(Override, "vfio-pci");

        Assert.That(DriverBinding.Unbind(kernel, HostSample.Address).After.Driver, Is.EqualTo("nvme"));
        Assert.That(device.DriverOverride, Is.Null);
    }

    [Test]
    public void A_device_that_does_not_exist_and_a_bridge_are_refused()
    {
        var kernel = new FakeKernel(null, HostSample.Bridge("pcieport"));
        var bridge = new HostPciAddress(0, 0, 0x1F, 0);

        foreach (var change in (Action<HostPciAddress>[])[address => DriverBinding.Bind(kernel, address), address => DriverBinding.Unbind(kernel, address)])
        {
            Assert.That(() => change(HostSample.Address), Refuses(
                "0000:01:00.0: the host has no such device (/sys/bus/pci/devices/0000:01:00.0 does not exist); 'hv vfio list' shows what there is."));
            Assert.That(() => change(bridge), Refuses(
                "0000:00:1f.0: it is a bridge, which the host needs to reach other devices; its driver stays as it is."));
        }

        Assert.That(kernel.Calls[FakeCall.WriteText], Is.Zero);
    }

    [Test]
    public void A_device_without_a_group_keeps_its_driver()
    {
        var kernel = new FakeKernel(new FakeKernelOptions { Iommu = null }, HostSample.Nvme("nvme"));

        Assert.That(
            () => DriverBinding.Bind(kernel, HostSample.Address),
            Throws.InstanceOf<VfioException>().With.Message.StartsWith("0000:01:00.0: The host has no IOMMU, or it is switched off:"));
        Assert.That(kernel.Calls[FakeCall.WriteText], Is.Zero);
    }

    [Test]
    public void Without_the_module_nothing_is_changed()
    {
        var kernel = new FakeKernel(null, HostSample.Nvme("nvme"));
        kernel.Faults.Fail(FakeCall.ReadText, Errno.NotFound, path: "/sys/bus/pci/drivers/vfio-pci");

        Assert.That(() => DriverBinding.Bind(kernel, HostSample.Address), Refuses(
            "0000:01:00.0: the kernel has not loaded the driver vfio-pci (/sys/bus/pci/drivers/vfio-pci does not exist): 'modprobe vfio-pci'."));
        Assert.That(kernel.Calls[FakeCall.WriteText], Is.Zero);
    }

    [TestCase(Override, Errno.AccessDenied, "EACCES (13); only root may change drivers: run it with sudo. It is as it was (driver nvme).")]
    [TestCase(Override, Errno.ReadOnlyFileSystem, "EROFS (30); /sys is read-only here, as in a container: run it on the host itself. It is as it was (driver nvme).")]
    [TestCase(Unbind, Errno.NoDevice, "ENODEV (19); the driver does not have the device any more: look again with 'hv vfio list'. It is as it was (driver nvme).")]
    [TestCase(Unbind, Errno.NotFound, "ENOENT (2); the device or its driver went away meanwhile: look again with 'hv vfio list'. It is as it was (driver nvme).")]
    [TestCase(Probe, Errno.InvalidArgument, "EINVAL (22); the kernel's log (dmesg) may tell why. It is not as it was: no driver, driver nvme before.")]
    public void A_step_that_fails_names_its_file_and_says_how_the_device_is_now(string path, Errno error, string message)
    {
        var kernel = new FakeKernel(null, HostSample.Nvme("nvme"));
        kernel.Faults.Fail(FakeCall.WriteText, error, path: path);

        Assert.That(() => DriverBinding.Bind(kernel, HostSample.Address), Refuses($"0000:01:00.0: {path} cannot be written: {message}"));
    }

    [Test]
    public void A_probe_that_fails_once_gives_the_device_back_to_the_host()
    {
        var device = HostSample.Nvme("nvme");
        var kernel = new FakeKernel(null, device);
        kernel.Faults.Fail(FakeCall.WriteText, Errno.InputOutput, count: 1, path: Probe);

        Assert.That(
            () => DriverBinding.Bind(kernel, HostSample.Address),
            Throws.InstanceOf<VfioException>().With.Message.EndsWith("It is as it was (driver nvme)."));
        Assert.That((device.Driver, device.DriverOverride), Is.EqualTo(("nvme", (string?)null)));
    }

    [Test]
    public void A_mounted_disk_stays_with_the_host_unless_forced()
    {
        var kernel = new FakeKernel(null, HostSample.Nvme("nvme"));
        HostSample.AddDisk(kernel, HostSample.Address);
        kernel.AddFile("/proc/self/mountinfo", "29 1 259:1 / /home rw,relatime shared:1 - ext4 /dev/mapper/home rw\n");

        Assert.That(() => DriverBinding.Bind(kernel, HostSample.Address), Refuses(
            "0000:01:00.0: the host uses it: /dev/nvme0n1p1 is mounted on /home. End that first; --force takes it all the same."));
        Assert.That(kernel.Calls[FakeCall.WriteText], Is.Zero);
        Assert.That(DriverBinding.Bind(kernel, HostSample.Address, force: true).After.IsBoundToVfio);
    }

    [Test]
    public void What_is_made_of_a_disk_counts_as_the_disk_and_so_do_swap_and_file_systems_with_numbers_of_their_own()
    {
        var kernel = new FakeKernel(null, HostSample.Nvme("nvme"));
        HostSample.AddDisk(kernel, HostSample.Address);
        kernel.AddLink("/sys/devices/pci0000:00/0000:00:01.0/0000:01:00.0/nvme/nvme0/nvme0n1/nvme0n1p1/holders/dm-0", "../../../dm-0");
        kernel.AddFile("/sys/class/block/dm-0/dev", "253:0\n");
        kernel.AddFile(
            "/proc/self/mountinfo",
            "29 1 253:0 / /srv rw - ext4 /dev/mapper/srv rw\n30 1 0:44 / /data rw - btrfs /dev/nvme0n1 rw\n31 1 8:1 / /other rw - ext4 /dev/sda1 rw\n");
        kernel.AddFile("/proc/swaps", "Filename\t\t\t\tType\t\tSize\n/dev/nvme0n1p1                          partition\t1048576\n/dev/sda2\tpartition\t1\n");

        Assert.That(() => DriverBinding.Bind(kernel, HostSample.Address), Throws.InstanceOf<VfioException>().With.Message.Contains(
            "the host uses it: /dev/dm-0 is mounted on /srv, /dev/nvme0n1 is mounted on /data, /dev/nvme0n1p1 is used for swap. End"));
    }

    [Test]
    public void The_disks_of_an_NVMe_subsystem_are_those_of_its_controllers()
    {
        var kernel = new FakeKernel(null, HostSample.Nvme("nvme"));
        kernel.AddLink("/sys/class/nvme-subsystem/nvme-subsys0", "../../devices/virtual/nvme-subsystem/nvme-subsys0");
        kernel.AddLink("/sys/devices/virtual/nvme-subsystem/nvme-subsys0/nvme0", "../../../pci0000:00/0000:01:00.0/nvme/nvme0");
        kernel.AddLink("/sys/class/block/nvme0n1", "../../devices/virtual/nvme-subsystem/nvme-subsys0/nvme0n1");
        kernel.AddFile("/sys/devices/virtual/nvme-subsystem/nvme-subsys0/nvme0n1/dev", "259:0\n");
        kernel.AddFile("/proc/self/mountinfo", "29 1 259:0 / / rw - ext4 /dev/nvme0n1 rw\n");

        Assert.That(
            () => DriverBinding.Bind(kernel, HostSample.Address),
            Throws.InstanceOf<VfioException>().With.Message.Contains("/dev/nvme0n1 is mounted on /."));
    }

    [TestCase("0x1003\n", false)]
    [TestCase("0x1002\n", true)]
    public void A_network_interface_that_is_up_stays_with_the_host(string flags, bool isBound)
    {
        var kernel = new FakeKernel(null, HostSample.Nvme("nvme"));
        kernel.AddLink("/sys/class/net/eth0", "../../devices/pci0000:00/0000:01:00.0/net/eth0");
        kernel.AddFile("/sys/devices/pci0000:00/0000:01:00.0/net/eth0/flags", flags);
        kernel.AddLink("/sys/class/net/eth1", "../../devices/pci0000:00/0000:01:00.1/net/eth1");
        kernel.AddFile("/sys/devices/pci0000:00/0000:01:00.1/net/eth1/flags", "0x1003\n");

        if (isBound)
            Assert.That(DriverBinding.Bind(kernel, HostSample.Address).After.IsBoundToVfio);
        else
            Assert.That(() => DriverBinding.Bind(kernel, HostSample.Address), Throws.InstanceOf<VfioException>().With.Message.Contains("the network interface eth0 is up."));
    }

    [Test]
    public void A_group_that_a_process_has_is_not_taken_from_it()
    {
        var kernel = new FakeKernel(null, HostSample.Nvme());
        using var group = VfioGroup.Open(kernel, 4);

        Assert.That(() => DriverBinding.Unbind(kernel, HostSample.Address), Refuses(
            "0000:01:00.0: a process has IOMMU group 4, and the kernel would wait until it gives it up: end it first (fuser /dev/vfio/4 tells which)."));
        Assert.That(kernel.Calls[FakeCall.WriteText], Is.Zero);
    }

    [Test]
    public void A_device_that_no_driver_of_the_host_is_for_has_none_after_unbinding()
    {
        var kernel = new FakeKernel(null, new Hv.Testing.Vfio.Devices.FakeDevice("0000:01:00.0", 4, 1, 2, 3) { Driver = "vfio-pci" });

        Assert.That(DriverBinding.Unbind(kernel, HostSample.Address).After.Driver, Is.Null);
    }

    private static NUnit.Framework.Constraints.Constraint Refuses(string message) =>
        Throws.InstanceOf<VfioException>().With.Message.EqualTo(message);
}
