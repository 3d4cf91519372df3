using Hv.Cli.Tests.Infrastructure;

namespace Hv.Cli.Tests.Commands;

internal sealed class AbiCommandTests
{
    private string _directory = "";

    [SetUp]
    public void MakeDirectory() => _directory = Directory.CreateTempSubdirectory("hv-abi").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void A_version_is_shown_as_its_file_would_be()
    {
        var run = HvProgram.Invoke("abi", "show", "sample-1.0");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Lines, Has.Some.EqualTo("abi machine = sample-1.0"));
        Assert.That(run.Lines.SkipWhile(line => !line.StartsWith("device", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "device sample-base = object",
            "property sample-base.hot-plug = off",
            "state sample = version 1, oldest 1",
            "field sample mode = uint8",
            "field sample size = uint32",
            "exception sample-1.0 property sample-base.hot-plug = \"it never worked\"",
        }));
    }

    [Test]
    public void A_version_as_json_has_its_entries_in_order()
    {
        var entries = HvProgram.Invoke("abi", "show", "sample", "--json").Json.GetProperty("entries");

        Assert.That(entries[1].EnumerateObject().Select(member => $"{member.Name}: {member.Value}"), Is.EqualTo(new[]
        {
            "kind: property", "key: sample-base.hot-plug", "value: on",
        }));
        Assert.That(entries.GetArrayLength(), Is.EqualTo(5));
    }

    [Test]
    public void Two_versions_are_compared_and_exceptions_told()
    {
        var run = HvProgram.Invoke("abi", "diff", "sample-1.2", "sample-1.0");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Lines.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))), Is.EqualTo(new[]
        {
            "Entry sample-1.2 sample-1.0",
            "property sample-base.hot-plug on off",
            "field sample mode in the place of sample size",
            "",
            "Exceptions, deliberate changes of what was released:",
            "sample-1.0 and older: property sample-base.hot-plug: \"it never worked\"",
        }));
    }

    [Test]
    public void A_comparison_as_json_names_the_change()
    {
        var document = HvProgram.Invoke("abi", "diff", "sample-1.2", "sample-1.0", "--json").Json;

        Assert.That(document.GetProperty("differences").EnumerateArray().Select(item => item.GetProperty("change").GetString()), Is.EqualTo(new[] { "changed", "moved" }));
        Assert.That(document.GetProperty("exceptions")[0].GetProperty("reason").GetString(), Is.EqualTo("\"it never worked\""));
    }

    [Test]
    public void Versions_that_show_the_same_are_said_to() =>
        Assert.That(HvProgram.Invoke("abi", "diff", "sample-1.2", "sample-1.2").Lines, Is.EqualTo(new[] { "sample-1.2 and sample-1.2 show guests the same." }));

    [Test]
    public void What_is_frozen_is_compared_with_exit_code_1_on_a_difference()
    {
        Assert.That(Freeze("sample-1.1").ExitCode, Is.Zero);
        Assert.That(HvProgram.Invoke("abi", "diff", "sample-1.1", PathOf("sample-1.1")).ExitCode, Is.Zero);
        Assert.That(HvProgram.Invoke("abi", "diff", "sample-1.2", PathOf("sample-1.1")).ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void An_empty_directory_gets_all_versions_and_a_second_time_nothing()
    {
        Assert.That(Freeze().Lines[^1], Is.EqualTo("3 versions, 3 texts written, 0 as they were."));
        Assert.That(Freeze().Lines, Is.EqualTo(new[] { "3 versions, 0 texts written, 3 as they were." }));
        Assert.That(File.ReadAllText(PathOf("sample-1.0")), Is.EqualTo(HvProgram.Invoke("abi", "show", "sample-1.0").Output));
    }

    [Test]
    public void Without_names_what_is_newer_than_the_newest_text_is_left_alone()
    {
        Freeze("sample-1.1");
        Assert.That(Freeze().Lines[^1], Is.EqualTo("2 versions, 1 texts written, 1 as they were."));
        Assert.That(PathOf("sample-1.2"), Does.Not.Exist);
    }

    [Test]
    public void What_guests_would_see_differently_is_written_only_with_force()
    {
        File.WriteAllText(PathOf("sample-1.1"), Text("sample-1.1").Replace("hot-plug = off", "hot-plug = on", StringComparison.Ordinal));
        var refused = Freeze();

        Assert.That(refused.ExitCode, Is.EqualTo(1));
        Assert.That(refused.Lines, Is.EqualTo(new[]
        {
            "sample-1.1: guests of the released version would see the difference",
            "  property sample-base.hot-plug = on; now off",
        }));
        Assert.That(refused.Error, Is.EqualTo("hv: nothing was written; --force writes over what was frozen.\n"));
        Assert.That(PathOf("sample-1.0"), Does.Not.Exist);

        Assert.That(Freeze("--force").ExitCode, Is.Zero);
        Assert.That(File.ReadAllText(PathOf("sample-1.1")), Is.EqualTo(Text("sample-1.1")));
    }

    [Test]
    public void What_a_text_lacks_is_added_without_force()
    {
        File.WriteAllText(PathOf("sample-1.1"), Text("sample-1.1").Replace("property sample-base.hot-plug = off\n", "", StringComparison.Ordinal));
        Assert.That(Freeze("sample-1.1").Lines[^1], Is.EqualTo("1 versions, 1 texts written, 0 as they were."));
    }

    [TestCase("abi show sample-1.22", "there is no machine 'sample-1.22'. Did you mean 'sample-1.2'?")]
    [TestCase("abi diff sample-1.2 nowhere.abi", "there is no file 'nowhere.abi'.")]
    [TestCase("abi freeze --directory nowhere", "there is no directory 'nowhere'; name one with --directory.")]
    public void A_wrong_command_line_says_what_is_wrong(string commandLine, string message)
    {
        var run = HvProgram.Invoke(commandLine.Split(' '));

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((2, $"hv: {message}\n")));
    }

    [Test]
    public void A_file_that_is_no_text_says_why()
    {
        File.WriteAllText(PathOf("sample-1.1"), "nonsense");

        Assert.That(
            HvProgram.Invoke("abi", "diff", "sample-1.1", PathOf("sample-1.1")).Error,
            Is.EqualTo($"hv: '{PathOf("sample-1.1")}' is not the guest ABI of a machine version: line 1: 'abi format = 1' comes first.\n"));
        Assert.That(Freeze().ExitCode, Is.EqualTo(2));
    }

    private static string Text(string version) => SampleAbi.Find(version)!.ToString();

    private HvProgram.Run Freeze(params string[] arguments) => HvProgram.Invoke([.. (string[])["abi", "freeze", "--directory", _directory], .. arguments]);

    private string PathOf(string version) => Path.Combine(_directory, version + ".abi");
}
