using Hv.Generators.Tests.Calls;
using Hv.Generators.Tests.Infrastructure;

namespace Hv.Generators.Tests;

/// <summary>Names of generated files, which are the same to Roslyn when they differ only in case.</summary>
public sealed class HintNameTests
{
    [Test]
    public void Classes_that_differ_in_case_only_have_files_of_their_own()
    {
        var run = GeneratorTest.Run(
            """
            namespace Sample;
            [Device("nvme")] public partial class Nvme : Device;
            [Device("nvme2")] public partial class NVMe : Device;
            [Device("edu")] public partial class Edu : Device;
            """);
        Assert.That(
            run.Sources.Select(source => source.HintName),
            Is.EquivalentTo(["Sample.Nvme-65d067c7.Device.g.cs", "Sample.NVMe-ca85b687.Device.g.cs", "Sample.Edu.Device.g.cs", "DeviceCatalog.g.cs"]));
    }

    [Test]
    public void Namespaces_and_outer_classes_that_differ_in_case_only_do_too() => GeneratorTest.Run(
        """
        namespace Sample.Pci { [Device("a")] public partial class Nvme : Device; }
        namespace Sample.PCI { [Device("b")] public partial class Nvme : Device; }
        namespace Sample
        {
            public partial class Board { [Device("c")] public partial class Nvme : Device; }
            public partial class board { [Device("d")] public partial class Nvme : Device; }
        }
        """);

    [Test]
    public void Machines_and_classes_of_calls_do_too() => GeneratorTest.Run(
        CallSamples.Machine,
        CallSamples.Machine.Replace("SampleMachine", "Samplemachine", StringComparison.Ordinal).Replace("sample-machine", "other-machine", StringComparison.Ordinal),
        """
        namespace Sample;
        [RtasCalls]
        internal static partial class Calls { [RtasCall(0x2001, "a")] static RtasStatus A(SampleMachine machine) => RtasStatus.Success; }
        [RtasCalls]
        internal static partial class CALLS { [RtasCall(0x2001, "a")] static RtasStatus A(Samplemachine machine) => RtasStatus.Success; }
        """);

    [Test]
    public void Families_and_versions_do_too() => GeneratorTest.Run(
        """
        [MachineFamily("a")] public abstract partial class Family1 : Machine;
        [MachineFamily("b")] public abstract partial class FAMILY1 : Machine;
        [MachineVersion("a", 1, 0)] public sealed partial class Version1 : Family1;
        [MachineVersion("b", 1, 0)] public sealed partial class VERSION1 : FAMILY1;
        """);
}
