using System.Text.Json.Nodes;
using Hv.Runtime.Block;
using Hv.Runtime.Monitors.Human;
using Hv.Runtime.Monitors.Qmp;
using Hv.Runtime.Tests.Monitors.Infrastructure;

namespace Hv.Runtime.Tests.Monitors;

/// <summary>The human monitor.</summary>
public sealed class HumanMonitorTests
{
    /// <summary>The commands that QEMU's test-hmp makes; only survival counts there.</summary>
    private static readonly string[] TestHmp =
    [
        "announce_self", "boot_set ndc", "chardev-add null,id=testchardev1", "chardev-send-break testchardev1",
        "chardev-change testchardev1 ringbuf", "chardev-remove testchardev1", "commit all", "cpu 0", "device_add ?",
        "device_add usb-mouse,id=mouse1", "drive_add ignored format=help", "mouse_button 7", "mouse_move 10 10", "mouse_button 0",
        "device_del mouse1", "dump-guest-memory /dev/null 0 4096", "dump-guest-memory /dev/null", "gdbserver", "gva2gpa 0",
        "hostfwd_add tcp::43210-:43210", "hostfwd_remove tcp::43210-:43210", "i /w 0", "log all", "log none", "memsave 0 4096 \"/dev/null\"",
        "migrate_set_parameter xbzrle_cache_size 1", "migrate_set_parameter downtime_limit 1", "migrate_set_parameter max_bandwidth 1",
        "netdev_add user,id=net1", "set_link net1 off", "set_link net1 on", "netdev_del net1", "nmi", "o /w 0 0x1234",
        "object_add memory-backend-ram,id=mem1,size=256M", "object_del mem1", "pmemsave 0 4096 \"/dev/null\"", "p $pc + 8", "qom-list /",
        "qom-set /machine initrd test", "qom-get /machine initrd", "screendump /dev/null", "sendkey x", "singlestep on",
        "wavcapture /dev/null", "stopcapture 0", "sum 0 512", "x /8i 0x100", "xp /16x 0",
    ];

    [TestCase("info block", "d: memory (memory, read-only)\n    Attached to:      nvme\n    Cache mode:       writeback\n\ne: memory (memory)\n    Cache mode:       writethrough\n")]
    [TestCase("info block -v e", "e: memory (memory)\n    Cache mode:       writethrough\n")]
    [TestCase("info block f", "Error: Device 'f' not found\n")]
    public void Block_devices_are_shown(string command, string shown)
    {
        using var drives = new BlockDevices();
        drives.Add(new MemoryBlockDevice("d", 512, isReadOnly: true));
        drives.Add(new MemoryBlockDevice("e", 512) { HasWriteCache = false });
        drives.Take("d", "nvme", "drive");
        using var session = new PlainSession(configure: machine => machine.Options = machine.Options with { BlockDevices = drives });

        Assert.That(Execute(session, command), Is.EqualTo(shown.Replace("\n", "\r\n")));
    }

    [TestCase("", "")]
    [TestCase("nonsense", "unknown command: 'nonsense'\n")]
    [TestCase("info nonsense", "unknown command: 'info nonsense'\n")]
    [TestCase("info status", "VM status: paused (prelaunch)\n")]
    [TestCase("info status extra", "status: extraneous characters at the end of line\nTry \"help info status\" for more information\n")]
    [TestCase("info name", "")]
    [TestCase("info registers", "Error: the machine has no processors that execute\n")]
    [TestCase("info pic", "Error: the machine has no processors that execute\n")]
    [TestCase("info tlb 5", "Error: CPU#5 is not there; the last one is CPU#0\n")]
    [TestCase("info windows", "")]
    [TestCase("info uuid", "00000000-0000-0000-0000-000000000000\n")]
    [TestCase("info pci", "")]
    [TestCase("info block", "")]
    [TestCase("help cont", "cont|c  -- resume emulation\n")]
    [TestCase("help info name", "info name  -- show the current VM name\n")]
    [TestCase("p 2+3*4", "0xe\n")]
    [TestCase("p /d 2-3*4", "-10\n")]
    [TestCase("p /x (1+0x10)*-1 & 0xff", "0xef\n")]
    [TestCase("p 1/0", "Error: division by zero\n")]
    [TestCase("p 1+", "Error: unexpected end of expression\n")]
    [TestCase("p $pc", "Error: unknown register\n")]
    [TestCase("p", "Error: unexpected end of expression\n")]
    [TestCase("xp /3xb 0x1000", "0000000000001000: 0x41 0x42 0x00\n")]
    [TestCase("xp /2c 0x1000", "0000000000001000: 'A' 'B'\n")]
    [TestCase("xp/1xw 0x1000", "0000000000001000: 0x41420000\n")]
    [TestCase("xp /1dh 0x1000", "0000000000001000: 16706\n")]
    [TestCase("xp 0xf000000000", "000000f000000000: Cannot access memory\n")]
    [TestCase("xp /99999999x 0", "Error: 99999999 units are more than the 65536 that one command shows\n")]
    [TestCase("i /h 0x10", "portw[0x0010] = 0xffff\n")]
    [TestCase("o /b 0x10 1", "")]
    [TestCase("sum 0x1000 2", "32866\n")]
    [TestCase("qom-get d reg", "5\n")]
    [TestCase("qom-get d nothing", "Error: Property 'plain-cold.nothing' not found\n")]
    [TestCase("qom-list", "/\n")]
    [TestCase("device_add nothing", "Error: 'nothing' is not a valid device model name\n")]
    [TestCase("device_add nothing,help", "Device 'nothing' not found\n")]
    [TestCase("device_del nothing", "Error: Device 'nothing' not found\n")]
    [TestCase("device_del", "Error: device_del: id expected\n")]
    [TestCase("cpu 1", "Error: Invalid CPU index\n")]
    [TestCase("qom-get \"d", "Error: qom-get: unterminated string\n")]
    [TestCase("info qom-tree /machine/peripheral", "/peripheral (container)\n  /d (plain-cold)\n")]
    [TestCase("info numa", "1 nodes\nnode 0 cpus: 0\nnode 0 size: 16 MB\nnode 0 plugged: 0 MB\n")]
    [TestCase("info mtree", "address-space: memory\n  0000000000000000-0000000000ffffff (prio 0, ram): ram\n  0000000000000005-0000000000000014 (prio 1, i/o): plain\n\n")]
    public void A_line_shows(string line, string text)
    {
        using var session = new PlainSession(configure: machine => machine.CreateDevice(PlainDevice.ColdType, "d", ("reg", "5")));
        session.Machine.AddressSpace.Write(0x1000, "AB"u8);

        Assert.That(Execute(session, line), Is.EqualTo(text.Replace("\n", "\r\n")));
    }

