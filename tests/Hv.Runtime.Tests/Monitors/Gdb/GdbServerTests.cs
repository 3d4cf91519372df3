using System.Text;
using Hv.Runtime.Monitors;
using Hv.Runtime.Monitors.Gdb;
using Hv.Runtime.Tests.Monitors.Infrastructure;

namespace Hv.Runtime.Tests.Monitors.Gdb;

/// <summary>gdb's remote protocol: each packet, and what a hostile client makes of them.</summary>
public sealed class GdbServerTests
{
    [TestCase("?", "T05thread:1;")]
    [TestCase("g", "00000000" + "01" + "0202")]
    [TestCase("p0", "00000000")]
    [TestCase("p2", "0202")]
    [TestCase("p3", "E22")]
    [TestCase("p", "E22")]
    [TestCase("pffffffffffffffffff", "E22")]
    [TestCase("P2=abcd", "OK")]
    [TestCase("P2=abc", "E22")]
    [TestCase("P9=ab", "E22")]
    [TestCase("G0011", "E22")]
    [TestCase("G00112233445566", "OK")]
    [TestCase("m10,4", "00000000")]
    [TestCase("mfffe,4", "0000")]
    [TestCase("m10000,4", "E01")]
    [TestCase("m10,ffffffff", "E22")]
    [TestCase("m10", "E22")]
    [TestCase("m10,4,4", "E22")]
    [TestCase("mxyz,4", "E22")]
    [TestCase("x10,2", "b\0\0")]
    [TestCase("M10,2:abcd", "OK")]
    [TestCase("M10,2:ab", "E22")]
    [TestCase("Mffff,2:abcd", "E01")]
    [TestCase("X10,0:", "OK")]
    [TestCase("X10,2:a", "E22")]
    [TestCase("Z0,1000,4", "OK")]
    [TestCase("Z4,1000,8", "OK")]
    [TestCase("Z5,1000,4", "")]
    [TestCase("Z0,1000", "E22")]
    [TestCase("Z2,1000,0", "E22")]
    [TestCase("z0,1000,4", "OK")]
    [TestCase("Hg1", "OK")]
    [TestCase("Hg0", "OK")]
    [TestCase("Hc-1", "OK")]
    [TestCase("Hg3", "E22")]
    [TestCase("Hx1", "E22")]
    [TestCase("H", "E22")]
    [TestCase("T2", "OK")]
    [TestCase("T3", "E01")]
    [TestCase("T-1", "E01")]
    [TestCase("qC", "QC1")]
    [TestCase("qAttached", "1")]
    [TestCase("qAttached:1", "1")]
    [TestCase("qSymbol::", "OK")]
    [TestCase("qfThreadInfo", "m1,2")]
    [TestCase("qThreadExtraInfo,2", "6e756d6265722031")]
    [TestCase("qThreadExtraInfo,9", "E01")]
    [TestCase("qXfer:features:read:other.xml:0,fff", "E00")]
    [TestCase("qXfer:features:read:target.xml:0", "E22")]
    [TestCase("qXfer:features:read:target.xml:fffff,4", "E22")]
    [TestCase("qRcmd,zz", "E22")]
    [TestCase("vCont?", "vCont;c;C;s;S")]
    [TestCase("vCont;x", "E22")]
    [TestCase("vCont;s:3", "E22")]
    [TestCase("vCont;C", "E22")]
    [TestCase("vMustReplyEmpty", "")]
    [TestCase("c1000", "E22")]
    [TestCase("", "")]
    [TestCase("!", "")]
    public void A_packet_has_its_reply(string packet, string reply)
    {
        using var client = new GdbClient();

        Assert.That(client.Call(packet), Is.EqualTo(reply));
        Assert.That(client.Call("qC"), Does.StartWith("QC"), "the connection goes on");
        Assert.That(client.Defects, Is.Empty);
    }

