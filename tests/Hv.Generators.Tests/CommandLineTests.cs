using Hv.Generators.Tests.Infrastructure;

namespace Hv.Generators.Tests;

/// <summary>
/// Where a build says only what the compiler finds, because that is an error of the declarations themselves: the exceptions that
/// generators/docs/README.md lists under "On the command line". All other tests of analyzers prove that there are no more.
/// </summary>
public sealed class CommandLineTests
{
    [TestCase(
        """[Device("nvme")] public class Nvme : Device { [Property("lanes")] public partial byte Lanes { get; set; } }""",
        "CS0751 CS9248", "HV2007", TestName = "C# allows partial properties in partial types only")]
    [TestCase(
        """[MachineFamily("pseries")] public abstract class Pseries : Machine { [Property("irqs")] public partial uint Irqs { get; } }""",
        "CS0751 CS9248", "HV3014", TestName = "C# allows partial properties in partial types only, of a machine too")]
    [TestCase(
        """public class Board { [Device("nvme")] public partial class Nvme : Device { [Property("lanes")] public partial byte Lanes { get; set; } } }""",
        "CS9248", "HV2007", TestName = "Nothing can be added inside a class that is not partial")]
    [TestCase(
        """[Device("nvme")] file partial class Nvme : Device { [Property("lanes")] public partial byte Lanes { get; set; } }""",
        "CS9248", "HV2013", TestName = "Nothing can be added to a file-local class")]
    [TestCase(
        """
        [Device("nvme")]
        public partial class Nvme : Device
        {
            [Property("lanes")] public partial byte Lanes { get; set; }
            public partial byte Lanes { get => 4; set { } }
        }
        """,
        "CS0102 CS9251", null, TestName = "A body written by hand is the second one")]
    [TestCase(
        """
        [Device("nvme")]
        public partial class Nvme : Device
        {
            private enum Mode { On }
            [Property("mode")] public partial Mode Current { get; set; }
        }
        """,
        "CS0053", "HV2003", TestName = "A property's type is as accessible as the property")]
    [TestCase(
        """
        [MachineFamily("pseries")]
        public abstract partial class Pseries : Machine
        {
            protected override RtasDispatcher CreateRtasDispatcher() => RtasDispatcher.None;
        }
        [RtasCalls]
        internal static partial class Calls { [RtasCall(0x2001, "a")] static RtasStatus A(Pseries machine) => RtasStatus.Success; }
        """,
        "CS0111", null, TestName = "A dispatcher made by hand is the second one")]
    public void What_only_the_compiler_says_first(string source, string compilers, string? ours)
    {
        var compilation = SampleCompilation.Create(source);
        Assert.Multiple(() =>
        {
            Assert.That(AnalyzerTest.DeclarationErrors(compilation.WithGeneratedCode()).Select(error => error.Id).Distinct().Order(), Is.EqualTo(compilers.Split(' ')));
            Assert.That(AnalyzerTest.Analyze(compilation).Select(found => found.Id), Is.EqualTo(ours is null ? Array.Empty<string>() : [ours]));
        });
    }
}
