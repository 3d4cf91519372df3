using Hv.CodeFixes.Tests.Infrastructure;
using Hv.Generators.Tests.Calls;
using Hv.Generators.Tests.Machines;

namespace Hv.CodeFixes.Tests;

/// <summary>HV1013, HV2007, HV2008, HV3012: modifiers that generation needs.</summary>
public sealed class MakePartialFixerTests
{
    private const string Body = """(SampleMachine machine) { SampleMachine M => machine; [RtasCall(0x2001, "a")] RtasStatus First() => 0; }""";

    [TestCase("[RtasCalls] internal sealed class {|HV1013:Calls|}", "[RtasCalls] internal sealed partial class Calls")]
    [TestCase("[RtasCalls]\n    class {|HV1013:Calls|}", "[RtasCalls]\n    partial class Calls")]
    [TestCase("/// <summary>Calls.</summary>\n[RtasCalls]\npublic /* open */ sealed\n    class {|HV1013:Calls|}", "/// <summary>Calls.</summary>\n[RtasCalls]\npublic /* open */ sealed\n    partial class Calls")]
    [TestCase("[RtasCalls] internal sealed record {|HV1013:Calls|}", "[RtasCalls] internal sealed partial record Calls")]
    public void Partial_is_the_last_modifier_and_all_else_stays(string before, string after) =>
        Assert.That(Verify(before + Body, after + Body), Is.EqualTo("Make 'Calls' partial"));

    [Test]
    public void The_types_around_a_class_become_partial_with_it() =>
        Assert.That(
            Verify(
                $$"""internal class Outer { internal partial struct Middle { [RtasCalls] internal sealed class {|HV1013:Calls|}{{Body}} } }""",
                $$"""internal partial class Outer { internal partial struct Middle { [RtasCalls] internal sealed partial class Calls{{Body}} } }"""),
            Is.EqualTo("Make 'Outer' partial, 'Calls' partial"));

    [Test]
    public void All_at_once_makes_a_type_around_two_classes_partial_once() => FixTest.VerifyAll<MakePartialFixer>(
        Source($$"""
            internal class Outer
            {
                [RtasCalls] internal sealed class {|HV1013:One|}{{Body}}
                [RtasCalls] internal sealed class {|HV1013:Two|}{{Body.Replace("0x2001, \"a\"", "0x2002, \"b\"", StringComparison.Ordinal)}}
            }
            """),
        Source($$"""
            internal partial class Outer
            {
                [RtasCalls] internal sealed partial class One{{Body}}
                [RtasCalls] internal sealed partial class Two{{Body.Replace("0x2001, \"a\"", "0x2002, \"b\"", StringComparison.Ordinal)}}
            }
            """),
        CallSamples.Machine);

    [TestCase("public class", "public sealed partial class", "Make 'Sample_2_4' sealed partial")]
    [TestCase("public sealed class", "public sealed partial class", "Make 'Sample_2_4' partial")]
    [TestCase("public partial class", "public sealed partial class", "Make 'Sample_2_4' sealed")]
    [TestCase("class", "sealed partial class", "Make 'Sample_2_4' sealed partial")]
    public void A_machine_version_becomes_what_it_must_be(string before, string after, string title) =>
        Assert.That(
            FixTest.Verify<MakePartialFixer>(
                Source($$"""[MachineVersion("sample", 2, 4)] {{before}} {|HV3012:Sample_2_4|} : SampleMachine;"""),
                Source($$"""[MachineVersion("sample", 2, 4)] {{after}} Sample_2_4 : SampleMachine;"""),
                MachineSamples.Declarations),
            Is.EqualTo(title));

    [TestCase("public sealed partial class {|HV3012:Sample_2_4|}<T> : SampleMachine;")]
    [TestCase("public abstract partial class {|HV3012:Sample_2_4|} : SampleMachine;")]
    [TestCase("public sealed partial class {|HV3012:Sample_2_4|}(int x) : SampleMachine { public int X => x; }")]
    public void Other_defects_of_a_machine_version_are_left_to_its_author(string declaration) =>
        FixTest.VerifyNoFix<MakePartialFixer>(Source($$"""[MachineVersion("sample", 2, 4)] {{declaration}}"""), MachineSamples.Declarations);

    private static string Verify(string before, string after) =>
        FixTest.Verify<MakePartialFixer>(Source(before), Source(after), CallSamples.Machine);

    private static string Source(string text) => "namespace Sample;\n" + text;
}
