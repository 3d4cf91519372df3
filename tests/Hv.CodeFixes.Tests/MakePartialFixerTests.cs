using Hv.CodeFixes.Tests.Infrastructure;
using Hv.Generators.Tests.Calls;
using Hv.Generators.Tests.Machines;

namespace Hv.CodeFixes.Tests;

/// <summary>HV1013, HV2007, HV2008, HV3012, HV4007: modifiers that generation needs.</summary>
public sealed class MakePartialFixerTests
{
    private const string Body = """(SampleMachine machine) { SampleMachine M => machine; [RtasCall(0x2001, "a")] RtasStatus First() => 0; }""";

    [TestCase("[RtasCalls] internal sealed class {|HV1013:Calls|}", "[RtasCalls] internal sealed partial class Calls")]
    [TestCase("[RtasCalls]\n    class {|HV1013:Calls|}", "[RtasCalls]\n    partial class Calls")]
    [TestCase("/// <summary>Calls.</summary>\n[RtasCalls]\npublic /* open */ sealed\n    class {|HV1013:Calls|}", "/// <summary>Calls.</summary>\n[RtasCalls]\npublic /* open */ sealed\n    partial class Calls")]
    [TestCase("[RtasCalls] internal sealed record {|HV1013:Calls|}", "[RtasCalls] internal sealed partial record Calls")]
    public void Partial_is_the_last_modifier_and_all_else_stays(string before, string after) =>
        Assert.That(Verify(before + Body, after + Body), Is.EqualTo("Make 'Calls' partial"));

    [TestCase("public sealed class {|HV4007:Rtc|}", "public sealed partial class Rtc")]
    [TestCase("public struct {|HV4007:Rtc|}", "public partial struct Rtc")]
    public void A_type_with_state_becomes_partial(string before, string after)
    {
        const string State = "[VmState(\"spapr_rtc\")] ";
        const string Members = " { [Migrated] public long Offset; }";
        Assert.That(FixTest.Verify<MakePartialFixer>(State + before + Members, State + after + Members), Is.EqualTo("Make 'Rtc' partial"));
    }

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

    [TestCase(
        "[Device(\"thing\")] public class {|HV2007:Thing|} : Device { }", "[Device(\"thing\")] public partial class Thing : Device { }",
        "Make 'Thing' partial")]
    [TestCase(
        "public static class {|HV2007:Outer|} { [Device(\"thing\")] public partial class Thing : Device { } }",
        "public static partial class Outer { [Device(\"thing\")] public partial class Thing : Device { } }",
        "Make 'Outer' partial")]
    [TestCase(
        "[Device(\"thing\")] public partial class Thing : Device { [Property(\"on\")] public virtual bool {|HV2008:On|} { get; set; } }",
        "[Device(\"thing\")] public partial class Thing : Device { [Property(\"on\")] public virtual partial bool On { get; set; } }",
        "Make 'On' partial")]
    [TestCase(
        "[Device(\"thing\")] public partial class Thing : Device { /// <summary>Whether.</summary>\n[Property(\"on\")]\ninternal\n  bool {|HV2008:On|} { get; set; } }",
        "[Device(\"thing\")] public partial class Thing : Device { /// <summary>Whether.</summary>\n[Property(\"on\")]\ninternal\n  partial bool On { get; set; } }",
        "Make 'On' partial")]
    public void A_device_or_its_property_becomes_partial(string before, string after, string title) =>
        Assert.That(Verify(before, after), Is.EqualTo(title));

    [TestCase("{ get; set; } = true;")]
    [TestCase("{ get => true; set { } }")]
    [TestCase("=> true;")]
    public void A_property_with_a_body_of_its_own_is_left_to_its_author(string body) => FixTest.VerifyNoFix<MakePartialFixer>(
        Source($$"""[Device("thing")] public partial class Thing : Device { [Property("on")] public bool {|HV2008:On|} {{body}} }"""));

    [Test]
    public void All_properties_of_all_devices_become_partial_at_once() => FixTest.VerifyAll<MakePartialFixer>(
        Source("""
            [Device("one")] public partial class One : Device { [Property("on")] public bool {|HV2008:On|} { get; set; } [Property("off")] public bool {|HV2008:Off|} { get; set; } }
            [Device("two")] public partial class Two : Device { [Property("on")] public bool {|HV2008:On|} { get; } }
            """),
        Source("""
            [Device("one")] public partial class One : Device { [Property("on")] public partial bool On { get; set; } [Property("off")] public partial bool Off { get; set; } }
            [Device("two")] public partial class Two : Device { [Property("on")] public partial bool On { get; } }
            """));

    private static string Verify(string before, string after) =>
        FixTest.Verify<MakePartialFixer>(Source(before), Source(after), CallSamples.Machine);

    private static string Source(string text) => "namespace Sample;\n" + text;
}
