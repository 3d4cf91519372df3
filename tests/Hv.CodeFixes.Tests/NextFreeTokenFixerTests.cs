using Hv.CodeFixes.Tests.Infrastructure;
using Hv.Generators.Tests.Calls;

namespace Hv.CodeFixes.Tests;

/// <summary>HV1001, HV1002, HV1003: which token a call gets.</summary>
public sealed class NextFreeTokenFixerTests
{
    [Test]
    public void A_call_declared_twice_gets_the_next_free_token_and_is_left_to_be_named() =>
        Assert.That(
            Verify(
                """
                [RtasCall(0x2001, "a")] RtasStatus First() => 0;
                [RtasCall({|HV1001:0x2001|}, "a")] RtasStatus Second() => 0;
                [RtasCall(0x2002, "b")] RtasStatus Third() => 0;
                """,
                """
                [RtasCall(0x2001, "a")] RtasStatus First() => 0;
                [RtasCall({|HV1002:0x2003|}, "a")] RtasStatus Second() => 0;
                [RtasCall(0x2002, "b")] RtasStatus Third() => 0;
                """),
            Is.EqualTo("Use the next free token 0x2003"));

    [Test]
    public void A_name_with_two_tokens_gets_the_one_it_has() =>
        Assert.That(
            Verify(
                """
                [RtasCall(0x2001, "a")] RtasStatus First() => 0;
                [RtasCall({|HV1002:0x2002|} /* wide */, "a")] RtasStatus Second(uint x) => 0;
                """,
                """
                [RtasCall(0x2001, "a")] RtasStatus First() => 0;
                [RtasCall(0x2001 /* wide */, "a")] RtasStatus Second(uint x) => 0;
                """),
            Is.EqualTo("Use token 0x2001, which the name already has"));

    [Test]
    public void A_token_with_two_names_is_replaced_in_a_named_argument_too() =>
        Assert.That(
            Verify(
                """
                [RtasCall(0x2001, "a")] RtasStatus First() => 0;
                [RtasCall(name: "b", {|HV1003:token: 0x2001|})] RtasStatus Second() => 0;
                """,
                """
                [RtasCall(0x2001, "a")] RtasStatus First() => 0;
                [RtasCall(name: "b", token: 0x2002)] RtasStatus Second() => 0;
                """),
            Is.EqualTo("Use the next free token 0x2002"));

    [Test]
    public void A_constant_expression_gives_way_to_the_token() => Verify(
        """
        private const uint Base = 0x2000;
        [RtasCall(Base + 1, "a")] RtasStatus First() => 0;
        [RtasCall({|HV1003:Base + 1|}, "b")] RtasStatus Second() => 0;
        """,
        """
        private const uint Base = 0x2000;
        [RtasCall(Base + 1, "a")] RtasStatus First() => 0;
        [RtasCall(0x2002, "b")] RtasStatus Second() => 0;
        """);

    [Test]
    public void All_at_once_get_tokens_of_their_own_and_the_shapes_of_one_call_the_same() => FixTest.VerifyAll<NextFreeTokenFixer>(
        Calls("""
            [RtasCall(0x2001, "a")] RtasStatus First() => 0;
            [RtasCall({|HV1003:0x2001|}, "b")] RtasStatus Second() => 0;
            [RtasCall({|HV1003:0x2001|}, "c")] RtasStatus Third() => 0;
            [RtasCall({|HV1003:0x2001|}, "b")] RtasStatus SecondWide(uint x) => 0;
            [RtasCall(0x2003, "d")] RtasStatus Fourth() => 0;
            """),
        Calls("""
            [RtasCall(0x2001, "a")] RtasStatus First() => 0;
            [RtasCall(0x2002, "b")] RtasStatus Second() => 0;
            [RtasCall(0x2004, "c")] RtasStatus Third() => 0;
            [RtasCall(0x2002, "b")] RtasStatus SecondWide(uint x) => 0;
            [RtasCall(0x2003, "d")] RtasStatus Fourth() => 0;
            """),
        CallSamples.Machine);

    [Test]
    public void All_at_once_fixes_one_kind_only() => FixTest.VerifyAll<NextFreeTokenFixer>(
        Calls("""
            [RtasCall(0x2001, "a")] RtasStatus First() => 0;
            [RtasCall({|HV1003:0x2001|}, "b")] RtasStatus Second() => 0;
            [RtasCall({|HV1002:0x2005|}, "a")] RtasStatus Third(uint x) => 0;
            """),
        Calls("""
            [RtasCall(0x2001, "a")] RtasStatus First() => 0;
            [RtasCall(0x2002, "b")] RtasStatus Second() => 0;
            [RtasCall({|HV1002:0x2005|}, "a")] RtasStatus Third(uint x) => 0;
            """),
        CallSamples.Machine);

    [Test]
    public void Without_a_free_token_nothing_is_offered() => FixTest.VerifyNoFix<NextFreeTokenFixer>(
        Calls("""
            [RtasCall(0x20FF, "a")] RtasStatus First() => 0;
            [RtasCall({|HV1003:0x20FF|}, "b")] RtasStatus Second() => 0;
            """),
        CallSamples.Machine);

    private static string Verify(string before, string after) =>
        FixTest.Verify<NextFreeTokenFixer>(Calls(before), Calls(after), CallSamples.Machine);

    private static string Calls(string members) => $$"""
        namespace Sample;

        [RtasCalls]
        public sealed partial class Calls(SampleMachine machine)
        {
            SampleMachine M => machine;
            {{members}}
        }
        """;
}
