using Hv.CodeFixes.Tests.Infrastructure;
using Hv.Generators.Tests.Calls;
using Hv.Generators.Tests.Machines;

namespace Hv.CodeFixes.Tests;

/// <summary>HV1018, HV1019, HV3004, HV3006, HV4008: names and numbers of something that is declared.</summary>
public sealed class NearestNameFixerTests
{
    private const string Api = """
        namespace Sample;
        public static class Api
        {
            public static void Rtas([RtasCallName] string name, int times = 1) { }
            public static void Token([RtasCallToken] uint token) { }
            public static void Hypercall([HypercallName] string name) { }
        }
        """;

    [TestCase(
        "Api.Rtas({|HV1018:\"nvram-fetsh\"|}, 2);", "Api.Rtas(\"nvram-fetch\", 2);",
        "Replace \"nvram-fetsh\" with \"nvram-fetch\"")]
    [TestCase(
        "Api.Rtas(times: 2, name: {|HV1018:\"nvram-fetsh\"|});", "Api.Rtas(times: 2, name: \"nvram-fetch\");",
        "Replace \"nvram-fetsh\" with \"nvram-fetch\"")]
    [TestCase(
        "Api.Hypercall({|HV1018:\"H_PUT\" + \"_TCEE\"|});", "Api.Hypercall(\"H_PUT_TCE\");",
        "Replace \"H_PUT\" + \"_TCEE\" with \"H_PUT_TCE\"")]
    [TestCase("Api.Token({|HV1019:0x2025u|});", "Api.Token(0x2026u);", "Replace 0x2025u with 0x2026u")]
    [TestCase("Api.Token({|HV1019:0x2025|});", "Api.Token(0x2026);", "Replace 0x2025 with 0x2026")]
    public void A_call_is_given_the_nearest_declared_name_or_token(string before, string after, string title) =>
        Assert.That(FixTest.Verify<NearestNameFixer>(Use(before), Use(after), CallSamples.Machine, CallSamples.Rtas, CallSamples.Hypercalls, Api), Is.EqualTo(title));

    [TestCase("[Migrated({|HV4008:When = \"HasMor\"|})] public int Value;", "[Migrated(When = nameof(HasMore))] public int Value;", "Replace \"HasMor\" with nameof(HasMore)")]
    [TestCase("[Derived({|HV4008:\"HasMor\"|})] public int Value;", "[Derived(nameof(HasMore))] public int Value;", "Replace \"HasMor\" with nameof(HasMore)")]
    [TestCase(
        "[Migrated({|HV4008:Subsection = \"rtc/ex\"|})] public int Value;", "[Migrated(Subsection = \"rtc/extra\")] public int Value;",
        "Replace \"rtc/ex\" with \"rtc/extra\"")]
    public void State_is_given_the_nearest_member_or_subsection(string before, string after, string title)
    {
        Assert.That(FixTest.Verify<NearestNameFixer>(Source(before), Source(after)), Is.EqualTo(title));

        static string Source(string member) =>
            "[VmState(\"rtc\")] [Subsection(\"rtc/extra\", Needed = nameof(HasMore))] public partial class Rtc { public bool HasMore => true; " + member + " }";
    }

    [Test]
    public void A_name_that_is_near_to_none_is_left_alone() =>
        FixTest.VerifyNoFix<NearestNameFixer>(Use("Api.Rtas({|HV1018:\"frobnicate\"|});"), CallSamples.Machine, CallSamples.Rtas, Api);

    [Test]
    public void All_names_of_a_project_are_fixed_at_once() => FixTest.VerifyAll<NearestNameFixer>(
        Use("Api.Rtas({|HV1018:\"nvram-fetsh\"|}); Api.Rtas({|HV1018:\"frobnicate\"|}); Api.Hypercall({|HV1018:\"H_PUT_TCEE\"|});"),
        Use("Api.Rtas(\"nvram-fetch\"); Api.Rtas({|HV1018:\"frobnicate\"|}); Api.Hypercall(\"H_PUT_TCE\");"),
        CallSamples.Machine, CallSamples.Rtas, CallSamples.Hypercalls, Api);

    [TestCase("Compat<HostBridge>({|HV3006:\"DynamicDmaWindow\"|}, false)", "Compat<HostBridge>(nameof(HostBridge.DynamicDmaWindows), false)")]
    [TestCase("Compat<HostBridge>({|HV3006:\"ddw\"|}, false)", "Compat<HostBridge>(nameof(HostBridge.DynamicDmaWindows), false)")]
    [TestCase("Compat<global::Sample.HostBridge>({|HV3006:\"ddw\"|}, false)", "Compat<global::Sample.HostBridge>(nameof(global::Sample.HostBridge.DynamicDmaWindows), false)")]
    [TestCase("Compat<OtherBridge>({|HV3006:\"ExtendedConfig\"|}, false)", "Compat<OtherBridge>(nameof(OtherBridge.ExtendedConfiguration), false)")]
    [TestCase("Compat<OtherBridge>(value: false, {|HV3006:property: \"ExtendedConfig\"|})", "Compat<OtherBridge>(value: false, property: nameof(OtherBridge.ExtendedConfiguration))")]
    public void A_compat_entry_names_the_property_with_nameof(string before, string after) =>
        FixTest.Verify<NearestNameFixer>(Version(before), Version(after), MachineSamples.Declarations);

    [Test]
    public void A_property_that_cannot_be_named_in_code_is_named_in_text()
    {
        const string Hidden = """
            namespace Sample;
            [Device("hidden")]
            public sealed partial class Hidden : Device
            {
                [Property("flag")]
                private partial bool Flag { get; set; }
            }
            """;
        Assert.That(
            FixTest.Verify<NearestNameFixer>(
                Version("Compat<Hidden>({|HV3006:\"flag\"|}, true)"), Version("Compat<Hidden>(\"Flag\", true)"), MachineSamples.Declarations, Hidden),
            Is.EqualTo("Replace \"flag\" with \"Flag\""));
    }

    [Test]
    public void A_machine_version_is_given_the_family_of_its_base() =>
        Assert.That(
            FixTest.Verify<NearestNameFixer>(
                "namespace Sample;\n[MachineVersion({|HV3004:\"sampel\"|}, 2, 4)] public sealed partial class Sample_2_4 : SampleMachine;",
                "namespace Sample;\n[MachineVersion(\"sample\", 2, 4)] public sealed partial class Sample_2_4 : SampleMachine;",
                MachineSamples.Declarations),
            Is.EqualTo("Replace \"sampel\" with \"sample\""));

    private static string Version(string attribute) => MachineSamples.Source(MachineSamples.Version("2.4", attribute));

    private static string Use(string statements) => $$"""
        namespace Sample;
        internal static class Use
        {
            public static void Run()
            {
                {{statements}}
            }
        }
        """;
}
