using Hv.Generators.Tests.Infrastructure;

namespace Hv.Generators.Tests.Calls;

/// <summary>One wrong and one right use for each diagnostic of calls, HV1001 to HV1024.</summary>
public sealed class CallDiagnosticsTests
{
    private static readonly string[] NoMessage = [];

    [TestCase(
        "HV1001",
        """
        [RtasCall(0x2001, "a")] RtasStatus First(uint x, out uint y) { y = x; return 0; }
        [RtasCall({|HV1001:0x2001|}, "a")] RtasStatus Second(uint x, out uint y) { y = x; return 0; }
        [RtasCall(0x2002, "b")] RtasStatus Third() => 0;
        """,
        "RTAS call 0x2001 with nargs 1 and nret 2 is already declared by 'Calls.First'; the next free token is 0x2003")]
    [TestCase(
        "HV1002",
        """
        [RtasCall(0x2001, "a")] RtasStatus First() => 0;
        [RtasCall({|HV1002:0x2002|}, "a")] RtasStatus Second(uint x) => 0;
        """,
        "RTAS call 'a' has token 0x2002 here and token 0x2001 in 'Calls.First'; one name has one token")]
    [TestCase(
        "HV1003",
        """
        [RtasCall(0x2001, "a")] RtasStatus First() => 0;
        [RtasCall({|HV1003:0x2001|}, "b")] RtasStatus Second() => 0;
        """,
        "Token 0x2001 is 'b' here and 'a' in 'Calls.First'; the next free token is 0x2002")]
    [TestCase(
        "HV1003 where no token is free",
        """
        [RtasCall(0x20FF, "a")] RtasStatus First() => 0;
        [RtasCall(name: "b", {|HV1003:token: 0x20FF|})] RtasStatus Second() => 0;
        """,
        "Token 0x20FF is 'b' here and 'a' in 'Calls.First'; the next free token is none")]
    [TestCase(
        "HV1004",
        """[RtasCall({|HV1004:0x2100|}, "a")] RtasStatus First() => 0;""",
        "Token 0x2100 of RTAS call 'a' is outside the tokens 0x2000 to 0x20FF of 'SampleMachine'")]
    [TestCase(
        "HV1009",
        """[RtasCall(0x2001, "a")] RtasStatus First(byte {|HV1009:x|}) => 0;""",
        "Parameter 'x' of 'First' has type 'byte', which has no width in a frame; use uint, ulong, int, long, an enum of one of them, or a readonly struct marked [CallValue]")]
    [TestCase(
        "HV1009 for ref",
        """[RtasCall(0x2001, "a")] RtasStatus First(ref uint {|HV1009:x|}) => 0;""",
        "Parameter 'x' of 'First' has type 'ref uint x', but a parameter is either by value or out, and never optional or params")]
    [TestCase(
        "HV1009 for a struct that is not well formed",
        """
        [CallValue] public struct Odd { public uint Value { get; set; } }
        [RtasCall(0x2001, "a")] RtasStatus First(Odd {|HV1009:x|}) => 0;
        """,
        "Parameter 'x' of 'First' has type 'Sample.Calls.Odd', whose [CallValue] struct must be readonly, with a property Value of type uint or ulong and a constructor that takes one")]
    [TestCase(
        "HV1010",
        """[RtasCall(0x2001, "a")] RtasStatus First(out uint y, uint {|HV1010:x|}) { y = x; return 0; }""",
        "Input 'x' of 'First' stands after output 'y'; inputs come first, then outputs")]
    [TestCase(
        "HV1011",
        """[RtasCall(0x2001, "a")] int {|HV1011:First|}() => 0;""",
        "Handler 'First' returns 'int'; an RTAS handler returns RtasStatus, or void when it stores no status word")]
    [TestCase(
        "HV1012",
        """[RtasCall(0x2001, "a")] RtasStatus {|HV1012:First|}(ulong a, ulong b, ulong c, ulong d, ulong e, ulong f, ulong g, ulong h, uint i) => 0;""",
        "'First' has 17 argument words; a frame carries at most 16")]
    [TestCase(
        "HV1014",
        """[RtasCall(0x2001, "a")] RtasStatus {|HV1014:First|}<T>() => 0;""",
        "'First' is generic; a call has one signature, and the dispatcher one instance of the class that serves it")]
    [TestCase(
        "HV1016",
        """[RtasCall(0x2001, "a")] async System.Threading.Tasks.Task<RtasStatus> {|HV1016:First|}() { await System.Threading.Tasks.Task.Yield(); return 0; }""",
        "Handler 'First' is asynchronous; a guest's processor waits for the status, return it")]
    [TestCase(
        "HV1020",
        """
        [RtasCall(0x2001, "a", Counts = RtasCounts.Any)] RtasStatus First() => 0;
        [RtasCall({|HV1020:0x2001|}, "a")] RtasStatus Second(uint x) => 0;
        """,
        "RTAS call a takes any counts in 'Calls.First' and is declared again here; a call that takes any counts has one handler")]
    [TestCase(
        "HV1021",
        """[RtasCall(0x2001, {|HV1021:"ibm_Query"|})] RtasStatus First() => 0;""",
        "'ibm_Query' is no name of an RTAS call (lower-case words joined by '-' or ',', such as ibm,query-pe-dma-window)")]
    [TestCase(
        "HV1020 for any return words",
        """
        [RtasCall(0x2001, "a", Counts = RtasCounts.AnyReturns)] RtasStatus First() => 0;
        [RtasCall({|HV1020:0x2001|}, "a")] RtasStatus Second(uint x) => 0;
        """,
        "RTAS call a takes any counts in 'Calls.First' and is declared again here; a call that takes any counts has one handler")]
    [TestCase(
        "HV1021 for a trace event",
        """[RtasCall(0x2001, "a", {|HV1021:Trace = "spapr-iommu,put"|})] RtasStatus First() => 0;""",
        "'spapr-iommu,put' is no name of a trace event (lower-case words joined by '_', such as spapr_iommu_put)")]
    [TestCase(
        "HV1023",
        """
        private bool Hidden => true;
        [RtasCall(0x2001, "a", {|HV1023:When = "Hidden"|})] RtasStatus First() => 0;
        """,
        "'Hidden' of 'a' is neither a bool property of 'Calls' that the dispatcher can read (an instance property, internal or public) nor a bool [Property] of 'SampleMachine'")]
    [TestCase(
        "HV1025",
        """
        internal bool HasIt => true;
        [RtasCall(0x2001, "a", When = nameof(HasIt))] RtasStatus First() => 0;
        [RtasCall({|HV1025:0x2001|}, "a")] RtasStatus Second(uint x) => 0;
        """,
        "RTAS call 'a' exists always here and when HasIt in 'Calls.First'; all shapes of a call exist together")]
    public void A_wrong_RTAS_declaration_is_an_error(string _, string members, string message) =>
        Assert.That(Verify("RtasCalls", members), Is.EqualTo(new[] { message }));

