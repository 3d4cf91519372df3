using Hv.Cli.Tests.Infrastructure;

namespace Hv.Cli.Tests.Commands;

internal sealed class ReplayCommandTests
{
    private const string Head = "# machine sample-1.2, 16 MiB, one CPU; -rtc base=2026-01-02T03:04:05,clock=vm\n";

    private const string Good = Head + """
        dt rtas/sample-add 00002000
        call 2000 sample-add 2 2 | 00000001 00000002 | 00000000 00000003
        call 2001 get-time-of-day 0 8 |  | 00000000 000007ea 00000001 00000002 00000003 00000004 0000000b 9ea6ad71
        call 2fff some-call 0 1 |  | 00000000

        """;

    private const string Bad = Head + """
        dt rtas/sample-add 00002009
        call 2000 sample-add 2 2 | 00000001 00000002 | 00000000 00000004

        """;

    [Test]
    public void A_recording_without_difference_exits_with_0_and_ends_with_the_totals()
    {
        var run = Replay(Good);

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Lines[^2], Is.EqualTo("1 device-tree properties: 1 equal, 0 different, 0 not comparable, 0 not declared yet"));
        Assert.That(run.Lines[^1], Is.EqualTo("3 calls: 1 equal, 0 different, 1 not comparable, 1 not declared yet"));
        Assert.That(run.Output, Does.Contain("Rule time-of-day: "));
        Assert.That(run.Error, Is.Empty);
    }

    [Test]
    public void A_difference_exits_with_1_and_shows_arguments_and_both_answers()
    {
        var run = Replay(Bad);

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Output, Does.Contain(
            "sample-add (2 in, 2 out): 1 different\n"
            + "  line 3: arguments 00000001 00000002\n"
            + "    recorded 00000000 00000004\n"
            + "    ours     00000000 00000003\n"));
        Assert.That(run.Output, Does.Match("rtas/sample-add +different +00002009 +00002000"));
    }

    [Test]
    public void Verbose_lists_every_difference_and_every_property()
    {
        var text = Bad + string.Concat(Enumerable.Repeat("call 2000 sample-add 2 2 | 00000001 00000002 | 00000000 00000004\n", 9))
            + "dt rtas/other 00\n";

        Assert.That(Replay(text).Output, Does.Contain("10 different; the first 3\n").And.Not.Contain("line 6:").And.Not.Contain("rtas/other"));
        Assert.That(Replay(text, "--verbose").Output, Does.Contain("10 different\n").And.Contain("line 12:").And.Contain("rtas/other"));
    }

    [Test]
    public void Json_has_the_totals_the_groups_and_the_differences()
    {
        var run = Replay(Bad, "--json");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Json.EnumerateObject().Select(member => member.Name), Is.EqualTo(new[]
        {
            "recording", "machine", "memory", "calls", "groups", "properties", "propertyResults", "configurationSpaces", "rules", "notes",
        }));
        Assert.That(run.Json.GetProperty("memory").GetUInt64(), Is.EqualTo(16UL << 20));
        Assert.That(run.Json.GetProperty("calls").GetProperty("different").GetInt64(), Is.EqualTo(1));
        Assert.That(run.Json.GetProperty("groups")[0].GetProperty("examples")[0].GetProperty("ours")[1].GetUInt32(), Is.EqualTo(3));
        Assert.That(run.Json.GetProperty("propertyResults")[0].GetProperty("outcome").GetString(), Is.EqualTo("different"));
    }

    [Test]
    public void Machine_overrides_what_the_head_says()
    {
        Assert.That(Replay(Good, "--machine", "sample-1.0").Lines[^1], Does.EndWith("3 not declared yet"));
        Assert.That(Replay("call 2001 get-time-of-day 0 0 | |", "--machine", "sample").ExitCode, Is.Zero);
    }

    [Test]
    public void Memory_overrides_what_the_head_says() =>
        Assert.That(Replay(Good, "--memory", "32").Output, Does.Contain(" on sample-1.2, 32 MiB of RAM\n"));

    [Test]
    public void A_recording_that_names_no_machine_needs_one()
    {
        using var file = new RecordingFile("call 2001 get-time-of-day 0 0 | |");
        var run = HvProgram.Invoke("replay", file.Path);

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Is.EqualTo($"hv: {file.Path} does not say which machine it was made on; name one with --machine.\n"));
    }

    [Test]
    public void A_malformed_recording_exits_with_2_and_says_where()
    {
        using var file = new RecordingFile(Good + "call 2000 sample-add 2 2 | 0000");
        var run = HvProgram.Invoke("replay", file.Path);

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Output, Is.Empty);
        Assert.That(run.Error, Is.EqualTo($"hv: {file.Path}:6:28: expected argument 1 of 2 as 8 hexadecimal digits, found '0000'\n"));
    }

    [Test]
    public void Records_of_traced_events_go_to_stderr()
    {
        var run = Replay(Good, "--trace", "sample_rtas_sample_*", "--trace", "*_time_of_day");

        Assert.That(run.Error, Is.EqualTo("sample_rtas_sample_add nargs=2\nsample_rtas_get_time_of_day nargs=0\n"));
        Assert.That(run.ExitCode, Is.Zero);
    }

    [Test]
    public void A_pattern_takes_no_file_name_for_another_pattern()
    {
        using var file = new RecordingFile(Good);
        var run = HvProgram.Invoke("replay", "--trace", "sample_rtas_sample_add", file.Path);

        Assert.That(run.Error, Is.EqualTo("sample_rtas_sample_add nargs=2\n"));
    }

    [Test]
    public void A_pattern_that_matches_no_event_is_a_warning() =>
        Assert.That(
            Replay(Good, "--trace", "sample_rtas_sample_ad").Error,
            Is.EqualTo("hv: warning: no trace event matches 'sample_rtas_sample_ad'; --trace help lists them. Did you mean 'sample_rtas_sample_add'?\n"));

    [Test]
    public void Trace_help_lists_the_events_and_replays_nothing()
    {
        var run = Replay(Bad, "--trace", "help");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Lines, Is.SupersetOf(new[] { "sample_hcall_rtas", "sample_rtas_get_time_of_day", "sample_rtas_sample_throw" }));
        Assert.That(
            Replay(Bad, "--trace", "help", "--json").Json.GetProperty("events").EnumerateArray().Select(name => name.GetString()),
            Is.EqualTo(run.Lines));
    }

    [Test]
    public void The_device_tree_source_answers_properties()
    {
        using var file = new RecordingFile(Head + "dt pci/ibm,dma-window 8000\ncall 2001 get-time-of-day 0 0 | |\n");
        var run = HvProgram.Invoke(null, (machine, path) => machine.IsRealized && path == "pci/ibm,dma-window" ? [0x80, 0] : null, "replay", file.Path);

        Assert.That(run.Lines[^2], Does.Contain("1 equal"));
    }

    [Test]
    public void The_built_in_recording_is_replayed_when_no_file_is_given()
    {
        var run = HvProgram.Invoke("replay", "--machine", "sample-1.0");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Lines[0], Is.EqualTo("pseries-7.2.rtas on sample-1.0, 2048 MiB of RAM"));
        Assert.That(run.Lines[^1], Is.EqualTo("1512 calls: 0 equal, 0 different, 0 not comparable, 1512 not declared yet"));
    }

    [Test]
    public void A_narrow_terminal_shows_the_names_of_the_calls_whole()
    {
        var run = HvProgram.Invoke(80, null, "replay", "--machine", "sample-1.0");

        Assert.That(run.Output, Does.Match("2016 +ibm,read-pci-config +4/2 +1438 +0 +0 +0 +1438 *\n"));
        Assert.That(run.Output, Does.Contain("ibm,query-interrupt-source-number"));
        Assert.That(run.Lines.Select(line => line.TrimEnd().Length), Has.All.AtMost(80));
    }

    private static HvProgram.Run Replay(string recording, params string[] arguments)
    {
        using var file = new RecordingFile(recording);
        return HvProgram.Invoke(["replay", file.Path, .. arguments]);
    }
}
