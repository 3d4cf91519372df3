using Hv.Generators.Tests.Infrastructure;

namespace Hv.Generators.Tests.Calls;

/// <summary>HV1030: shift counts that the guest controls.</summary>
public sealed class GuestShiftTests
{
    [TestCase("return 1ul << {|HV1030:(int)shift|} == 0 ? 0 : RtasStatus.Success;")]
    [TestCase("var bits = (int)shift; return 1ul << {|HV1030:bits|} == 0 ? 0 : RtasStatus.Success;")]
    [TestCase("var size = 1ul; size <<= {|HV1030:(int)shift|}; return size == 0 ? 0 : RtasStatus.Success;")]
    [TestCase("return 8u >> {|HV1030:(int)(shift - 3)|} == 0 ? 0 : RtasStatus.Success;")]
    [TestCase("if (shift > 64) return RtasStatus.ParameterError; return 1ul << {|HV1030:(int)shift|} == 0 ? 0 : RtasStatus.Success;")]
    [TestCase("if (shift < 64) { } return 1ul << {|HV1030:(int)shift|} == 0 ? 0 : RtasStatus.Success;")]
    [TestCase("if (shift >= 64) return RtasStatus.ParameterError; return 1u << {|HV1030:(int)shift|} == 0 ? 0 : RtasStatus.Success;")]
    [TestCase("if (liobn.Value > 3) return RtasStatus.ParameterError; return 1ul << {|HV1030:(int)shift|} == 0 ? 0 : RtasStatus.Success;")]
    [TestCase("return 1ul << {|HV1030:(int)liobn.Value|} == 0 ? 0 : RtasStatus.Success;")]
    [TestCase("if (signed >= 64) return RtasStatus.ParameterError; return 1ul << {|HV1030:signed|} == 0 ? 0 : RtasStatus.Success;")]
    public void An_unchecked_count_is_an_error(string body) => Verify(body, 1);

    [TestCase("if (shift >= 64) return RtasStatus.ParameterError; return 1ul << (int)shift == 0 ? 0 : RtasStatus.Success;")]
    [TestCase("return shift < 64 && 1ul << (int)shift == 0 ? 0 : RtasStatus.Success;")]
    [TestCase("return 63 >= shift ? (1ul << (int)shift == 0 ? 0 : RtasStatus.Success) : RtasStatus.ParameterError;")]
    [TestCase("if (shift is not (>= 12 and <= 34)) return RtasStatus.ParameterError; return 1ul << (int)shift == 0 ? 0 : RtasStatus.Success;")]
    [TestCase("if (shift is 12 or 16 or 24) return 1ul << (int)shift == 0 ? 0 : RtasStatus.Success; return RtasStatus.ParameterError;")]
    [TestCase("if (!(shift < 32)) return RtasStatus.ParameterError; return 1u << (int)shift == 0 ? 0 : RtasStatus.Success;")]
    [TestCase("if (liobn.Value >= 64) return RtasStatus.ParameterError; return 1ul << (int)liobn.Value == 0 ? 0 : RtasStatus.Success;")]
    [TestCase("if (signed is < 0 or > 63) return RtasStatus.ParameterError; return 1ul << signed == 0 ? 0 : RtasStatus.Success;")]
    [TestCase("var bits = (int)shift; if (bits < 0 || bits >= 64) return RtasStatus.ParameterError; return 1ul << bits == 0 ? 0 : RtasStatus.Success;")]
    [TestCase("return 1ul << (int)(shift & 63) == 0 ? 0 : RtasStatus.Success;")]
    [TestCase("return shift << 3 == 0 ? 0 : RtasStatus.Success;")]
    [TestCase("return GuestShift.Left(1, shift) == 0 ? 0 : RtasStatus.Success;")]
    public void A_checked_count_is_not(string body) => Verify(body, 0);

    [Test]
    public void The_message_says_what_the_masked_count_would_do()
    {
        Assert.That(
            Verify("return 1ul << {|HV1030:(int)shift|} == 0 ? 0 : RtasStatus.Success;", 1),
            Is.EqualTo(new[] { "The shift count comes from parameter 'shift', which the guest controls; C# takes it modulo 64, so that 76 acts as 12. Check it against 64 before, or use GuestShift" }));
    }

    [Test]
    public void Methods_that_are_no_handlers_are_not_judged() =>
        Assert.That(
            AnalyzerTest.Verify("namespace Sample; internal static class Helper { internal static ulong Size(int shift) => 1ul << shift; }"),
            Is.Empty);

    private static IReadOnlyList<string> Verify(string body, int count)
    {
        var messages = AnalyzerTest.Verify(
            CallSamples.Machine,
            $$"""
            namespace Sample;

            [RtasCalls]
            internal sealed partial class Calls(SampleMachine machine)
            {
                SampleMachine M => machine;

                [RtasCall(0x2001, "a")]
                RtasStatus Handle(uint shift, Liobn liobn, int signed)
                {
                    {{body}}
                }
            }
            """);
        Assert.That(messages, Has.Count.EqualTo(count));
        return messages;
    }
}