    [TestCase(
        "HV1005",
        """[Hypercall({|HV1005:0x22|}, "H_A")] HypercallStatus First() => 0;""",
        "Hypercall number 0x22 of 'H_A' is not a multiple of 4, as numbers from 0x4 to 0x45C are; the nearest are 0x20 and 0x24")]
    [TestCase(
        "HV1006",
        """[Hypercall({|HV1006:0x500|}, "H_A")] HypercallStatus First() => 0;""",
        "Hypercall number 0x500 of 'H_A' is outside the ranges of 'SampleMachine': 0x4 to 0x45C in steps of 4, 0xF000 to 0xF80C")]
    [TestCase(
        "HV1007",
        """
        [Hypercall(0x20, "H_A")] HypercallStatus First() => 0;
        [Hypercall({|HV1007:0x20|}, "H_B")] HypercallStatus Second() => 0;
        """,
        "Hypercall number 0x20 is already 'H_A', declared by 'Calls.First'")]
    [TestCase(
        "HV1008",
        """
        [Hypercall(0x20, "H_A")] HypercallStatus First() => 0;
        [Hypercall(0x24, {|HV1008:"H_A"|})] HypercallStatus Second() => 0;
        """,
        "Hypercall 'H_A' has number 0x24 here and number 0x20 in 'Calls.First'; one name has one number")]
    [TestCase(
        "HV1011",
        """[Hypercall(0x20, "H_A")] void {|HV1011:First|}() { }""",
        "Handler 'First' returns 'void'; a hypercall handler returns HypercallStatus")]
    [TestCase(
        "HV1012",
        """[Hypercall(0x20, "H_A")] HypercallStatus {|HV1012:First|}(ulong a, ulong b, ulong c, ulong d, ulong e, ulong f, ulong g, ulong h, ulong i, ulong j) => 0;""",
        "'First' has 10 input registers; a frame carries at most 9")]
    [TestCase(
        "HV1021",
        """[Hypercall(0x20, {|HV1021:"h-put"|})] HypercallStatus First() => 0;""",
        "'h-put' is no name of a hypercall (capitals joined by '_', such as H_PUT_TCE)")]
    public void A_wrong_hypercall_declaration_is_an_error(string _, string members, string message) =>
        Assert.That(Verify("Hypercalls", members), Is.EqualTo(new[] { message }));

