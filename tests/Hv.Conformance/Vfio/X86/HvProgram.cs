using Hv.Conformance.Vfio.Machines;
using Hv.Conformance.Vfio.Packages;

namespace Hv.Conformance.Vfio.X86;

/// <summary>The program <c>hv</c>, published self-contained, inside a q35 machine with intel-iommu.</summary>
internal static class HvProgram
{
    private const string Name = "hv";
    private const string Project = "machines/Hv.Cli";

    /// <summary>Tells each command before, and its exit code after what it writes.</summary>
    private const string Function =
        """
        hv() { echo "> hv $*"; ./hv "$@"; echo "status $?"; }

        """;

    /// <summary>Runs a script of the shell, in which <c>hv</c> is the program; what it wrote is in the test's output as well.</summary>
    /// <returns>What it wrote.</returns>
    public static string Run(string script, TimeSpan patience)
    {
        // What is missing here is told before anything is built.
        _ = MachineKind.Q35.Program();
        _ = LabPackages.Require(MachineKind.Q35.Packages);
        var program = new MachineProgram(Name, PublishedProgram.Of(Project), Function + script, patience);
        var output = ProgramMachine.Run(MachineKind.Q35, program)[Name].Output;
        TestContext.Out.WriteLine(output);
        return output;
    }
}
