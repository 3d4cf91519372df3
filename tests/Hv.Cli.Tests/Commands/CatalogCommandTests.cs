using Hv.Cli.Tests.Infrastructure;

namespace Hv.Cli.Tests.Commands;

internal sealed class CatalogCommandTests
{
    [Test]
    public void Machines_are_listed_newest_first_with_marks_and_own_rows()
    {
        var run = HvProgram.Invoke("machines");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Lines.Select(Squeeze), Is.EqualTo(new[]
        {
            "Name Marks Own rows Summary",
            "sample-1.2 default, alias sample 0 Sample machine 1.2",
            "sample-1.1 2 Sample machine 1.1",
            "sample-1.0 2 Sample machine 1.0",
        }));
    }

    [Test]
    public void Machines_as_json_have_stable_names()
    {
        var machines = HvProgram.Invoke("machines", "--json").Json.GetProperty("machines");

        Assert.That(machines.GetArrayLength(), Is.EqualTo(3));
        Assert.That(machines[0].EnumerateObject().Select(member => member.Name), Is.EqualTo(new[]
        {
            "name", "family", "alias", "isDefault", "summary", "ownRows", "rows",
        }));
        Assert.That(machines[0].GetProperty("alias").GetString(), Is.EqualTo("sample"));
        Assert.That(machines[2].GetProperty("rows").GetInt32(), Is.EqualTo(4));
    }

    [Test]
    public void A_machine_shows_each_value_and_the_row_that_sets_it()
    {
        var lines = HvProgram.Invoke("machine", "sample-1.0").Lines.Select(Squeeze);

        Assert.That(lines, Is.EqualTo(new[]
        {
            "sample-1.0: Sample machine 1.0",
            "",
            "sample-machine: Sample machine",
            "Property Value Set by Default",
            "mode old sample-1.0 dual",
            "",
            "sample-base: What bridges have in common",
            "Property Value Set by Default",
            "hot-plug off sample-1.1 on",
            "",
            "sample-bridge: A bridge [with brackets]",
            "Property Value Set by Default",
            "hot-plug off sample-1.1 (sample-base) on",
            "levels 2 sample-1.0 0",
        }));
    }

    [Test]
    public void A_machine_can_show_only_what_rows_change()
    {
        Assert.That(HvProgram.Invoke("machine", "sample-1.1", "--changed").Output, Does.Not.Contain("mode").And.Contain("levels"));
        Assert.That(HvProgram.Invoke("machine", "sample", "--changed").Lines[^1], Is.EqualTo("Every property has its own default."));
    }

    [Test]
    public void A_machine_as_json_names_the_row_of_a_value_and_none_for_a_default()
    {
        var types = HvProgram.Invoke("machine", "sample-1.1", "--json").Json.GetProperty("types");
        var mode = types[0].GetProperty("properties")[0];
        var hotPlug = types[2].GetProperty("properties")[0];

        Assert.That(mode.GetProperty("setBy").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));
        Assert.That(hotPlug.GetProperty("value").GetString(), Is.EqualTo("off"));
        Assert.That(hotPlug.GetProperty("default").GetString(), Is.EqualTo("on"));
        Assert.That(hotPlug.GetProperty("setBy").GetProperty("version").GetString(), Is.EqualTo("sample-1.1"));
        Assert.That(hotPlug.GetProperty("setBy").GetProperty("type").GetString(), Is.EqualTo("sample-base"));
    }

    [Test]
    public void A_diff_shows_both_values_and_the_rows_that_made_them()
    {
        var lines = HvProgram.Invoke("machine", "diff", "sample-1.0", "sample-1.1").Lines.Select(Squeeze);

        Assert.That(lines, Is.EqualTo(new[]
        {
            "Type Property sample-1.0 set by sample-1.1 set by",
            "sample-machine mode old sample-1.0 dual default",
            "sample-bridge levels 2 sample-1.0 1 sample-1.1",
        }));
    }

    [Test]
    public void A_diff_of_a_machine_with_itself_says_that_there_is_none() =>
        Assert.That(
            HvProgram.Invoke("machine", "diff", "sample", "sample-1.2").Output,
            Is.EqualTo("sample-1.2 and sample-1.2 give every property the same value.\n"));

    [Test]
    public void A_diff_as_json_has_both_sides()
    {
        var difference = HvProgram.Invoke("machine", "diff", "sample-1.2", "sample-1.0", "--json").Json.GetProperty("differences")[0];

        Assert.That(difference.GetProperty("type").GetString(), Is.EqualTo("sample-machine"));
        Assert.That(difference.GetProperty("a").GetProperty("value").GetString(), Is.EqualTo("dual"));
        Assert.That(difference.GetProperty("b").GetProperty("setBy").GetProperty("version").GetString(), Is.EqualTo("sample-1.0"));
    }

    [Test]
    public void Devices_are_listed_by_name() =>
        Assert.That(HvProgram.Invoke("devices").Lines.Select(Squeeze), Is.EqualTo(new[]
        {
            "Name Properties Derives from Summary",
            "sample-base 1 What bridges have in common (abstract)",
            "sample-bridge 2 sample-base A bridge [with brackets]",
        }));

    [Test]
    public void A_device_shows_type_default_allowed_and_help_of_its_properties() =>
        Assert.That(HvProgram.Invoke("device", "sample-bridge").Lines.Select(Squeeze), Is.EqualTo(new[]
        {
            "sample-bridge: A bridge [with brackets]",
            "Derives from sample-base.",
            "",
            "Property Type Default Allowed Help",
            "hot-plug bool on on, off Takes devices while the guest runs.",
            "levels uint8 0 0 to 5 Levels of the table; 0 lets the host choose.",
        }));

    [Test]
    public void Devices_as_json_have_their_properties()
    {
        var device = HvProgram.Invoke("device", "sample-bridge", "--json").Json;

        Assert.That(HvProgram.Invoke("devices", "--json").Json.GetProperty("devices")[0].GetProperty("isAbstract").GetBoolean());
        Assert.That(device.GetProperty("properties")[0].GetProperty("declaredBy").GetString(), Is.EqualTo("sample-base"));
        Assert.That(device.GetProperty("properties")[1].GetProperty("allowed").GetString(), Is.EqualTo("0 to 5"));
    }

    [Test]
    public void Rtas_calls_of_the_default_machine_are_listed() =>
        Assert.That(HvProgram.Invoke("rtas").Lines.Select(Squeeze), Is.EqualTo(new[]
        {
            "Token Name In Out Signature Summary",
            "0x2000 sample-add 2 2 (a, b) -> (status, sum) Adds.",
            "0x2001 get-time-of-day 0 8 () -> (status, year, month, day, hour, minute, second, nanosecond) Tells the time.",
            "0x2002 sample-fill 1 2 (buffer) -> (status, buffer) Clears a buffer.",
            "0x2003 sample-throw 0+ 1+ () -> (status) Fails.",
        }));

    [Test]
    public void Rtas_calls_as_json_have_numbers_for_tokens()
    {
        var call = HvProgram.Invoke("rtas", "--machine", "sample-1.1", "--json").Json.GetProperty("calls")[0];

        Assert.That(call.GetProperty("token").GetUInt32(), Is.EqualTo(0x2000));
        Assert.That(call.GetProperty("event").GetString(), Is.EqualTo("sample_rtas_sample_add"));
        Assert.That(call.GetProperty("signature").GetString(), Is.EqualTo("(a, b) -> (status, sum)"));
    }

    [Test]
    public void Hypercalls_are_listed_and_a_machine_without_any_says_so()
    {
        Assert.That(Squeeze(HvProgram.Invoke("hypercalls").Lines[1]), Is.EqualTo("0xf000 H_RTAS 1 0 (frame) Runs the RTAS call in a frame."));
        Assert.That(HvProgram.Invoke("hypercalls", "-M", "sample-1.0").Output, Is.EqualTo("sample-1.0 has no hypercalls.\n"));
        Assert.That(HvProgram.Invoke("hypercalls", "--json").Json.GetProperty("hypercalls")[0].GetProperty("number").GetUInt32(), Is.EqualTo(0xF000));
    }

    [Test]
    public void Instructions_are_found_by_mnemonic_extended_mnemonic_and_summary()
    {
        Assert.That(Mnemonics("divwe"), Is.EqualTo(["divwe", "divweu"]));
        Assert.That(Mnemonics("cmplwi"), Is.EqualTo(["cmpli"]));
        Assert.That(Mnemonics("Population Count"), Is.EqualTo(["popcntb", "popcntd", "popcntw", "vpopcntb", "vpopcntd", "vpopcnth", "vpopcntw"]));
        Assert.That(HvProgram.Invoke("isa", "nonsense").Output, Is.EqualTo("No instruction has 'nonsense' in its mnemonic or its description.\n"));
        Assert.That(Squeeze(HvProgram.Invoke("isa", "modsw").Lines[1]), Is.EqualTo("modsw RT,RA,RB 31 RT RA RB 779 / v3.0 Modulo Signed Word: RT ← RA mod RB."));

        static IEnumerable<string?> Mnemonics(string text) =>
            HvProgram.Invoke("isa", text, "--json").Json.GetProperty("instructions").EnumerateArray().Select(item => item.GetProperty("mnemonic").GetString());
    }

    [Test]
    public void Isa_lists_special_purpose_registers_with_who_may_use_them()
    {
        var lines = HvProgram.Invoke("isa", "registers", "815").Lines;
        Assert.That(Squeeze(lines[1]), Is.EqualTo("815 TAR all all v2.07 to now target address"));
        Assert.That(
            HvProgram.Invoke("isa", "registers", "LPCR", "--json").Json.GetProperty("registers")[0].GetProperty("read").GetString(), Is.EqualTo("hypervisor"));
        Assert.That(
            HvProgram.Invoke("isa", "registers", "nonsense").Output,
            Is.EqualTo("No special purpose register has 'nonsense' as its number, in its name or in what it is.\n"));
    }

    [TestCase(119)]
    [TestCase(80)]
    [TestCase(60)]
    public void A_narrow_terminal_wraps_and_loses_nothing(int width)
    {
        var run = HvProgram.Invoke(width, null, "rtas");
        var words = run.Output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

        Assert.That(run.Lines.Select(line => line.TrimEnd().Length), Has.All.AtMost(width));
        Assert.That(words, Is.SupersetOf(new[] { "0x2001", "get-time-of-day", "sample-throw", "nanosecond)", "buffer.", "0+" }));
    }

    [Test]
    public void Redirected_output_has_no_escape_sequences_and_no_trailing_blanks()
    {
        var run = HvProgram.Invoke("machine", "sample-1.0");

        Assert.That(run.Output, Does.Not.Contain('\u001b'));
        Assert.That(run.Lines, Has.None.EndsWith(" "));
    }

    private static string Squeeze(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
