using Hv.Runtime.Monitors;
using Hv.Runtime.Monitors.Qtest;
using Hv.Runtime.Objects;
using Hv.Runtime.Tests.Monitors.Infrastructure;
using Hv.Runtime.Time;

namespace Hv.Runtime.Tests.Monitors;

/// <summary>The qtest protocol: each command, and what is wrong with each.</summary>
public sealed class QtestServerTests
{
    [TestCase("endianness", "OK big")]
    [TestCase("endianness and more", "OK big")]
    [TestCase("readb 0x1000", "OK 0x0000000000000000")]
    [TestCase("inb 0x80", "OK 0x00ff")]
    [TestCase("inw 0x80", "OK 0xffff")]
    [TestCase("inl 0xffff", "OK 0xffffffff")]
    [TestCase("outl 0xae08 1", "OK")]
    [TestCase("readq 0xffffffffffff", "OK 0x0000000000000000")]
    [TestCase("readb -1", "OK 0x0000000000000000")]
    [TestCase("b64read 0x1000 3", "OK AAAA")]
    [TestCase("b64read 0x1000 0", "OK ")]
    [TestCase("read 0xfffffe 4", "OK 0x00000000")]
    [TestCase("memset 0x1000 0 1", "OK")]
    [TestCase("module_load a b", "FAIL")]
    [TestCase("irq_intercept_in /machine/nothing", "FAIL Unknown device")]
    [TestCase("set_irq_in /machine unnamed-gpio-in 0 1", "FAIL Unknown device")]
    [TestCase("clock_step", "FAIL Unknown command 'clock_step'")]
    [TestCase("clock_set 1", "FAIL Unknown command 'clock_set'")]
    [TestCase("nonsense", "FAIL Unknown command 'nonsense'")]
    [TestCase(" endianness", "FAIL Unknown command ''")]
    [TestCase("", "FAIL Unknown command ''")]
    [TestCase("rtas nonsense 0 0 1 0x2000", "OK 18446744073709551612")]
    [TestCase("rtas plain-add 17 0 1 0x2000", "OK 18446744073709551612")]
    [TestCase("rtas plain-add 2 0xfffffff0 2 0x2000", "OK 18446744073709551612")]
    public void A_command_has_its_reply(string command, string reply)
    {
        using var session = new PlainSession();
        using var client = new MonitorClient(new QtestServer(session.Session));

        Assert.That(client.Call(command), Is.EqualTo(reply));
    }

    [TestCase("readb", "ERR readb: argument 1 is missing")]
    [TestCase("readb ", "ERR readb: argument 1 is missing")]
    [TestCase("readb zz", "ERR readb: argument 1 is not a number: 'zz'")]
    [TestCase("readb 0x1000zz", "ERR readb: argument 1 is not a number: '0x1000zz'")]
    [TestCase("readb  0x1000", "ERR readb: argument 1 is not a number: ''")]
    [TestCase("readb 09", "ERR readb: argument 1 is not a number: '09'")]
    [TestCase("readb 18446744073709551616", "ERR readb: argument 1 is not a number: '18446744073709551616'")]
    [TestCase("writeb 0x1000", "ERR writeb: argument 2 is missing")]
    [TestCase("inb 0x10000", "ERR inb: port 0x10000 is above 0xffff")]
    [TestCase("outb 0x10000 5", "ERR outb: port 0x10000 is above 0xffff")]
    [TestCase("read 0x1000 0", "ERR read: argument 2 must be 1 to 33554432 bytes, not 0")]
    [TestCase("read 0x1000 0x2000001", "ERR read: argument 2 must be 1 to 33554432 bytes, not 33554433")]
    [TestCase("b64read 0 -1", "ERR b64read: argument 2 must be 0 to 33554432 bytes, not 18446744073709551615")]
    [TestCase("memset 0 -1 0", "ERR memset: argument 2 must be 0 to 4294967296 bytes, not 18446744073709551615")]
    [TestCase("write 0x1000 4 0x", "ERR invalid argument size")]
    [TestCase("write 0x1000 4 0xzz", "ERR write: the data must be hexadecimal digits after 0x")]
    [TestCase("write 0x1000 4 aabb", "ERR write: the data must be hexadecimal digits after 0x")]
    [TestCase("write 0x1000 0x10000000000 0xab", "ERR write: argument 2 must be 0 to 33554432 bytes, not 1099511627776")]
    [TestCase("b64write 0x1000 4 AQ", "ERR invalid argument size")]
    [TestCase("b64write 0x1000 4 !!!!", "ERR b64write: the data is not base64")]
    [TestCase("rtas", "ERR rtas: argument 1 is missing")]
    [TestCase("rtas plain-add x 0 1 0", "ERR rtas: argument 2 is not a number: 'x'")]
    [TestCase("hcall", "ERR hcall: argument 1 is missing")]
    [TestCase("hcall 4 1 2 3 4 5 6 7 8 9 10", "ERR hcall: more than 9 registers")]
    [TestCase("irq_intercept_out", "ERR irq_intercept_out: argument 1 is missing")]
    [TestCase("module_load a", "ERR module_load: argument 2 is missing")]
    public void A_malformed_command_is_answered_and_the_next_one_carried_out(string command, string reply)
    {
        using var session = new PlainSession();
        using var client = new MonitorClient(new QtestServer(session.Session));

        Assert.That(client.Call(command), Is.EqualTo(reply));
        Assert.That(client.Call("endianness"), Is.EqualTo("OK big"));
    }

