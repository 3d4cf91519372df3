using Hv.Cli.Replay;

namespace Hv.Cli.Tests.Replay;

internal sealed class RecordingHeadTests
{
    [Test]
    public void The_head_says_machine_memory_processors_and_clock()
    {
        var head = Open(
            "# RTAS calls that Linux made while booting, machine pseries-2.12-sxxm, 2 GiB, one CPU;\n"
            + "# -device nvme,addr=1, -rtc base=2026-01-02T03:04:05,clock=vm; taken from tracepoints\n"
            + "call 1 a 0 0 | |\n").Head;

        Assert.That(head.Machine, Is.EqualTo("pseries-2.12-sxxm"));
        Assert.That(head.RamSize, Is.EqualTo(2UL << 30));
        Assert.That(head.Cpus, Is.EqualTo(1));
        Assert.That(head.RtcBase, Is.EqualTo(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)));
    }

    [Test]
    public void The_machine_of_the_recording_has_what_the_head_says_and_room_for_more_memory()
    {
        var options = RecordedMachine.Options(Open("# machine a-1.0, 512 MiB, 4 CPUs; -rtc base=2026-01-02\n").Head, null, null);

        Assert.That(options.RamSize, Is.EqualTo(512UL << 20));
        Assert.That(options.MaximumRamSize, Is.EqualTo(4UL << 30));
        Assert.That(options.MemorySlots, Is.EqualTo(1));
        Assert.That(options.Cpus, Is.EqualTo(4));
        Assert.That(options.RtcBase, Is.EqualTo(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero)));
    }

    [Test]
    public void What_the_user_chooses_is_stronger_than_the_head()
    {
        var options = RecordedMachine.Options(Open("# machine a-1.0, 512 MiB, one CPU\n").Head, 8UL << 30, null);

        Assert.That((options.RamSize, options.MaximumRamSize, options.MemorySlots), Is.EqualTo((8UL << 30, 0UL, 0)));
    }

    [TestCase("# machine a-1.0, one CPU", "a-1.0", null, 1)]
    [TestCase("# machine a-1.0, 1.5 GiB", "a-1.0", 1536, null)]
    [TestCase("# machine a-1.0, a disk of 10 GiB, 3 CPUs", "a-1.0", null, null)]
    [TestCase("# a disk, 10 GiB, two CPUs", null, null, null)]
    [TestCase("# machine a-1.0, 4 MiB, 2 CPUs\n# machine b-1.0,", "b-1.0", 4, 2)]
    public void Only_what_stands_beside_the_machine_is_about_it(string text, string? machine, int? mebibytes, int? cpus)
    {
        var head = Open(text).Head;

        Assert.That((head.Machine, head.RamSize, head.Cpus), Is.EqualTo((machine, (ulong?)mebibytes << 20, cpus)));
    }

    [TestCase("# nothing of that")]
    [TestCase("call 1 a 0 0 | |\n# machine a-1.0, 2 GiB, one CPU, -rtc base=2026-01-02")]
    [TestCase("# -rtc base=utc")]
    public void A_head_may_say_nothing(string text) => Assert.That(Open(text).Head, Is.EqualTo(RecordingHead.Empty));

    [TestCase("# machine a, 1 KiB, one CPU", "1:14: expected a RAM size of 4M to 18446744073709551615, found '1'")]
    [TestCase("# machine a, 99999999 EiB, one CPU", "1:14: expected a RAM size of 4M to 18446744073709551615, found '99999999'")]
    [TestCase("# machine a, 2 GiB, 0 CPUs", "1:21: expected 1 to 4096 CPUs, found '0'")]
    [TestCase("# machine a, 2 GiB, 99999999999 CPUs", "1:21: expected 1 to 4096 CPUs, found '99999999999'")]
    [TestCase("# -rtc base=tomorrow,clock=vm", "1:13: expected a time such as 2026-01-02T03:04:05, found 'tomorrow'")]
    public void A_head_that_cannot_be_is_refused(string text, string message)
    {
        var exception = Assert.Throws<RecordingFormatException>(() => Open(text));

        Assert.That(exception.Message, Is.EqualTo($"boot.rtas:{message}"));
    }

    private static Recording Open(string text) => Recording.Open(new StringReader(text), "boot.rtas");
}