    [TestCase(
        "HV1013",
        "[RtasCalls] internal sealed class {|HV1013:Calls|}(SampleMachine machine) { SampleMachine M => machine; [RtasCall(0x2001, \"a\")] RtasStatus First() => 0; }",
        "'Calls' must be partial: the marshalling of the calls in 'Calls' is generated into it")]
    [TestCase(
        "HV1013 for a type around it",
        "internal class {|HV1013:Outer|} { [RtasCalls] internal sealed partial class Calls(SampleMachine machine) { SampleMachine M => machine; [RtasCall(0x2001, \"a\")] RtasStatus First() => 0; } }",
        "'Outer' must be partial: the marshalling of the calls in 'Calls' is generated into it")]
    [TestCase(
        "HV1014",
        "[RtasCalls] internal sealed partial class {|HV1014:Calls|}<T>(SampleMachine machine) { SampleMachine M => machine; [RtasCall(0x2001, \"a\")] RtasStatus First() => 0; }",
        "'Calls' is generic; a call has one signature, and the dispatcher one instance of the class that serves it")]
    [TestCase(
        "HV1015",
        "[RtasCalls] internal sealed partial class {|HV1015:Calls|} { [RtasCall(0x2001, \"a\")] RtasStatus First() => 0; }",
        "'Calls' does not say which machine it serves: it must be a class with one constructor whose only parameter is the machine")]
    [TestCase(
        "HV1015 for a static class",
        "[RtasCalls] internal static partial class {|HV1015:Calls|} { [RtasCall(0x2001, \"a\")] static RtasStatus First() => 0; }",
        "'Calls' does not say which machine it serves: it is static, so a handler must take the machine as its first parameter")]
    [TestCase(
        "HV1017",
        "[RtasCalls] internal sealed partial class {|HV1017:Calls|}(Machine machine) { Machine M => machine; [RtasCall(0x2001, \"a\")] RtasStatus First() => 0; }",
        "Machine class 'Machine' must be a partial class of this project: the dispatcher of the calls in 'Calls' is added to it")]
    [TestCase(
        "HV1017 for a static class, whose handlers are not to blame for their machine",
        "[RtasCalls] internal static partial class {|HV1017:Calls|} { [RtasCall(0x2001, \"a\")] static RtasStatus First(Machine machine) => 0; }",
        "Machine class 'Machine' must be a partial class of this project: the dispatcher of the calls in 'Calls' is added to it")]
    [TestCase(
        "HV1022",
        "internal sealed partial class Calls { [RtasCall(0x2001, \"a\")] RtasStatus {|HV1022:First|}() => 0; }",
        "'First' is declared in 'Calls', which is not marked [RtasCalls]; nothing would ever call it")]
    [TestCase(
        "HV1024",
        "internal partial class Outer { [RtasCalls] private sealed partial class {|HV1024:Calls|}(SampleMachine machine) { SampleMachine M => machine; [RtasCall(0x2001, \"a\")] RtasStatus First() => 0; } }",
        "'Calls' is private or protected; the dispatcher is another class and needs it internal or public")]
    public void A_wrong_class_of_handlers_is_an_error(string _, string source, string message) =>
        Assert.That(AnalyzerTest.Verify(CallSamples.Machine, "namespace Sample;\n" + source), Is.EqualTo(new[] { message }));