    [Test]
    public void What_is_supported_is_said()
    {
        using var client = new GdbClient();

        var features = client.Call("qSupported:multiprocess+;swbreak+;hwbreak+").Split(';');

        Assert.That(features, Is.SupersetOf(new[] { "qXfer:features:read+", "QStartNoAckMode+", "vContSupported+" }));
    }

    [Test]
    public void The_description_comes_in_parts_and_has_every_register()
    {
        using var client = new GdbClient();
        var text = new StringBuilder();
        string part;
        do
        {
            part = client.Call($"qXfer:features:read:target.xml:{text.Length:x},20");
            text.Append(part[1..]);
        }
        while (part[0] == 'm');

        Assert.That(part[0], Is.EqualTo('l'));
        var root = System.Xml.Linq.XDocument.Parse(text.ToString().Replace("<!DOCTYPE target SYSTEM \"gdb-target.dtd\">", "")).Root!;
        Assert.That(root.Element("architecture")!.Value, Is.EqualTo("powerpc:common64"));
        Assert.That(
            root.Descendants("reg").Select(register => $"{register.Attribute("name")!.Value} {register.Attribute("bitsize")!.Value} {register.Attribute("regnum")!.Value}"),
            Is.EqualTo(new[] { "c 16 2", "a 32 0", "b 8 1" }));
    }

    [Test]
    public void Registers_and_memory_are_those_of_the_chosen_thread()
    {
        using var client = new GdbClient();
        client.Call("Hg2");
        Assert.That(client.Call("g"), Is.EqualTo("10101010" + "11" + "1212"));
        client.Call("P2=BEEF");
        Assert.That(client.Target.Registers[(1, 2)], Is.EqualTo(new byte[] { 0xbe, 0xef }));

        client.Call("M20,3:0a0B0c");
        Assert.That(client.Call("m20,4"), Is.EqualTo("0a0b0c00"));
        client.Call("X20,2:}\u0003}\u0004");
        Assert.That(client.Call("m20,3"), Is.EqualTo("23240c"), "escaped # and $");
        Assert.That(client.Call("x20,3"), Is.EqualTo("b}\u0003}\u0004\u000c"), "and escaped on the way back");
    }

    [Test]
    public void Points_are_the_targets_until_the_client_goes()
    {
        using var client = new GdbClient();
        client.Call("Z0,1000,4");
        client.Call("Z2,2000,8");
        client.Call("Z2,2000,8");
        Assert.That(client.Target.Points, Is.EquivalentTo(new[]
        {
            new DebugPoint(DebugPointKind.SoftwareBreakpoint, 0x1000, 4), new DebugPoint(DebugPointKind.WriteWatchpoint, 0x2000, 8),
        }));
        client.Call("z0,1000,4");
        Assert.That(client.Target.Points, Has.Count.EqualTo(1));

        Assert.That(client.Call("D"), Is.EqualTo("OK"));
        Assert.That(client.IsClosed());
        Assert.That(client.Target.Points, Is.Empty);
        Assert.That(client.Session.State, Is.EqualTo(RunState.Running), "a machine that a debugger lets go of runs");
    }

    [Test]
    public void There_are_only_so_many_points()
    {
        using var client = new GdbClient();
        for (var index = 0; index < 1024; index++)
            Assert.That(client.Call($"Z0,{index * 4:x},4"), Is.EqualTo("OK"));

        Assert.That(client.Call("Z0,10000,4"), Is.EqualTo("E22"));
    }

    [TestCase("c", "Continue Continue")]
    [TestCase("C05", "Continue Continue")]
    [TestCase("s", "Step Continue")]
    [TestCase("vCont;c", "Continue Continue")]
    [TestCase("vCont;s:2", "Hold Step")]
    [TestCase("vCont;s:2;c", "Continue Step")]
    [TestCase("vCont;S05:1;c:2", "Step Continue")]
    [TestCase("vCont;s:-1", "Step Step")]
    public void Threads_do_what_they_are_told(string packet, string actions)
    {
        using var client = new GdbClient();
        client.Send(packet);
        WaitFor(() => client.Session.State == RunState.Running);
        Assert.That(string.Join(' ', client.Target.Actions), Is.EqualTo(actions));
    }