    [Test]
    public void The_device_tree_has_devices_and_their_properties()
    {
        using var session = new PlainSession(configure: machine => machine.CreateDevice(PlainDevice.ColdType, "d", ("reg", "17")));

        Assert.That(Execute(session, "info qtree"), Does.StartWith("bus: main-system-bus\r\n  type System\r\n").And.Contain(
            "\r\n  dev: plain-cold, id \"d\"\r\n    reg = 17 (0x11)\r\n    quick = true\r\n"));
    }

    [Test]
    public void Every_line_of_help_about_info_starts_with_info()
    {
        using var session = new PlainSession();
        var lines = Execute(session, "help info").Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.That(lines, Has.Length.GreaterThan(20));
        Assert.That(lines, Has.All.StartsWith("info "));
        foreach (var name in lines.Select(line => line.Split(' ')[1]))
            Assert.That(Execute(session, $"info {name}"), Does.Not.StartWith("unknown command"), name);
    }

    [TestCaseSource(nameof(TestHmp))]
    public void A_command_of_test_hmp_is_known(string line)
    {
        using var session = new PlainSession();

        Assert.That(Execute(session, line), Does.Not.StartWith("unknown command"));
        Assert.That(session.Defects, Is.Empty);
    }

    [Test]
    public void Help_of_a_device_leaves_the_trees_as_they_were()
    {
        using var session = new PlainSession();
        var before = Execute(session, "info qom-tree") + Execute(session, "info qtree");

        Assert.That(Execute(session, "device_add plain-hot,help"), Does.Contain("reg=<uint32>"));
        Assert.That(Execute(session, "info qom-tree") + Execute(session, "info qtree"), Is.EqualTo(before));
    }

    [Test]
    public void A_person_gets_a_prompt_and_what_a_line_shows()
    {
        using var session = new PlainSession();
        using var client = new MonitorClient(new HumanServer(session.Session));

        Assert.That(client.ReadTo("(qemu) "), Does.Match(@"^Hv [0-9.]+ monitor - type 'help' for more information\r\n\(qemu\) $"));
        client.Send("info status");
        Assert.That(client.ReadTo("(qemu) "), Is.EqualTo("VM status: paused (prelaunch)\r\n(qemu) "));
        client.Send(new string('x', 100_000));
        Assert.That(client.ReadTo("(qemu) "), Is.EqualTo("the line is too long\r\n(qemu) "));
        client.Send(new string('(', 100) + "\n");
        Assert.That(client.ReadTo("(qemu) "), Does.StartWith("unknown command"));
        client.Send("quit");
        Assert.That(session.Session.WaitForEnd(), Is.Zero);
    }

    [Test]
    public void Expressions_do_not_nest_without_end()
    {
        using var session = new PlainSession();

        Assert.That(Execute(session, "p " + new string('(', 10_000)), Is.EqualTo("Error: the expression nests too deep\r\n"));
    }

    private static string Execute(PlainSession session, string line)
    {
        using var client = new MonitorClient(new QmpServer(session.Session));
        client.Read();
        client.Call("""{"execute": "qmp_capabilities"}""");
        var request = new JsonObject { ["execute"] = "human-monitor-command", ["arguments"] = new JsonObject { ["command-line"] = line } };
        return JsonNode.Parse(client.Call(request.ToJsonString())!)!["return"]!.GetValue<string>();
    }
}
