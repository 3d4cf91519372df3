using Hv.Cli.Tests.Infrastructure;

namespace Hv.Cli.Tests.Commands;

internal sealed class UsageTests
{
    [TestCase("machine sample-1.22", "there is no machine 'sample-1.22'. Did you mean 'sample-1.2'?")]
    [TestCase("machine diff sample-1.2 sampel-1.1", "there is no machine 'sampel-1.1'. Did you mean 'sample-1.1'?")]
    [TestCase("rtas --machine nonsense", "there is no machine 'nonsense'.")]
    [TestCase("hypercalls -M sampl", "there is no machine 'sampl'. Did you mean 'sample'?")]
    [TestCase("device sample-brigde", "there is no device 'sample-brigde'. Did you mean 'sample-bridge'?")]
    [TestCase("machnies", "there is no command 'machnies'. Did you mean 'machines'?")]
    [TestCase("machines --jsn", "'hv machines' has no option '--jsn'. Did you mean '--json'?")]
    [TestCase("machine --chnaged", "'hv machine' has no option '--chnaged'. Did you mean '--changed'?")]
    [TestCase("machine sample-1.2 more", "'hv machine' takes no further argument, and 'more' is one.")]
    [TestCase("machine", "'hv machine' needs NAME.")]
    [TestCase("machine diff sample-1.2", "'hv machine diff' needs B.")]
    [TestCase("replay --machine", "'hv replay' needs a NAME after --machine.")]
    [TestCase("replay nowhere.rtas", "there is no file 'nowhere.rtas'.")]
    [TestCase("replay /", "'/' is a directory, not a recording.")]
    [TestCase("replay --memory 12Q", "--memory: '12Q' is not a size; give a number with K, M, G or T, such as 512M or 2G.")]
    [TestCase("replay --memory 0x1000", "--memory: '0x1000' is not a size; give a number with K, M, G or T, such as 512M or 2G.")]
    [TestCase("replay --memory=-5G", "--memory: '-5G' is not a size; give a number with K, M, G or T, such as 512M or 2G.")]
    [TestCase("replay --memory 3", "--memory: 3 is too small; give at least 4M.")]
    [TestCase("replay --machine sample-1.2 --memory 2G --max-memory 1G", "--max-memory: 1G is less than the RAM of 2G.")]
    [TestCase("replay --machine sample-1.2 --memory 2T", "sample-machine: at most 1T of RAM.")]
    [TestCase("replay", "there is no machine 'pseries-7.2'.")]
    public void A_wrong_command_line_exits_with_2_and_one_line_that_says_what_is_wrong(string commandLine, string message)
    {
        var run = HvProgram.Invoke(commandLine.Split(' '));

        Assert.That(run.Error, Is.EqualTo($"hv: {message}\n"));
        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Output, Is.Empty);
    }

    [TestCase("")]
    [TestCase("--help")]
    [TestCase("machines -h")]
    [TestCase("machine --help")]
    [TestCase("machine diff --help")]
    [TestCase("isa disassemble --help")]
    [TestCase("isa registers --help")]
    [TestCase("replay --nonsense --help")]
    public void Help_is_shown_on_stdout(string commandLine)
    {
        var run = HvProgram.Invoke(commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Output, Does.Contain("Usage:"));
        Assert.That(run.Error, Is.Empty);
    }

    [TestCase("machines")]
    [TestCase("machine")]
    [TestCase("devices")]
    [TestCase("device")]
    [TestCase("rtas")]
    [TestCase("hypercalls")]
    [TestCase("isa")]
    [TestCase("replay")]
    public void Help_of_a_command_has_examples(string command) =>
        Assert.That(HvProgram.Invoke(command, "--help").Output, Does.Contain("Examples:\n  hv " + command));

    [Test]
    public void The_version_is_one_line()
    {
        var run = HvProgram.Invoke("--version");

        Assert.That(run.Output, Does.Match(@"^hv \d+\.\d+\.\d+\n$"));
        Assert.That(run.ExitCode, Is.Zero);
    }

    [Test]
    public void A_name_that_begins_with_a_dash_can_be_given_after_two_dashes() =>
        Assert.That(HvProgram.Invoke("replay", "--", "-x").Error, Is.EqualTo("hv: there is no file '-x'.\n"));

    [Test]
    public void A_file_name_that_begins_with_an_at_sign_is_a_file_name() =>
        Assert.That(HvProgram.Invoke("replay", "@x").Error, Is.EqualTo("hv: there is no file '@x'.\n"));
}