    [Test]
    public void Right_declarations_of_all_kinds_report_nothing() =>
        Assert.That(AnalyzerTest.Verify(CallSamples.Machine, CallSamples.Rtas, CallSamples.Hypercalls), Is.EqualTo(NoMessage));

    [Test]
    public void Duplicates_are_found_across_classes_and_only_within_one_machine()
    {
        const string TwoClasses = """
            namespace Sample;
            [RtasCalls] internal sealed partial class One(SampleMachine machine) { SampleMachine M => machine; [RtasCall(0x2001, "a")] RtasStatus First() => 0; }
            [RtasCalls] internal sealed partial class Two(SampleMachine machine) { SampleMachine M => machine; [RtasCall({|HV1001:0x2001|}, "a")] RtasStatus Second() => 0; }
            public partial class OtherMachine : SampleMachine;
            [RtasCalls] internal sealed partial class Three(OtherMachine machine) { OtherMachine M => machine; [RtasCall(0x2001, "a")] RtasStatus Third() => 0; }
            """;
        Assert.That(AnalyzerTest.Verify(CallSamples.Machine, TwoClasses), Has.Count.EqualTo(1));
    }

    [Test]
    public void Each_duplicate_is_told_a_free_token_of_its_own_and_the_shapes_of_one_name_the_same()
    {
        var messages = Verify("RtasCalls", """
            [RtasCall(0x2001, "a")] RtasStatus First() => 0;
            [RtasCall({|HV1003:0x2001|}, "b")] RtasStatus Second() => 0;
            [RtasCall({|HV1003:0x2001|}, "c")] RtasStatus Third() => 0;
            [RtasCall({|HV1003:0x2001|}, "b")] RtasStatus SecondWide(uint x) => 0;
            [RtasCall({|HV1001:0x2001|}, "a")] RtasStatus Fourth() => 0;
            """);
        Assert.That(messages.Select(message => message[^6..]), Is.EqualTo(new[] { "0x2002", "0x2003", "0x2002", "0x2004" }));
    }

    [Test]
    public void A_constant_as_token_is_judged_by_its_value()
    {
        const string Source = """
            namespace Sample;
            [RtasCalls] internal sealed partial class Calls(SampleMachine machine)
            {
                private const uint Base = 0x2000;
                SampleMachine M => machine;
                [RtasCall(Base + 1, "a")] RtasStatus First() => 0;
                [RtasCall({|HV1001:Base + 1|}, "a")] RtasStatus Second() => 0;
            }
            """;
        Assert.That(AnalyzerTest.Verify(CallSamples.Machine, Source), Has.Count.EqualTo(1));
    }

    private static IReadOnlyList<string> Verify(string attribute, string members) => AnalyzerTest.Verify(
        CallSamples.Machine,
        $$"""
        namespace Sample;

        [{{attribute}}]
        public sealed partial class Calls(SampleMachine machine)
        {
            SampleMachine M => machine;
            {{members}}
        }
        """);
}
