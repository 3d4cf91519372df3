using Hv.Testing.Vfio;
using Hv.Testing.Vfio.Devices;
using Hv.Vfio.Host;
using Hv.Vfio.Kernel;

namespace Hv.Vfio.Tests.Host;

internal sealed class PassthroughCheckTests
{
    private const ulong Gibibyte = 1UL << 30;

    [Test]
    public void A_device_that_is_ready_has_no_problem_and_nothing_is_left_open()
    {
        var kernel = new FakeKernel(null, HostSample.Nvme());

        var report = PassthroughCheck.Run(kernel, HostSample.Address);

        Assert.That(report.CanBePassedThrough);
        Assert.That(report.Findings.Select(finding => $"{finding.Kind} {finding.Topic}: {finding.Seen}"), Is.EqualTo(new[]
        {
            "Ok Device: It exists and is no bridge (class 0x010802).",
            "Ok Group: It is alone in IOMMU group 4.",
            "Ok Driver: vfio-pci has it.",
            "Ok Access: /dev/vfio/vfio and /dev/vfio/4 can be opened, and nobody else has them.",
            "Ok Iommu: The IOMMU is type1 v2: pages of 4 KiB, 2 MiB, 1 GiB, bus addresses up to 0x7fffffffff, 65535 mappings.",
            "Ok Interrupts: The host keeps the device's interrupts apart from others.",
            "Ok LockedMemory: No limit of locked memory counts for this user (CAP_IPC_LOCK).",
            "Ok Reset: It can be reset alone.",
        }));
        kernel.AssertNoLeaks();
    }

    [Test]
    public void A_device_that_does_not_exist_is_said_not_to()
    {
        var report = PassthroughCheck.Run(new FakeKernel(null, HostSample.Nvme()), new HostPciAddress(0, 9, 0, 0));

        Assert.That(report.Device, Is.Null);
        Assert.That(report.Findings, Is.EqualTo(new[]
        {
            new PassthroughFinding(
                FindingKind.Problem, PassthroughTopic.Device, "The host has no such device: /sys/bus/pci/devices/0000:09:00.0 does not exist.",
                "'hv vfio list' shows what there is"),
        }));
    }

    [Test]
    public void A_bridge_is_never_passed_through()
    {
        var report = PassthroughCheck.Run(new FakeKernel(null, HostSample.Bridge("pcieport")), new HostPciAddress(0, 0, 0x1F, 0));

        Assert.That(Problems(report), Is.EqualTo(new[] { "It is a bridge (class 0x060400): the host needs it to reach other devices." }));
    }

    [Test]
    public void A_host_without_an_IOMMU_is_told_from_a_device_without_one()
    {
        var without = PassthroughCheck.Run(new FakeKernel(new FakeKernelOptions { Iommu = null }, HostSample.Nvme("nvme")), HostSample.Address);
        var kernel = new FakeKernel(null, HostSample.Nvme("nvme"), HostSample.Sound("snd_hda_intel", group: 5));
        kernel.Faults.Fail(FakeCall.ReadText, Errno.NotFound, path: "/sys/bus/pci/devices/0000:01:00.0/iommu_group");
        var uncovered = PassthroughCheck.Run(kernel, HostSample.Address);

        Assert.That(without.Findings[1].Seen, Is.EqualTo(
            "The host has no IOMMU, or it is switched off: /sys/class/iommu and /sys/kernel/iommu_groups are empty."));
        Assert.That(without.Findings[1].Advice, Does.Contain("intel_iommu=on"));
        Assert.That(uncovered.Findings[1].Seen, Is.EqualTo("It is in no IOMMU group, while other devices of the host are: no IOMMU covers it."));
        Assert.That(uncovered.Findings[1].Advice, Is.EqualTo("use another device, or put it into another slot"));
        Assert.That((without.CanBePassedThrough, uncovered.CanBePassedThrough), Is.EqualTo((false, false)));
    }