    [Test]
    public void Numbers_are_stored_in_the_order_of_the_target()
    {
        using var session = new PlainSession();
        using var client = new MonitorClient(new QtestServer(session.Session));

        client.Call("writeq 0x1000 0x1122334455667788");
        client.Call("writel 0x1008 0xaabbccdd");
        client.Call("writew 0x100c 0x1eeff");
        client.Call("writeb 0x100e 0x123");

        Assert.That(client.Call("read 0x1000 15"), Is.EqualTo("OK 0x1122334455667788aabbccddeeff23"));
        Assert.That(client.Call("readl 010004"), Is.EqualTo("OK 0x0000000055667788"));
        Assert.That(client.Call("readw 4108"), Is.EqualTo("OK 0x000000000000eeff"));
    }

    [TestCase("write 0x1000 4 0xaabb", "aabb0000ffff")]
    [TestCase("write 0x1000 2 0x112233445566", "1122ffffffff")]
    [TestCase("write 0x1000 4 0xabc", "ab000000ffff")]
    [TestCase("write 0x1000 0 0xab", "ffffffffffff")]
    [TestCase("b64write 0x1000 4 AQIDBA==", "01020304ffff")]
    [TestCase("b64write 0x1000 4 AQI=", "01020000ffff")]
    [TestCase("b64write 0x1000 2 AQIDBA==", "0102ffffffff")]
    [TestCase("memset 0x1001 3 0x1aa", "ffaaaaaaffff")]
    public void Data_is_cut_or_filled_with_zeros(string command, string content)
    {
        using var session = new PlainSession();
        using var client = new MonitorClient(new QtestServer(session.Session));
        client.Call("memset 0x1000 6 0xff");

        Assert.That(client.Call(command), Is.EqualTo("OK"));
        Assert.That(client.Call("read 0x1000 6"), Is.EqualTo($"OK 0x{content}"));
    }

    [Test]
    public void Large_transfers_come_back_as_they_went()
    {
        using var session = new PlainSession();
        using var client = new MonitorClient(new QtestServer(session.Session));
        var content = new byte[1_000_003];
        new Random(1).NextBytes(content);
        var digits = Convert.ToHexStringLower(content);

        Assert.That(client.Call($"write 0x2001 {content.Length} 0x{digits}"), Is.EqualTo("OK"));
        Assert.That(client.Call($"read 0x2001 {content.Length}"), Is.EqualTo($"OK 0x{digits}"));
        Assert.That(client.Call($"b64read 0x2001 {content.Length}"), Is.EqualTo($"OK {Convert.ToBase64String(content)}"));
    }

    [Test]
    public void An_endless_line_is_refused_without_being_kept()
    {
        using var session = new PlainSession();
        using var client = new MonitorClient(new QtestServer(session.Session));
        var piece = new byte[1 << 20];
        piece.AsSpan().Fill((byte)'a');
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var sent = 0; sent < 96; sent++)
            client.Send(piece);

        Assert.That(client.Call(""), Does.StartWith("ERR a line of more than "));
        Assert.That(client.Call("endianness"), Is.EqualTo("OK big"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(16 << 20));
    }

