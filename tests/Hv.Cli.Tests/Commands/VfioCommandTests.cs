using Hv.Cli.Tests.Infrastructure;
using Hv.Testing.Vfio;
using Hv.Testing.Vfio.Devices;
using Hv.Vfio.Kernel;

namespace Hv.Cli.Tests.Commands;

/// <summary><c>hv vfio</c>, on modelled hosts.</summary>
internal sealed class VfioCommandTests
{
    private const string Names =
        """
        # Names for these tests
        1b36  Red Hat, Inc.
        	0010  QEMU NVM Express Controller
        		1af4 1100  A subsystem
        	0011  Another device
        10de  NVIDIA [with brackets]
        8086  Intel Corporation
        C 01  Mass storage controller
        	08  Non-Volatile memory controller
        """;

    private string _names = "";

    [SetUp]
    public void WriteNames()
    {
        _names = Path.GetTempFileName();
        File.WriteAllText(_names, Names);
    }

    [TearDown]
    public void RemoveNames() => File.Delete(_names);

    [Test]
    public void The_list_shows_groups_devices_drivers_and_what_blocks_each()
    {
        var run = Invoke(new FakeKernel(null, Nvme("nvme"), Sound("snd_hda_intel", 5), Card(FakeDevice.VfioDriver, 5), Bridge()), "list");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        Assert.That(run.Lines.Select(Squeeze), Is.EqualTo(new[]
        {
            "Group Address Ids Driver State Device",
            "4 0000:00:1c.0 8086:1918 pcieport bridge Intel Corporation",
            "4 0000:01:00.0 1b36:0010 nvme used by the host Red Hat, Inc. QEMU NVM Express Controller",
            "5 0000:02:00.0 10de:1c03 vfio-pci blocked by 0000:02:00.1 NVIDIA [with brackets]",
            "5 0000:02:00.1 10de:10f1 snd_hda_intel used by the host NVIDIA [with brackets]",
        }));
    }

    [Test]
    public void The_list_as_json_has_stable_names()
    {
        var groups = Invoke(new FakeKernel(null, Nvme(FakeDevice.VfioDriver)), "list", "--json").Json.GetProperty("groups");

        Assert.That(groups[0].GetProperty("group").GetInt32(), Is.EqualTo(4));
        Assert.That(groups[0].GetProperty("isViable").GetBoolean());
        var device = groups[0].GetProperty("devices")[0];
        Assert.That(device.EnumerateObject().Select(member => $"{member.Name}={member.Value}"), Is.EqualTo(new[]
        {
            "address=0000:01:00.0", "vendor=0x1b36", "device=0x0010", "class=0x010802", "vendorName=Red Hat, Inc.",
            "deviceName=QEMU NVM Express Controller", "driver=vfio-pci", "isBridge=False", "blocksGroup=False", "isReady=True", "state=ready",
        }));
    }

    [Test]
    public void A_host_without_an_IOMMU_is_one_clear_line_under_the_list()
    {
        var kernel = new FakeKernel(new FakeKernelOptions { Iommu = null }, Nvme("nvme"));
        var run = Invoke(kernel, "list");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(Squeeze(run.Lines[1]), Does.StartWith("- 0000:01:00.0 1b36:0010 nvme no IOMMU"));
        Assert.That(run.Lines[2], Does.StartWith("No device can be passed through. The host has no IOMMU, or it is switched off:"));
        Assert.That(Invoke(kernel, "list", "--json").Json.GetProperty("problem").GetString(), Is.EqualTo(run.Lines[2]));
        Assert.That(Invoke(new FakeKernel(), "list").Output, Is.EqualTo("The host has no PCI devices.\n"));
    }

    [Test]
    public void Names_are_missing_where_there_is_no_file_of_names()
    {
        var host = new HostSources(() => new FakeKernel(null, Nvme("nvme")), ["/nowhere/pci.ids"]);
        var run = HvProgram.InvokeOn(host, "vfio", "list");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(Squeeze(run.Lines[1]), Is.EqualTo("4 0000:01:00.0 1b36:0010 nvme used by the host"));
    }

    [TestCase("1b36  a\u001b[2Jb", "a?[2Jb")]
    [TestCase("1b36", "")]
    [TestCase("zzzz  nobody\n1b36  somebody", "somebody")]
    [TestCase("1b35  other\n\t0010  not ours", "")]
    [TestCase("C 01  classes\n1b36  too late", "")]
    public void Files_of_names_are_read_with_care(string text, string name)
    {
        File.WriteAllText(_names, text);

        Assert.That(Squeeze(Invoke(new FakeKernel(null, Nvme("nvme")), "list").Lines[1]), Is.EqualTo($"4 0000:01:00.0 1b36:0010 nvme used by the host {name}".Trim()));
    }