    [Test]
    public void Each_member_of_the_group_that_the_host_uses_is_a_problem_of_its_own()
    {
        var kernel = new FakeKernel(null, HostSample.Nvme(), HostSample.Sound("snd_hda_intel"), HostSample.Bridge("lpc_ich", 0x060100));
        var report = PassthroughCheck.Run(kernel, HostSample.Address);

        var problems = report.Findings.Where(finding => finding.Kind == FindingKind.Problem).ToList();
        Assert.That(problems.Select(finding => (finding.Topic, finding.Seen)), Is.EqualTo(new[]
        {
            (PassthroughTopic.Group, "It shares IOMMU group 4 with 0000:00:1f.0 [8086:1918] driver lpc_ich, which the host uses: the two are not isolated from each other."),
            (PassthroughTopic.Group, "It shares IOMMU group 4 with 0000:01:00.1 [10de:0fbc] driver snd_hda_intel, which the host uses: the two are not isolated from each other."),
        }));
        Assert.That(problems[0].Advice, Is.EqualTo("it is a bridge, and stays the host's: unload lpc_ich, or put the device into another slot"));
        Assert.That(problems[1].Advice, Is.EqualTo("hv vfio bind 0000:01:00.1; the guest need not get it"));
        Assert.That(kernel.Calls[VfioRequest.GroupSetContainer], Is.Zero, "a group that blocks is left alone");
        kernel.AssertNoLeaks();
    }

    [Test]
    public void Bridges_and_devices_without_a_driver_do_not_block()
    {
        var report = PassthroughCheck.Run(
            new FakeKernel(null, HostSample.Nvme(), HostSample.Sound(null), HostSample.Bridge("pcieport")), HostSample.Address);

        Assert.That(report.CanBePassedThrough);
        Assert.That(Seen(report, PassthroughTopic.Group), Is.EqualTo(
            "It shares IOMMU group 4 with 0000:00:1f.0 [8086:1918] driver pcieport, 0000:01:00.1 [10de:0fbc] without a driver: the host uses none of them."));
    }

    [TestCase("nvme", "The host's driver nvme has it.")]
    [TestCase(null, "No driver has it.")]
    public void A_device_that_is_not_bound_is_to_be_bound(string? driver, string seen)
    {
        var kernel = new FakeKernel(null, HostSample.Nvme(driver));
        var report = PassthroughCheck.Run(kernel, HostSample.Address);

        Assert.That(report.Findings.Single(finding => finding.Kind == FindingKind.Problem), Is.EqualTo(
            new PassthroughFinding(FindingKind.Problem, PassthroughTopic.Driver, seen, "hv vfio bind 0000:01:00.0")));
        Assert.That(Seen(report, PassthroughTopic.Access), Is.EqualTo("/dev/vfio/vfio can be opened."));
        kernel.AssertNoLeaks();
    }

    [Test]
    public void What_the_host_uses_the_device_for_is_told()
    {
        var kernel = new FakeKernel(null, HostSample.Nvme("nvme"));
        HostSample.AddDisk(kernel, HostSample.Address);
        kernel.AddFile("/proc/self/mountinfo", "29 1 259:1 / / rw,relatime shared:1 - ext4 /dev/root rw\n");

        Assert.That(
            Seen(PassthroughCheck.Run(kernel, HostSample.Address), PassthroughTopic.Use),
            Is.EqualTo("The host uses it: /dev/nvme0n1p1 is mounted on /."));
    }

    [Test]
    public void A_module_that_is_not_loaded_is_named_with_the_command_that_loads_it()
    {
        var kernel = new FakeKernel(null, HostSample.Nvme(null));
        kernel.Faults.Fail(FakeCall.ReadText, Errno.NotFound, path: "/sys/bus/pci/drivers/vfio-pci");
        var report = PassthroughCheck.Run(kernel, HostSample.Address);

        var module = report.Findings.Single(finding => finding.Topic == PassthroughTopic.Module);
        Assert.That(module.Seen, Is.EqualTo("The kernel has not loaded the driver vfio-pci: /sys/bus/pci/drivers/vfio-pci does not exist."));
        Assert.That((module.Kind, module.Advice), Is.EqualTo((FindingKind.Problem, "modprobe vfio-pci")));
    }