    [Test]
    public void With_a_thread_chosen_only_that_one_is_stepped()
    {
        using var client = new GdbClient();
        client.Call("Hc2");
        client.Send("s");
        WaitFor(() => client.Session.State == RunState.Running);
        Assert.That(string.Join(' ', client.Target.Actions), Is.EqualTo("Hold Step"));
    }

    [TestCase(null, 0UL, "T05thread:2;")]
    [TestCase(DebugPointKind.SoftwareBreakpoint, 0UL, "T05thread:2;swbreak:;")]
    [TestCase(DebugPointKind.HardwareBreakpoint, 0UL, "T05thread:2;hwbreak:;")]
    [TestCase(DebugPointKind.WriteWatchpoint, 0x1234UL, "T05thread:2;watch:1234;")]
    [TestCase(DebugPointKind.ReadWatchpoint, 0x1234UL, "T05thread:2;rwatch:1234;")]
    [TestCase(DebugPointKind.AccessWatchpoint, 0x1234UL, "T05thread:2;awatch:1234;")]
    public void A_halt_is_told_with_its_reason(DebugPointKind? kind, ulong address, string reply)
    {
        using var client = new GdbClient();
        client.Call("qSupported:swbreak+;hwbreak+");
        client.Send("vCont;c");
        WaitFor(() => client.Session.State == RunState.Running);
        client.Target.HaltBecause(new DebugHalt(1, kind, address));

        Assert.That(client.Read(), Is.EqualTo(reply));
        Assert.That(client.Session.State, Is.EqualTo(RunState.Debug));
        Assert.That(client.Call("?"), Is.EqualTo(reply), "the reason stays until it runs again");
        Assert.That(client.Call("qC"), Is.EqualTo("QC2"), "the thread that halted is the chosen one");
    }

    [Test]
    public void A_client_stops_a_machine_that_runs()
    {
        using var client = new GdbClient(isRunning: true);
        Assert.That(client.Call("?"), Is.EqualTo("T05thread:1;"));
        Assert.That(client.Session.State, Is.EqualTo(RunState.Paused), "since it is there");

        client.Send("c");
        Assert.That(client.Call("g"), Is.EqualTo("E01"), "while it runs nothing is read");
        client.SendRaw("\u0003");
        Assert.That(client.Read(), Is.EqualTo("T02thread:1;"));
        Assert.That(client.Session.State, Is.EqualTo(RunState.Paused));
    }

    [Test]
    public void A_client_hears_that_somebody_else_has_stopped_the_machine()
    {
        using var client = new GdbClient();
        client.Send("c");
        WaitFor(() => client.Session.State == RunState.Running);
        client.Session.Stop();

        Assert.That(client.Read(), Is.EqualTo("T02thread:1;"));
    }

    [Test]
    public void A_client_hears_that_the_machine_is_gone()
    {
        using var client = new GdbClient();
        client.Send("c");
        WaitFor(() => client.Session.State == RunState.Running);
        client.Session.Quit("test");

        Assert.That(client.Read(), Is.EqualTo("W00"));
    }

    [Test]
    public void A_machine_that_cannot_run_says_why()
    {
        using var client = new GdbClient(options: new SessionOptions { PausesOnShutdown = true });

        // Whoever connects stops the machine: that has been by the time of an answer.
        client.Call("?");
        client.Session.Continue();
        client.PowerOff();
        WaitFor(() => client.Session.State == RunState.Shutdown);

        Assert.That(client.Call("c"), Is.EqualTo("E.Resetting the Virtual Machine is required"));
    }

    [Test]
    public void A_client_kills_the_machine()
    {
        using var client = new GdbClient();
        client.Send("k");

        WaitFor(() => client.Session.HasEnded);
    }

