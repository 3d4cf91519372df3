using System.Text;
using Hv.Cli.Replay;
using Hv.Cli.Tests.Infrastructure;
using Hv.Runtime.Machines;

namespace Hv.Cli.Tests.Replay;

internal sealed class ReplayerTests
{
    [Test]
    public void Equal_words_make_a_call_equal()
    {
        var report = Replay("call 2000 sample-add 2 2 | 00000001 00000002 | 00000000 00000003");

        Assert.That(report.Calls.ToString(), Is.EqualTo("1 equal, 0 different, 0 not comparable, 0 not declared yet"));
        Assert.That(report.Groups[0].Made, Is.EqualTo(1));
        Assert.That(report.HasDifference, Is.False);
        Assert.That(report.Rules, Is.Empty);
    }

    [Test]
    public void A_different_word_is_an_example_with_its_line_and_place()
    {
        var report = Replay("# head", "call 2000 sample-add 2 2 | 00000001 00000002 | 00000000 00000004");
        var difference = report.Groups[0].Differences.Single();

        Assert.That(report.HasDifference);
        Assert.That(difference.Line, Is.EqualTo(2));
        Assert.That(difference.Arguments, Is.EqualTo(new uint[] { 1, 2 }));
        Assert.That(difference.Recorded, Is.EqualTo(new uint[] { 0, 4 }));
        Assert.That(difference.Ours, Is.EqualTo(new uint[] { 0, 3 }));
        Assert.That(difference.Words, Is.EqualTo(new[] { 1 }));
        Assert.That(difference.Note, Is.Null);
    }

    [Test]
    public void Only_as_many_examples_are_kept_as_asked_for_but_all_are_counted()
    {
        var lines = Enumerable.Repeat("call 2000 sample-add 2 2 | 00000001 00000002 | 00000000 00000004", 10).ToArray();
        var report = Replay(new ReplaySettings { MaximumExamples = 2 }, lines);

        Assert.That(report.Groups[0].Counts.Different, Is.EqualTo(10));
        Assert.That(report.Groups[0].Differences, Has.Count.EqualTo(2));
    }

    [Test]
    public void Return_words_that_the_call_does_not_store_read_zero() =>
        Assert.That(Replay("call 2000 sample-add 2 4 | 00000001 00000002 | 00000000 00000003 00000000 00000000").Calls.Equal, Is.EqualTo(1));

    [Test]
    public void A_token_the_machine_does_not_have_is_not_declared_yet()
    {
        var report = Replay("call 2fff some-call 1 1 | 00000001 | 00000000");

        Assert.That(report.Calls.NotDeclared, Is.EqualTo(1));
        Assert.That(report.Groups[0].Made, Is.Zero);
        Assert.That(report.HasDifference, Is.False);
    }

    [Test]
    public void A_machine_without_H_RTAS_declares_no_call_and_says_so()
    {
        var report = Replay("sample-1.0", new ReplaySettings(), "call 2000 sample-add 2 2 | 00000001 00000002 | 00000000 00000003");

        Assert.That(report.Calls.NotDeclared, Is.EqualTo(1));
        Assert.That(report.Notes, Is.EqualTo(new[] { "sample-1.0 does not declare H_RTAS (0xf000): no call could be made" }));
    }

    [Test]
    public void A_token_with_another_name_is_different_and_not_called()
    {
        var report = Replay("call 2003 sample-add 2 2 | 00000001 00000002 | 00000000 00000003");

        Assert.That(report.Groups[0].Made, Is.Zero);
        Assert.That(report.Groups[0].Differences[0].Note, Is.EqualTo("token 2003 is 'sample-throw' here; the call was not made"));
    }

    [Test]
    public void A_handler_that_fails_is_a_difference_that_names_the_exception()
    {
        var report = Replay("call 2003 sample-throw 0 1 |  | 00000000");

        Assert.That(report.Groups[0].Differences[0].Note, Is.EqualTo("the handler failed: InvalidOperationException: A defect of two lines."));
    }

    [Test]
    public void Times_of_day_are_not_compared_but_their_status_is()
    {
        var report = Replay(
            "call 2001 get-time-of-day 0 8 |  | 00000000 000007ea 00000001 00000002 00000003 00000004 0000000b 9ea6ad71",
            "call 2001 get-time-of-day 0 8 |  | fffffffd 000007ea 00000001 00000002 00000003 00000004 0000000b 9ea6ad71");

        Assert.That(report.Calls.ToString(), Is.EqualTo("0 equal, 1 different, 1 not comparable, 0 not declared yet"));
        Assert.That(report.Groups[0].Differences[0].Words, Is.EqualTo(new[] { 0 }));
        Assert.That(report.Rules.Select(rule => rule.Name), Is.EqualTo(new[] { "time-of-day" }));
    }