    [TestCase("/dev/vfio/vfio", Errno.AccessDenied, "/dev/vfio/vfio cannot be opened: EACCES (13); this user may not use it: run as root, or give the user the file.")]
    [TestCase("/dev/vfio/vfio", Errno.NotFound, "/dev/vfio/vfio cannot be opened: ENOENT (2); the kernel has no VFIO, or its module is not loaded: 'modprobe vfio-pci'.")]
    [TestCase("/dev/vfio/4", Errno.AccessDenied, "IOMMU group 4 cannot be opened: /dev/vfio/4: EACCES (13); this user may not use it: give the user the file (chown USER /dev/vfio/4), or run as root.")]
    [TestCase("/dev/vfio/4", Errno.Busy, "IOMMU group 4 cannot be opened: /dev/vfio/4: EBUSY (16); another process has it (fuser /dev/vfio/4 tells which).")]
    public void Files_that_cannot_be_opened_are_named_with_the_error_and_what_helps(string path, Errno error, string seen)
    {
        var kernel = new FakeKernel(null, HostSample.Nvme());
        kernel.Faults.Fail(FakeCall.Open, error, path: path);

        Assert.That(Problems(PassthroughCheck.Run(kernel, HostSample.Address)), Is.EqualTo(new[] { seen }));
        kernel.AssertNoLeaks();
    }

    [Test]
    public void Permission_for_a_group_that_blocks_is_looked_at_too()
    {
        var kernel = new FakeKernel(null, HostSample.Nvme(), HostSample.Sound("snd_hda_intel"));
        kernel.Faults.Fail(FakeCall.Open, Errno.AccessDenied, path: "/dev/vfio/4");

        Assert.That(Problems(PassthroughCheck.Run(kernel, HostSample.Address)), Has.Member("/dev/vfio/4 cannot be opened: EACCES (13)."));
    }

    [Test]
    public void Interrupts_that_are_not_remapped_are_a_problem_until_they_are_allowed()
    {
        var kernel = new FakeKernel(new FakeKernelOptions { HasInterruptRemapping = false }, HostSample.Nvme());
        var refused = PassthroughCheck.Run(kernel, HostSample.Address);
        kernel.Files.WriteText("/sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts", "1");
        var allowed = PassthroughCheck.Run(kernel, HostSample.Address);

        Assert.That(Problems(refused).Single(), Does.Contain("does not remap interrupts").And.Contain("echo 1 > /sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts"));
        Assert.That(allowed.CanBePassedThrough);
        Assert.That(allowed.Findings.Single(finding => finding.Topic == PassthroughTopic.Interrupts).Kind, Is.EqualTo(FindingKind.Hint));
        kernel.AssertNoLeaks();
    }

    [Test]
    public void Locked_memory_that_is_too_little_for_the_guest_is_a_problem()
    {
        var kernel = new FakeKernel(new FakeKernelOptions { CanLockMemory = false, LockedMemoryLimit = 64 << 20 }, HostSample.Nvme());

        Assert.That(Problems(PassthroughCheck.Run(kernel, HostSample.Address, Gibibyte)), Is.EqualTo(new[]
        {
            "A guest of 1024 MiB needs 1024 MiB of locked memory; the limit is 64 MiB, of which 0 are in use. Raise it to 1024 MiB or more:"
            + " 'ulimit -l 1048576' in the shell, LimitMEMLOCK= of the service, or 'memlock' in /etc/security/limits.conf.",
        }));
        Assert.That(
            Seen(PassthroughCheck.Run(kernel, HostSample.Address, 32 << 20), PassthroughTopic.LockedMemory),
            Is.EqualTo("This user may lock 64 MiB; a guest of 32 MiB needs 32 MiB."));
        Assert.That(
            Seen(PassthroughCheck.Run(kernel, HostSample.Address), PassthroughTopic.LockedMemory),
            Is.EqualTo("This user may lock 64 MiB: all RAM of the guest, and the IOMMU's tables, must fit in it."));
    }