    [Test]
    public void A_line_of_names_without_end_is_not_read_to_its_end()
    {
        File.WriteAllText(_names, "1b36  known\n" + new string('x', 3 << 20) + "\n8086  lost\n");

        var run = Invoke(new FakeKernel(null, Nvme("nvme"), Bridge()), "list");

        Assert.That(run.Lines.Skip(1).Select(Squeeze), Is.EqualTo(new[] { "4 0000:00:1c.0 8086:1918 pcieport bridge", "4 0000:01:00.0 1b36:0010 nvme used by the host known" }));
    }

    [Test]
    public void A_device_that_is_ready_is_said_to_be_with_the_option_that_passes_it_through()
    {
        var kernel = new FakeKernel(null, Nvme(FakeDevice.VfioDriver));
        var run = Invoke(kernel, "check", "01:00.0");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        Assert.That(run.Lines[0], Is.EqualTo("0000:01:00.0 [1b36:0010] Red Hat, Inc. QEMU NVM Express Controller"));
        Assert.That(run.Lines.Select(Squeeze), Has.Member("ok group It is alone in IOMMU group 4."));
        Assert.That(run.Lines[^1], Is.EqualTo("0000:01:00.0 can be passed through: hv run -device vfio-pci,host=0000:01:00.0"));
        kernel.AssertNoLeaks();
    }

