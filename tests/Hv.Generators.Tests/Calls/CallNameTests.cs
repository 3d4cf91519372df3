using Hv.Generators.Tests.Infrastructure;

namespace Hv.Generators.Tests.Calls;

/// <summary>Calls whose names give the same C# name get members of their own; that all of it compiles is proved by each run.</summary>
public sealed class CallNameTests
{
    [Test]
    public void Names_that_differ_in_separators_only_have_the_token_in_the_names_of_members()
    {
        var run = GeneratorTest.Run(CallSamples.Machine, """
            namespace Sample;
            [RtasCalls]
            internal static partial class Clocks
            {
                [RtasCall(0x2001, "get-clock")] static RtasStatus Dashed(SampleMachine machine, out uint time) { time = 1; return RtasStatus.Success; }
                [RtasCall(0x2002, "get,clock")] static RtasStatus Comma(SampleMachine machine, out uint time) { time = 2; return RtasStatus.Success; }
                [RtasCall(0x2002, "get,clock")] static RtasStatus Wide(SampleMachine machine, out ulong time) { time = 2; return RtasStatus.Success; }
                [RtasCall(0x2003, "set-clock")] static RtasStatus Set(SampleMachine machine, uint time) => RtasStatus.Success;
            }
            """);
        Assert.Multiple(() =>
        {
            Assert.That(run["Sample.Clocks.Rtas.g.cs"], Does.Contain("GetClock_2001_0_2(").And.Contain("GetClock_2002_0_3(").And.Contain("SetClock_1_1("));
            Assert.That(run["Sample.SampleMachine.RtasDispatcher.g.cs"], Does.Contain("Clocks.GetClock_2002_0_2(frame, _machine, _getClock_2002_0_2)"));
            Assert.That(run["Sample.SampleMachine.RtasClient.g.cs"], Does.Contain("GetClock_2001(out uint").And.Contain("GetClock_2002(out ulong").And.Contain("SetClock(uint"));
        });
    }

    [Test]
    public void Names_that_are_alike_in_two_classes_differ_where_they_meet()
    {
        var run = GeneratorTest.Run(CallSamples.Machine, """
            namespace Sample;
            [Hypercalls]
            internal static partial class First { [Hypercall(0x8, "H_READ_1")] static HypercallStatus A(SampleMachine machine) => HypercallStatus.Success; }
            [Hypercalls]
            internal static partial class Second { [Hypercall(0xC, "H_READ1")] static HypercallStatus B(SampleMachine machine) => HypercallStatus.Success; }
            """);
        Assert.Multiple(() =>
        {
            Assert.That(run["Sample.First.Hypercall.g.cs"], Does.Contain(" HRead1("));
            Assert.That(run["Sample.SampleMachine.HypercallDispatcher.g.cs"], Does.Contain("First.HRead1(frame, _machine, _hRead1_8)").And.Contain("Second.HRead1(frame, _machine, _hRead1_C)"));
            Assert.That(run["Sample.SampleMachine.HypercallClient.g.cs"], Does.Contain(" HRead1_8(").And.Contain(" HRead1_C("));
        });
    }

    [TestCase("NEXT")]
    [TestCase("MACHINE")]
    [TestCase("CALLS")]
    [TestCase("EQUALS")]
    [TestCase("GET_TYPE")]
    [TestCase("TO_STRING")]
    public void A_hypercall_may_be_named_like_a_member_of_the_generated_classes(string name) =>
        GeneratorTest.Run(CallSamples.Machine, $$"""
            namespace Sample;
            [Hypercalls]
            internal sealed partial class Calls(SampleMachine owner)
            {
                [Hypercall(0x8, "{{name}}")] HypercallStatus A() => owner.HasNvram ? HypercallStatus.Success : HypercallStatus.Function;
                [Hypercall(0xC, "OTHER")] HypercallStatus B(SampleMachine machine) => HypercallStatus.Success;
            }
            """);

    [Test]
    public void Shapes_that_differ_in_the_status_word_only_have_two_client_methods()
    {
        var run = GeneratorTest.Run(CallSamples.Machine, """
            namespace Sample;
            [RtasCalls]
            internal static partial class Power
            {
                [RtasCall(0x2001, "power-off")] static void Quiet(SampleMachine machine, uint mask) { }
                [RtasCall(0x2001, "power-off")] static RtasStatus Off(SampleMachine machine, uint mask) => RtasStatus.Success;
            }
            """);
        Assert.That(run["Sample.SampleMachine.RtasClient.g.cs"], Does.Contain("void PowerOff(uint mask)").And.Contain("PowerOff_1_1(uint mask)"));
    }

    [Test]
    public void Two_names_of_one_token_do_not_hide_that_they_are_wrong() => AnalyzerTest.Verify(CallSamples.Machine, """
        namespace Sample;
        [RtasCalls]
        internal static partial class Clocks
        {
            [RtasCall(0x2001, "get-clock")] static RtasStatus Dashed(SampleMachine machine) => RtasStatus.Success;
            [RtasCall({|HV1003:0x2001|}, "get,clock")] static RtasStatus Comma(SampleMachine machine) => RtasStatus.Success;
        }
        """);
}