    [Test]
    public void On_sPAPR_tables_count_beside_the_RAM()
    {
        // 4 KiB pages over 2 GiB, and 64 KiB pages over 64 GiB, 16 bytes for each.
        var kernel = new FakeKernel(FakeKernelOptions.Powernv9 with { CanLockMemory = false, LockedMemoryLimit = 64 * Gibibyte }, HostSample.Nvme());

        Assert.That(
            Problems(PassthroughCheck.Run(kernel, HostSample.Address, 64 * Gibibyte)).Single(),
            Does.StartWith("A guest of 65536 MiB needs 65560 MiB of locked memory;"));
    }

    [Test]
    public void On_sPAPR_windows_page_sizes_and_levels_are_told()
    {
        Assert.That(Iommu(FakeKernelOptions.Powernv9), Is.EqualTo(
            "The IOMMU is sPAPR TCE v2: default window of 2048 MiB at 0x0, 2 windows in all, pages of 4 KiB, 64 KiB, 2 MiB, 1 GiB, tables of up to 5 levels."));
        Assert.That(Iommu(FakeKernelOptions.Pseries), Is.EqualTo(
            "The IOMMU is sPAPR TCE v2: default window of 1024 MiB at 0x0, 2 windows in all, pages of 4 KiB, 64 KiB, 2 MiB, 16 MiB, tables of up to 1 level."));
        Assert.That(Iommu(FakeKernelOptions.Powernv9 with { Iommu = FakeSpapr.Powernv9 with { HasVersion2 = false } }), Is.EqualTo(
            "The IOMMU is sPAPR TCE v1: default window of 2048 MiB at 0x0, and no other can be created."));

        static string Iommu(FakeKernelOptions options)
        {
            var kernel = new FakeKernel(options, HostSample.Nvme());
            var seen = Seen(PassthroughCheck.Run(kernel, HostSample.Address), PassthroughTopic.Iommu);
            kernel.AssertNoLeaks();
            return seen;
        }
    }

    [Test]
    public void How_the_device_is_reset_is_told()
    {
        Assert.That(Reset(HostSample.Nvme(canReset: false)), Is.EqualTo((FindingKind.Hint, "It cannot be reset: what one guest leaves in it, the next one finds.")));
        Assert.That(Reset(HostSample.Nvme(canReset: false, canResetBus: true)), Is.EqualTo((FindingKind.Ok, "It can be reset with its bus, where nothing else is.")));
        Assert.That(
            Reset(HostSample.Nvme(canReset: false, canResetBus: true), HostSample.Sound("snd_hda_intel", group: 5)),
            Is.EqualTo((FindingKind.Hint, "It can be reset with its bus alone, and 0000:01:00.1 (IOMMU group 5) with it.")));

        static (FindingKind, string) Reset(params FakeDevice[] devices)
        {
            var report = PassthroughCheck.Run(new FakeKernel(null, devices), HostSample.Address);
            Assert.That(report.CanBePassedThrough);
            var finding = report.Findings.Single(finding => finding.Topic == PassthroughTopic.Reset);
            return (finding.Kind, finding.Seen);
        }
    }

    [TestCase(VfioRequest.GroupSetContainer)]
    [TestCase(VfioRequest.SetIommu)]
    [TestCase(VfioRequest.GroupGetDeviceFd)]
    [TestCase(VfioRequest.DeviceGetInfo)]
    [TestCase(VfioRequest.GroupGetStatus)]
    [TestCase(VfioRequest.GetApiVersion)]
    public void Whatever_fails_is_a_problem_and_nothing_stays_open(VfioRequest request)
    {
        var kernel = new FakeKernel(null, HostSample.Nvme());
        kernel.Faults.Fail(request, Errno.InputOutput);

        var problem = Problems(PassthroughCheck.Run(kernel, HostSample.Address)).Single();

        Assert.That(problem, Does.Contain("EIO (5)"));
        kernel.AssertNoLeaks();
    }

    private static IEnumerable<string> Problems(PassthroughReport report) =>
        report.Findings.Where(finding => finding.Kind == FindingKind.Problem).Select(finding => finding.Seen);

    private static string Seen(PassthroughReport report, PassthroughTopic topic) =>
        report.Findings.Single(finding => finding.Topic == topic).Seen;
}