    [Test]
    public void A_device_that_is_not_ready_is_said_why_and_what_to_do()
    {
        var run = Invoke(new FakeKernel(null, Nvme("nvme"), Sound("snd_hda_intel", 4)), "check", "0000:01:00.0");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((1, "")));
        Assert.That(run.Lines.Select(Squeeze), Is.SupersetOf(new[]
        {
            "problem group It shares IOMMU group 4 with 0000:02:00.1 [10de:10f1] driver snd_hda_intel, which the host uses: the two are not isolated from each other. hv vfio bind 0000:02:00.1; the guest need not get it",
            "problem driver The host's driver nvme has it. hv vfio bind 0000:01:00.0",
        }));
        Assert.That(run.Lines[^1], Is.EqualTo("0000:01:00.0 cannot be passed through: 2 problems."));
    }

    [Test]
    public void A_device_that_does_not_exist_cannot_be_passed_through()
    {
        var run = Invoke(new FakeKernel(), "check", "0000:01:00.0");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Lines.Select(Squeeze), Is.EqualTo(new[]
        {
            "About Seen What to do",
            "problem device The host has no such device: /sys/bus/pci/devices/0000:01:00.0 does not exist. 'hv vfio list' shows what there is",
            "0000:01:00.0 cannot be passed through: 1 problem.",
        }));
    }

    [Test]
    public void A_check_as_json_has_stable_names()
    {
        var run = Invoke(new FakeKernel(null, Nvme("nvme")), "check", "0000:01:00.0", "--json");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Json.GetProperty("address").GetString(), Is.EqualTo("0000:01:00.0"));
        Assert.That(run.Json.GetProperty("canBePassedThrough").GetBoolean(), Is.False);
        var findings = run.Json.GetProperty("findings").EnumerateArray().ToList();
        Assert.That(
            findings.Select(finding => $"{finding.GetProperty("kind")} {finding.GetProperty("topic")}"),
            Is.EqualTo(new[] { "ok device", "ok group", "problem driver", "ok module", "ok access", "ok locked-memory" }));
        Assert.That(findings[2].EnumerateObject().Select(member => member.Name), Is.EqualTo(new[] { "kind", "topic", "seen", "advice" }));
    }

    [Test]
    public void The_memory_of_the_guest_is_compared_with_the_limit()
    {
        var kernel = new FakeKernel(new FakeKernelOptions { CanLockMemory = false, LockedMemoryLimit = 1UL << 30 }, Nvme(FakeDevice.VfioDriver));

        var fits = Invoke(kernel, "check", "0000:01:00.0", "--memory", "1G");
        var tooMuch = Invoke(kernel, "check", "0000:01:00.0", "-m", "1025");

        Assert.That((fits.ExitCode, tooMuch.ExitCode), Is.EqualTo((0, 1)));
        Assert.That(tooMuch.Output, Does.Contain("A guest of 1025 MiB needs 1025 MiB of locked memory; the limit is 1024 MiB"));
    }

    [Test]
    public void Devices_are_bound_and_given_back()
    {
        var (nvme, sound) = (Nvme("nvme"), Sound("snd_hda_intel", 5));
        var kernel = new FakeKernel(null, nvme, sound);

        var bound = Invoke(kernel, "bind", "0000:01:00.0", "02:00.1", "01:00.0");
        Assert.That((bound.ExitCode, bound.Error), Is.EqualTo((0, "")));
        Assert.That(bound.Lines, Is.EqualTo(new[]
        {
            "0000:01:00.0: driver vfio-pci, before: nvme", "0000:02:00.1: driver vfio-pci, before: snd_hda_intel",
        }));
        Assert.That(Invoke(kernel, "check", "0000:01:00.0").ExitCode, Is.Zero);
        Assert.That(Invoke(kernel, "bind", "01:00.0").Output, Is.EqualTo("0000:01:00.0: driver vfio-pci, as before\n"));

        var unbound = Invoke(kernel, "unbind", "0000:01:00.0", "0000:02:00.1");
        Assert.That(unbound.Lines, Is.EqualTo(new[]
        {
            "0000:01:00.0: driver nvme, before: vfio-pci", "0000:02:00.1: driver snd_hda_intel, before: vfio-pci",
        }));
        Assert.That((unbound.ExitCode, nvme.Driver, sound.Driver), Is.EqualTo((0, "nvme", "snd_hda_intel")));
        Assert.That(Invoke(kernel, "unbind", "01:00.0").Output, Is.EqualTo("0000:01:00.0: driver nvme; vfio-pci did not have it\n"));
    }

    [Test]
    public void Binding_one_device_of_a_group_tells_what_still_blocks_it()
    {
        var kernel = new FakeKernel(null, Card("nouveau", 5), Sound("snd_hda_intel", 5), Bridge());

        Assert.That(Invoke(kernel, "bind", "0000:02:00.0").Lines, Is.EqualTo(new[]
        {
            "0000:02:00.0: driver vfio-pci, before: nouveau",
            "IOMMU group 5 is still blocked by 0000:02:00.1 [10de:10f1] driver snd_hda_intel: hv vfio bind 0000:02:00.1",
        }));
    }

    [Test]
    public void A_group_is_bound_as_a_whole_but_for_its_bridges()
    {
        var (sound, bridge) = (Sound("snd_hda_intel", 4), Bridge());
        var kernel = new FakeKernel(null, Nvme("nvme"), sound, bridge);

        var run = Invoke(kernel, "bind", "0000:01:00.0", "--group");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        Assert.That(run.Lines, Is.EqualTo(new[]
        {
            "0000:01:00.0: driver vfio-pci, before: nvme", "0000:02:00.1: driver vfio-pci, before: snd_hda_intel",
        }));
        Assert.That((sound.Driver, bridge.Driver), Is.EqualTo((FakeDevice.VfioDriver, "pcieport")));
    }

    [Test]
    public void What_cannot_be_bound_is_one_line_and_the_others_are()
    {
        var nvme = Nvme("nvme");
        var run = Invoke(new FakeKernel(null, nvme, Bridge()), "bind", "0000:00:1c.0", "0000:09:00.0", "0000:01:00.0");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Is.EqualTo(
            "hv: 0000:00:1c.0: it is a bridge, which the host needs to reach other devices; its driver stays as it is.\n"
            + "hv: 0000:09:00.0: the host has no such device (/sys/bus/pci/devices/0000:09:00.0 does not exist); 'hv vfio list' shows what there is.\n"));
        Assert.That(nvme.Driver, Is.EqualTo(FakeDevice.VfioDriver));
    }

    [Test]
    public void A_device_that_the_host_uses_is_bound_by_force_alone()
    {
        var nvme = Nvme("nvme");
        var kernel = new FakeKernel(null, nvme);
        kernel.AddLink("/sys/class/block/nvme0n1", "../../devices/pci0000:00/0000:01:00.0/nvme/nvme0/nvme0n1");
        kernel.AddFile("/proc/self/mountinfo", "29 1 259:0 / / rw - ext4 /dev/nvme0n1 rw\n");

        var refused = Invoke(kernel, "bind", "0000:01:00.0");
        Assert.That(refused.ExitCode, Is.EqualTo(1));
        Assert.That(refused.Error, Is.EqualTo(
            "hv: 0000:01:00.0: the host uses it: /dev/nvme0n1 is mounted on /. End that first; --force takes it all the same.\n"));
        Assert.That(nvme.Driver, Is.EqualTo("nvme"));

        Assert.That(Invoke(kernel, "bind", "0000:01:00.0", "--force").ExitCode, Is.Zero);
    }

    [Test]
    public void Who_is_not_root_is_told_to_be()
    {
        var kernel = new FakeKernel(null, Nvme("nvme"));
        kernel.Faults.Fail(FakeCall.WriteText, Errno.AccessDenied);

        Assert.That(Invoke(kernel, "bind", "0000:01:00.0").Error, Is.EqualTo(
            "hv: 0000:01:00.0: /sys/bus/pci/devices/0000:01:00.0/driver_override cannot be written: EACCES (13); only root may change drivers:"
            + " run it with sudo. It is as it was (driver nvme).\n"));
    }

    [TestCase("list")]
    [TestCase("check 0000:01:00.0")]
    [TestCase("bind 0000:01:00.0")]
    [TestCase("unbind 0000:01:00.0")]
    public void Where_the_host_is_not_Linux_there_is_one_line(string commandLine)
    {
        var host = new HostSources(() => throw new PlatformNotSupportedException("VFIO is an interface of Linux; this host has another system."), []);
        var run = HvProgram.InvokeOn(host, ["vfio", .. commandLine.Split(' ')]);

        Assert.That((run.ExitCode, run.Output, run.Error), Is.EqualTo((1, "", "hv: VFIO is an interface of Linux; this host has another system.\n")));
    }

    [TestCase("check 0000:01:00", "'0000:01:00' is no PCI address; give DOMAIN:BUS:DEVICE.FUNCTION, all hexadecimal, such as 0000:01:00.0; without DOMAIN: it is 0000.")]
    [TestCase("bind 01:00.0 01:00.9", "'01:00.9' is no PCI address; give DOMAIN:BUS:DEVICE.FUNCTION, all hexadecimal, such as 0000:01:00.0; without DOMAIN: it is 0000.")]
    [TestCase("unbind ../01:00.0", "'../01:00.0' is no PCI address; give DOMAIN:BUS:DEVICE.FUNCTION, all hexadecimal, such as 0000:01:00.0; without DOMAIN: it is 0000.")]
    [TestCase("check", "'hv vfio check' needs ADDRESS.")]
    [TestCase("bind", "'hv vfio bind' needs ADDRESS.")]
    [TestCase("bind --grup 01:00.0", "'hv vfio bind' has no option '--grup'. Did you mean '--group'?")]
    [TestCase("check 01:00.0 --memory lots", "--memory: 'lots' is not a size; give a number with K, M, G or T, such as 512M or 2G.")]
    [TestCase("lst", "there is no command 'lst'. Did you mean 'list'?")]
    public void A_wrong_command_line_changes_nothing_and_exits_with_2(string commandLine, string message)
    {
        var kernel = new FakeKernel(null, Nvme("nvme"));
        var run = Invoke(kernel, commandLine.Split(' '));

        Assert.That((run.ExitCode, run.Output, run.Error), Is.EqualTo((2, "", $"hv: {message}\n")));
        Assert.That(kernel.Calls[FakeCall.WriteText], Is.Zero);
    }

    [TestCase("", "hv vfio list")]
    [TestCase("list", "hv vfio list --json")]
    [TestCase("check", "hv vfio check 0000:01:00.0")]
    [TestCase("bind", "hv vfio bind 0000:01:00.0 --group")]
    [TestCase("unbind", "hv vfio unbind 0000:01:00.0")]
    public void Help_has_examples(string command, string example)
    {
        var run = Invoke(new FakeKernel(), [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        Assert.That(run.Output, Does.Contain("Usage:").And.Contain($"  {example}"));
    }

    [TestCase("list")]
    [TestCase("check 0000:01:00.0")]
    public void A_narrow_terminal_wraps_and_loses_nothing(string commandLine)
    {
        var run = HvProgram.InvokeOn(
            new HostSources(() => new FakeKernel(null, Nvme("nvme")), [_names]), 80, ["vfio", .. commandLine.Split(' ')]);

        Assert.That(run.Lines.Where(line => !line.StartsWith("0000:", StringComparison.Ordinal)).Select(line => line.TrimEnd().Length), Has.All.AtMost(80));
        Assert.That(run.Output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries), Has.Member("nvme").And.Member("Express"));
    }

    [Test]
    public void The_program_knows_the_device_that_passes_devices_through()
    {
        var device = DeliveredPlatforms.Catalog.FindDevice("vfio-pci");

        Assert.That(device.Properties.Select(property => property.Name), Is.SupersetOf(new[] { "host", "sysfsdev", "rombar" }));
    }

    private HvProgram.Run Invoke(FakeKernel kernel, params string[] arguments) =>
        HvProgram.InvokeOn(new HostSources(() => kernel, ["/nowhere/pci.ids", _names]), ["vfio", .. arguments]);

    private static FakeDevice Nvme(string? driver) =>
        new("0000:01:00.0", 4, 0x1B36, 0x0010, 0x010802) { Driver = driver, HostDriver = "nvme", CanReset = true };

    private static FakeDevice Card(string? driver, int group) =>
        new("0000:02:00.0", group, 0x10DE, 0x1C03, 0x030000) { Driver = driver, HostDriver = "nouveau" };

    private static FakeDevice Sound(string? driver, int group) =>
        new("0000:02:00.1", group, 0x10DE, 0x10F1, 0x040300) { Driver = driver, HostDriver = "snd_hda_intel" };

    private static FakeDevice Bridge() => new("0000:00:1c.0", 4, 0x8086, 0x1918, 0x060400) { Driver = "pcieport" };

    private static string Squeeze(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