    [Test]
    public void A_command_for_the_monitor_shows_what_it_says()
    {
        using var client = new GdbClient();
        client.Send("qRcmd," + Convert.ToHexString(Encoding.UTF8.GetBytes("info status")));

        Assert.That(Encoding.UTF8.GetString(Convert.FromHexString(client.Read()[1..])), Is.EqualTo("VM status: paused (prelaunch)\n"));
        Assert.That(client.Read(), Is.EqualTo("OK"));
    }

    [Test]
    public void Acknowledgements_end_when_the_client_wants_it()
    {
        using var client = new GdbClient();
        Assert.That(client.Call("QStartNoAckMode"), Is.EqualTo("OK"));
        client.SendRaw("$qC#00");
        Assert.That(client.Read(), Is.EqualTo("QC1"), "nobody looks at checksums any more");
    }

    [Test]
    public void A_wrong_checksum_is_refused_and_a_refused_packet_sent_again()
    {
        using var client = new GdbClient();
        client.SendRaw("$qC#00");
        Assert.That(client.ReadRaw("-"), Is.EqualTo("-"));
        client.SendRaw("$qC#zz");
        Assert.That(client.ReadRaw("-"), Is.EqualTo("-"));
        Assert.That(client.Call("qC"), Is.EqualTo("QC1"));
        client.SendRaw("-");
        Assert.That(client.Read(), Is.EqualTo("QC1"));
    }

    [Test]
    public void Noise_around_packets_is_nothing()
    {
        using var client = new GdbClient();
        client.SendRaw("+++hello\0\n#12$g$m#$m1" + GdbClient.Packet("qC"));

        Assert.That(client.ReadRaw("QC1"), Does.EndWith("+$QC1"));
    }

    [Test]
    public void A_packet_that_is_too_long_is_read_to_its_end()
    {
        using var client = new GdbClient();
        client.Send("M0,8000:" + new string('0', 0x10000));
        Assert.That(client.Read(), Is.EqualTo("E22"));
        Assert.That(client.Call("qC"), Is.EqualTo("QC1"));
    }

    [Test]
    public void The_next_client_finds_the_machine_as_the_last_one_left_it()
    {
        using var client = new GdbClient();
        client.SendRaw(GdbClient.Packet("Z0,1000,4") + "$m10");
        Assert.That(client.ReadRaw("OK#9a"), Does.EndWith("$OK#9a"));
        client.Close();

        Assert.That(client.IsClosed());
        Assert.That(client.Target.Points, Is.Empty);
        Assert.That(client.Session.State, Is.EqualTo(RunState.Prelaunch));
    }

    [Test]
    public void Many_threads_are_listed_in_parts()
    {
        using var client = new GdbClient(new FakeDebugTarget { ThreadCount = 1300 });
        var names = new List<string>();
        for (var part = client.Call("qfThreadInfo"); part != "l"; part = client.Call("qsThreadInfo"))
            names.AddRange(part[1..].Split(','));

        Assert.That(names, Is.EqualTo(Enumerable.Range(1, 1300).Select(number => number.ToString("x", null))));
    }

    [Test]
    public void Random_packets_do_no_harm([Values(1, 2, 3)] int seed)
    {
        var random = new Random(seed);
        using var client = new GdbClient();
        const string letters = "gGpPmMxXzZcsHTqQvD?0123456789abcdef,:;=-#$}*\u0003 Cont";
        for (var count = 0; count < 300; count++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => letters[random.Next(letters.Length)]));

            // Letting go ends the connection, as it should.
            if (!text.Contains("D", StringComparison.Ordinal) && !text.Contains("k", StringComparison.Ordinal))
                client.SendRaw(random.Next(2) == 0 ? GdbClient.Packet(text) : text);
        }

        // What is open is closed, the machine stopped.
        client.SendRaw("\u0003##00" + GdbClient.Packet("Hg1") + GdbClient.Packet("qC"));
        Assert.That(client.ReadRaw("$QC1#c5"), Does.EndWith("$QC1#c5"));
        Assert.That(client.Defects, Is.Empty);
    }

    private static void WaitFor(Func<bool> condition) =>
        Assert.That(SpinWait.SpinUntil(condition, MonitorClient.Patience), Is.True);
}