    [Test]
    public void The_frame_is_out_of_the_way_of_every_buffer_an_argument_names()
    {
        using var machine = SampleMachine.Realize();
        var caller = new RtasFrameCaller(machine);
        var highest = (uint)caller.PlaceFrame([]).Value;
        Span<uint> returns = stackalloc uint[2];
        for (var buffer = highest - 256; buffer < highest + 256; buffer += 4)
        {
            caller.CallRtas(0x2002, [buffer], returns);
            Assert.That(returns[1], Is.EqualTo(buffer), "the buffer that the call cleared was not its frame");
        }
    }

    [Test]
    public void A_place_for_the_frame_is_found_whatever_sixteen_arguments_say_in_the_least_memory()
    {
        var machine = SampleMachine.Family.Newest.Create();
        machine.Options = new MachineOptions { RamSize = RtasFrameCaller.MinimumRamSize };
        machine.Realize();
        using (machine)
        {
            var arguments = new List<uint>();
            while (arguments.Count < 16)
                arguments.Add((uint)new RtasFrameCaller(machine).PlaceFrame(arguments.ToArray()).Value);

            var frame = new RtasFrameCaller(machine).PlaceFrame(arguments.ToArray());
            Assert.That(frame.Value, Is.GreaterThan(0).And.LessThan(arguments.Min()));
        }
    }

    [Test]
    public void Token_properties_are_answered_by_the_dispatcher()
    {
        var report = Replay(
            "dt rtas/sample-add 00002000", "dt rtas/sample-fill 00002009", "dt rtas/rtas-size 00000001", "dt rtas/name 7274617300",
            "dt rtas/linux,rtas-base 2ffff000", "dt pci/phandle 00000001", "dt rtas/slof,from-fdt 00000001", "call 2001 get-time-of-day 0 0 |  |");

        Assert.That(
            report.Properties.Select(property => property.Outcome),
            Is.EqualTo(new[]
            {
                ReplayOutcome.Equal, ReplayOutcome.Different, ReplayOutcome.NotDeclared, ReplayOutcome.NotComparable,
                ReplayOutcome.NotComparable, ReplayOutcome.NotComparable, ReplayOutcome.NotComparable,
            }));
        Assert.That((report.Properties[1].Recorded, report.Properties[1].Ours), Is.EqualTo(("00002009", "00002002")));
        Assert.That(report.HasDifference);
        Assert.That(report.Rules.Select(rule => rule.Name), Is.EqualTo(new[] { "firmware" }));
    }

    [Test]
    public void Other_properties_are_answered_by_the_device_tree_source()
    {
        var settings = new ReplaySettings { DeviceTree = (_, path) => path == "rtas/rtas-size" ? [0, 0, 0, 1] : null };
        var report = Replay(settings, "dt rtas/rtas-size 00000001", "dt rtas/sample-add 00002000", "call 2001 get-time-of-day 0 0 |  |");

        Assert.That(report.PropertyCounts.Equal, Is.EqualTo(2));
    }

    [Test]
    public void A_recording_without_a_call_is_refused()
    {
        Assert.That(
            Assert.Throws<RecordingFormatException>(() => Replay("dt rtas/sample-add 00002000")).Message,
            Is.EqualTo("boot.rtas:2:1: expected at least one 'call' line, found the end of the file"));
        Assert.That(
            Assert.Throws<RecordingFormatException>(() => Replay()).Message,
            Is.EqualTo("boot.rtas:1:1: expected at least one 'call' line, found an empty file"));
    }

    [Test]
    public void A_recording_with_countless_different_calls_is_refused()
    {
        var text = new StringBuilder();
        for (var index = 0; index <= Replayer.MaximumKinds; index++)
            text.Append("call 2fff name").Append(index).Append(" 0 0 | |\n");

        var exception = Assert.Throws<RecordingFormatException>(() => Replay(text.ToString()));
        Assert.That(exception.Message, Is.EqualTo("boot.rtas:4097:1: expected at most 4096 different calls, found one more, 'name4096'"));
    }

    [Test]
    public void The_built_in_recording_is_read_whole()
    {
        using var text = new StreamReader(BuiltInRecording.Open());
        var recording = Recording.Open(text, BuiltInRecording.Name);
        using var machine = SampleMachine.Realize("sample-1.0");
        var report = Replayer.Replay(recording, machine, new ReplaySettings());

        Assert.That(recording.Head.Machine, Is.EqualTo("pseries-7.2"));
        Assert.That(recording.Head.RamSize, Is.EqualTo(2UL << 30));
        Assert.That(report.Calls.Total, Is.EqualTo(1512));
        Assert.That(report.ConfigurationSpaces, Is.EqualTo(3));
    }

    private static ReplayReport Replay(params string[] lines) => Replay("sample-1.2", new ReplaySettings(), lines);

    private static ReplayReport Replay(ReplaySettings settings, params string[] lines) => Replay("sample-1.2", settings, lines);

    private static ReplayReport Replay(string machineName, ReplaySettings settings, params string[] lines)
    {
        using var machine = SampleMachine.Realize(machineName);
        return Replayer.Replay(Recording.Open(new StringReader(string.Join('\n', lines)), "boot.rtas"), machine, settings);
    }
}