    [Test]
    public void Rtas_calls_read_and_store_words_where_the_command_says()
    {
        using var session = new PlainSession();
        using var client = new MonitorClient(new QtestServer(session.Session));
        client.Call("writel 0x1000 40");
        client.Call("writel 0x1004 2");

        Assert.That(client.Call("rtas plain-add 2 0x1000 2 0x2000"), Is.EqualTo("OK 0"));
        Assert.That(client.Call("read 0x2000 12"), Is.EqualTo("OK 0x000000000000002a00000000"));
    }

    [Test]
    public void Hypercalls_answer_status_and_registers()
    {
        using var session = new PlainSession();
        using var client = new MonitorClient(new QtestServer(session.Session));

        Assert.That(client.Call("hcall 4 1 0xffffffffffffffff"), Is.EqualTo(
            "OK 0xfffffffffffffffc 0x0000000000000002 0x0000000000000000 0x0000000000000001 0x0000000000000001 0x0000000000000001"
            + " 0x0000000000000001 0x0000000000000001 0x0000000000000001 0x0000000000000001"));
        Assert.That(client.Call("hcall 8"), Does.StartWith("OK 0xfffffffffffffffe "));
    }

    [Test]
    public void A_defect_of_a_handler_is_answered_as_the_guest_sees_it_and_reported()
    {
        using var session = new PlainSession();
        using var client = new MonitorClient(new QtestServer(session.Session));

        Assert.That(client.Call("rtas plain-throw 0 0 1 0x2000"), Is.EqualTo("OK 0"));
        Assert.That(client.Call("readl 0x2000"), Is.EqualTo("OK 0x00000000ffffffff"));
        Assert.That(session.Defects, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_test_drives_the_clock_and_its_timers()
    {
        var clock = new VirtualClock(DateTimeOffset.UnixEpoch);
        using var session = new PlainSession(new SessionOptions { Clock = clock });
        using var client = new MonitorClient(new QtestServer(session.Session));
        var runs = new List<long>();
        using var timer = clock.CreateTimer(_ => runs.Add(clock.Now), null, TimeSpan.FromMicroseconds(5), TimeSpan.FromMicroseconds(3));

        Assert.That(client.Call("clock_step"), Is.EqualTo("OK 5000"));
        Assert.That(client.Call("clock_step 4000"), Is.EqualTo("OK 9000"));
        Assert.That(client.Call("clock_set 20000"), Is.EqualTo("OK 20000"));
        Assert.That(client.Call("clock_set 5"), Is.EqualTo("OK 20000"));
        Assert.That(runs, Is.EqualTo(new long[] { 5000, 8000, 11000, 14000, 17000, 20000 }));
    }

    [Test]
    public void Interrupts_are_told_before_the_reply_of_the_command_that_caused_them()
    {
        using var session = new PlainSession(configure: machine => machine.CreateDevice(PlainDevice.ColdType, "d", ("reg", "0xf0000000")));
        using var client = new MonitorClient(new QtestServer(session.Session));

        Assert.That(client.Call("irq_intercept_out /machine/peripheral/d"), Is.EqualTo("OK"));
        Assert.That(client.Call("irq_intercept_out d"), Is.EqualTo("OK"));
        Assert.That(client.Call("irq_intercept_in device[0]"), Is.EqualTo("FAIL IRQ intercept already enabled"));
        Assert.That(client.Call("writeb 0xf0000001 1"), Is.EqualTo("IRQ raise 1"));
        Assert.That(client.Read(), Is.EqualTo("OK"));
        Assert.That(client.Call("set_irq_in d unnamed-gpio-in 1 0"), Is.EqualTo("IRQ lower 1"));
        Assert.That(client.Read(), Is.EqualTo("OK"));
        Assert.That(client.Call("set_irq_in d other 1 1"), Is.EqualTo("FAIL Unknown device"));
        Assert.That(client.Call("set_irq_in d unnamed-gpio-in 2 1"), Is.EqualTo("FAIL Unknown device"));
    }

    [Test]
    public void The_log_has_both_sides()
    {
        using var session = new PlainSession();
        using var log = new StringWriter { NewLine = "\n" };
        using (var client = new MonitorClient(new QtestServer(session.Session, TextWriter.Synchronized(log))))
            client.Call("endianness");

        Assert.That(log.ToString(), Does.Match(
            @"^\[I \+\d+\.\d{6}\] OPENED\n\[R \+\d+\.\d{6}\] endianness\n\[S \+\d+\.\d{6}\] OK big\n"));
    }
}
