using System.Text;
using Hv.Conformance.Vfio.Machines;

namespace Hv.Conformance.Vfio.X86;

/// <summary>What comes back of programs that run inside a machine, and of a machine that fails.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class ProgramMachineTests
{
    private DirectoryInfo _folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = Directory.CreateTempSubdirectory("hv-programs-");
        File.WriteAllText(Path.Combine(_folder.FullName, "data.txt"), "of the folder\n");
        File.WriteAllText(Path.Combine(_folder.FullName, "data.pdb"), "for debuggers");
    }

    [TearDown]
    public void RemoveFolder() => _folder.Delete(recursive: true);

    [Test]
    public void Each_program_brings_back_its_status_its_output_and_its_files()
    {
        var outcomes = ProgramMachine.Run(
            MachineKind.Q35,
            Program("first", "cat data.txt; ls; echo to the other stream >&2; mkdir $RESULTS/in; echo kept > $RESULTS/in/file; exit 3"),
            Program("second", "while :; do sleep 1; done", seconds: 2),
            Program("third", "ls /sys/kernel/iommu_groups | wc -l"));

        var first = outcomes["first"];
        Assert.That((first.ExitCode, first.Output), Is.EqualTo((3, "of the folder\ndata.txt\nto the other stream\n")));
        Assert.That(first.Files.Keys, Is.EqualTo(new[] { "in/file" }));
        Assert.That(Encoding.ASCII.GetString(first.Files["in/file"]), Is.EqualTo("kept\n"));
        Assert.That((outcomes["second"].ExitCode, outcomes["second"].Output), Is.EqualTo((143, "")).Or.EqualTo((143, "Terminated\n")));
        Assert.That(int.Parse(outcomes["third"].Output), Is.GreaterThan(4), "the IOMMU is on");
    }

    [Test]
    public void A_machine_that_crashes_is_told_with_its_console() => Assert.That(
        () => ProgramMachine.Run(MachineKind.Q35, Program("crash", "echo last words > /dev/console; echo c > /proc/sysrq-trigger")),
        Throws.TypeOf<IOException>().With.Message.StartWith("q35: No results came back: ")
            .And.Message.Contains("last words").And.Message.Contains("Kernel panic"));

    private MachineProgram Program(string name, string command, int seconds = 60) =>
        new(name, _folder.FullName, command, TimeSpan.FromSeconds(seconds));
}
