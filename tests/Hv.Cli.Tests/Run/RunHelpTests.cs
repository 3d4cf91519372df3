using Hv.Cli.Run;
using Hv.Cli.Tests.Infrastructure;

namespace Hv.Cli.Tests.Run;

/// <summary>What <c>hv run</c> shows instead of running a machine.</summary>
public sealed class RunHelpTests
{
    [Test]
    public void Help_has_every_option()
    {
        var run = HvProgram.Invoke("run", "-help");

        Assert.That(run.ExitCode, Is.Zero);
        foreach (var option in RunOptionTable.All)
            Assert.That(run.Output, Does.Contain($"  -{string.Join(", -", option.Names)}"));
    }

    [TestCase("run -version", "Hv version ")]
    [TestCase("run -machine help", "Supported machines are:\nsample ")]
    [TestCase("run -M sample-1.0,help", "sample-1.0-machine options:\n  mode=<str>                             - How the machine works. (default: old)\n")]
    [TestCase("run -device help", "name \"sample-bridge\", desc \"A bridge [with brackets]\"\n")]
    [TestCase("run -device sample-bridge,help", "sample-bridge options:\n  hot-plug=<bool>")]
    [TestCase("run -accel help", "Accelerators supported in this program:\ntcg\nqtest\n")]
    [TestCase("run -chardev help", "Available chardev backend types:\n  file\n")]
    [TestCase("run -d help", "Log items (comma separated):\ntrace:PATTERN   enable trace events\n")]
    [TestCase("run -trace help", "hcall_unknown\n")]
    public void What_there_is_is_listed(string commandLine, string start)
    {
        var run = HvProgram.Invoke(commandLine.Split(' '));

        Assert.That(run.Output, Does.StartWith(start));
        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Error, Is.Empty);
    }

    [TestCase("run -M sampel", "hv run: unsupported machine type 'sampel'; -machine help lists them. Did you mean 'sample'?\n")]
    [TestCase("run -device nothing", "hv run: -device nothing: 'nothing' is not a valid device model name.\n")]
    [TestCase("run -device sample-base", "hv run: -device sample-base: Parameter 'driver' expects a non-abstract device type\n")]
    [TestCase("run -device sample-bridge,levels=9", "hv run: -device sample-bridge,levels=9: sample-bridge.levels: 9 is out of range; allowed: 0 to 5.\n")]
    [TestCase("run -M sample,mood=good", "hv run: 'sample-machine' has no property 'mood'. Did you mean 'mode'?\n")]
    [TestCase("run -accel kvm", "hv run: invalid accelerator kvm; there are 'tcg' and 'qtest'\n")]
    [TestCase("run --guest debain", "hv run: there is no guest 'debain'; there is built-in, debian. Did you mean 'debian'?\n")]
    [TestCase("run -initrd i", "hv run: -initrd i: only a kernel has use for it; give -kernel FILE\n")]
    [TestCase("run -append quiet", "hv run: -append quiet: only a kernel has use for it; give -kernel FILE\n")]
    [TestCase("run -gdb null -serial none", "hv run: -gdb null: the machine has no processor that can be debugged\n")]
    [TestCase("run -d int", "hv run: -d int: there is no such log item; -d help lists them.\n")]
    [TestCase("run -mon c", "hv run: -mon: chardev \"c\" not found.\n")]
    [TestCase("run -chardev null,id=a -chardev null,id=a", "hv run: -chardev null,id=a: Chardev with id 'a' already exists\n")]
    [TestCase("run -qmp stdio -monitor stdio", "hv run: stdio is used by 2 character devices; it can be one's only\n")]
    [TestCase("run -chardev null,id=a -mon a -mon a -serial none", "hv run: Device 'a' is in use\n")]
    public void What_cannot_be_run_is_said_in_a_line(string commandLine, string message)
    {
        var run = HvProgram.Invoke(commandLine.Split(' '));

        Assert.That(run.Error, Is.EqualTo(message));
        Assert.That(run.ExitCode, Is.EqualTo(1));
    }
}
