using System.Reflection;
using Hv.Conformance.Infrastructure;
using Hv.Power.FloatingPoint;
using Hv.Power.Tests.FloatingPoint;

namespace Hv.Conformance.Isa.FloatingPoint;

/// <summary>
/// Floating-point instructions with random operands, in all rounding modes and with exceptions enabled, here and under
/// qemu-ppc64le: the target register, all of the FPSCR, the CR field.
/// </summary>
public sealed class FloatingPointTests
{
    private const int States = 2_000;

    /// <summary>Parts of FPSCR, for each of which it is said how it differs.</summary>
    internal static readonly (string Name, uint Mask)[] Parts =
    [
        ("FR", Fpscr.FR), ("FI", Fpscr.FI), ("FPRF", Fpscr.FPRF), ("FX", Fpscr.FX),
        ("exceptions", ~(Fpscr.FR | Fpscr.FI | Fpscr.FPRF | Fpscr.FX)),
    ];

    private DifferenceLog? _log;

    [SetUp]
    public void ReadDeclaredDifferences()
    {
        InstructionEngine.Require();
        var method = GetType().GetMethod(TestContext.CurrentContext.Test.MethodName!)!;
        _log = new DifferenceLog([.. method.GetCustomAttributes<DiffersAttribute>().Select(attribute => attribute.Difference)]);
    }

    [Test]
    [Differs(nameof(Differences.FractionRoundedIsComputed))]
    [Differs(nameof(Differences.SummaryIsSetByNewExceptionsAlone))]
    [Differs(nameof(Differences.DenormalSinglesAreTold))]
    [Differs(nameof(Differences.NegationFollowsRounding))]
    [Differs(nameof(Differences.TrappingNaNsClearFractionBits))]
    [Differs(nameof(Differences.EstimatesDivideByZero))]
    [Differs(nameof(Differences.VectorsTellAllExceptions))]
    [Differs(nameof(Differences.VectorsLeaveFractionBits))]
    public void Arithmetic_on_doubles() => Compare(InstructionTable.DoubleArithmetic);

    [Test]
    [Differs(nameof(Differences.FractionRoundedIsComputed))]
    [Differs(nameof(Differences.SummaryIsSetByNewExceptionsAlone))]
    [Differs(nameof(Differences.DenormalSinglesAreTold))]
    [Differs(nameof(Differences.NegationFollowsRounding))]
    [Differs(nameof(Differences.TrappingNaNsClearFractionBits))]
    [Differs(nameof(Differences.EstimatesDivideByZero))]
    [Differs(nameof(Differences.InexactResultsAreDelivered))]
    [Differs(nameof(Differences.RegistersHoldWrappedExponents))]
    public void Arithmetic_on_singles_in_registers() => Compare(InstructionTable.RoundedToSingleArithmetic);

    [Test]
    [Differs(nameof(Differences.FractionRoundedIsComputed))]
    [Differs(nameof(Differences.SummaryIsSetByNewExceptionsAlone))]
    [Differs(nameof(Differences.NegationFollowsRounding))]
    [Differs(nameof(Differences.EstimatesDivideByZero))]
    [Differs(nameof(Differences.VectorsTellAllExceptions))]
    [Differs(nameof(Differences.VectorsLeaveFractionBits))]
    public void Arithmetic_on_vectors_of_singles() => Compare(InstructionTable.SingleArithmetic);

    [Test]
    [Differs(nameof(Differences.FractionRoundedIsComputed))]
    [Differs(nameof(Differences.SummaryIsSetByNewExceptionsAlone))]
    [Differs(nameof(Differences.NegationFollowsRounding))]
    [Differs(nameof(Differences.XsnmsubqpoRoundsToOdd))]
    [Differs(nameof(Differences.TrappingNaNsClearFractionBits))]
    public void Arithmetic_on_quads() => Compare(InstructionTable.QuadArithmetic);

    [Test]
    [Differs(nameof(Differences.FractionRoundedIsComputed))]
    [Differs(nameof(Differences.SummaryIsSetByNewExceptionsAlone))]
    [Differs(nameof(Differences.EstimatesDivideByZero))]
    [Differs(nameof(Differences.VectorsTellAllExceptions))]
    [Differs(nameof(Differences.VectorsLeaveFractionBits))]
    [Differs(nameof(Differences.ElementsAreConvertedApart))]
    public void Conversions_to_integers() => Compare(InstructionTable.ToIntegers);

    [Test]
    [Differs(nameof(Differences.FractionRoundedIsComputed))]
    [Differs(nameof(Differences.SummaryIsSetByNewExceptionsAlone))]
    [Differs(nameof(Differences.InexactResultsAreDelivered))]
    [Differs(nameof(Differences.IntegersHaveClasses))]
    public void Conversions_from_integers() => Compare(InstructionTable.FromIntegers);

    [Test]
    [Differs(nameof(Differences.FractionRoundedIsComputed))]
    [Differs(nameof(Differences.SummaryIsSetByNewExceptionsAlone))]
    [Differs(nameof(Differences.TrappingNaNsClearFractionBits))]
    [Differs(nameof(Differences.EstimatesDivideByZero))]
    [Differs(nameof(Differences.VectorsTellAllExceptions))]
    [Differs(nameof(Differences.WrappedExponentsHaveNoClass))]
    public void Conversions_between_formats() => Compare(InstructionTable.BetweenFormats);

    [Test]
    [Differs(nameof(Differences.FractionRoundedIsComputed))]
    [Differs(nameof(Differences.SummaryIsSetByNewExceptionsAlone))]
    [Differs(nameof(Differences.TrappingNaNsClearFractionBits))]
    public void Conversions_of_quads() => Compare(InstructionTable.QuadConversions);

    [Test]
    [Differs(nameof(Differences.FractionRoundedIsComputed))]
    [Differs(nameof(Differences.SummaryIsSetByNewExceptionsAlone))]
    [Differs(nameof(Differences.DenormalSinglesAreTold))]
    [Differs(nameof(Differences.TrappingNaNsClearFractionBits))]
    [Differs(nameof(Differences.QuadsRoundInTheCurrentMode))]
    [Differs(nameof(Differences.EstimatesDivideByZero))]
    [Differs(nameof(Differences.VectorsTellAllExceptions))]
    [Differs(nameof(Differences.InexactResultsAreDelivered))]
    public void Rounding_to_integers() => Compare(InstructionTable.RoundingToIntegers);

    [Test]
    [Differs(nameof(Differences.SummaryIsSetByNewExceptionsAlone))]
    [Differs(nameof(Differences.EstimatesDivideByZero))]
    [Differs(nameof(Differences.OrderedComparisonsTrapOnce))]
    [Differs(nameof(Differences.ComparisonsLeaveFractionBits))]
    [Differs(nameof(Differences.OrderedComparisonsLeaveClass))]
    [Differs(nameof(Differences.VectorsTellAllExceptions))]
    [Differs(nameof(Differences.TrappingComparisonsKeepTheTarget))]
    public void Comparisons() => Compare(InstructionTable.Comparisons);

    [Test]
    [Differs(nameof(Differences.SummaryIsSetByNewExceptionsAlone))]
    [Differs(nameof(Differences.EstimatesDivideByZero))]
    [Differs(nameof(Differences.ElementsAreConvertedApart))]
    [Differs(nameof(Differences.ExtremesAreNotRounded))]
    public void Minima_and_maxima() => Compare(InstructionTable.Extremes);

    [Test]
    [Differs(nameof(Differences.FractionRoundedIsComputed))]
    [Differs(nameof(Differences.SummaryIsSetByNewExceptionsAlone))]
    [Differs(nameof(Differences.DenormalSinglesAreTold))]
    [Differs(nameof(Differences.ReciprocalsOfZeroAreInfinite))]
    [Differs(nameof(Differences.EstimatesDivideByZero))]
    [Differs(nameof(Differences.VectorsTellAllExceptions))]
    [Differs(nameof(Differences.VectorsLeaveFractionBits))]
    public void Estimates() => Compare(InstructionTable.Reciprocals);

    [Test]
    [Differs(nameof(Differences.EstimatesDivideByZero))]
    [Differs(nameof(Differences.InexactResultsAreDelivered))]
    [Differs(nameof(Differences.SingleClassesAreThoseAskedFor))]
    public void Fields_and_tests() => Compare(InstructionTable.FieldsAndTests);

    private void Compare(IReadOnlyList<FloatingPointInstruction> instructions)
    {
        foreach (var instruction in instructions)
        {
            var source = new OperandSource(seed: 11);
            var states = Enumerable.Range(0, States).Select(_ => NextState(source, instruction.Operands)).ToList();
            foreach (var (state, qemu) in states.Zip(InstructionEngine.Run(instruction, states)))
                Compare(instruction, state, qemu, instruction.Evaluate(state));
        }

        _log!.Verify();
    }

    private void Compare(
        FloatingPointInstruction instruction, FloatingPointState state, FloatingPointOutcome qemu, FloatingPointOutcome hv)
    {
        if (((qemu.Target ^ hv.Target) & instruction.Defined) != UInt128.Zero)
            Note("result");
        if (qemu.Field != hv.Field)
            Note("field");

        var different = qemu.Fpscr ^ hv.Fpscr;
        foreach (var (part, mask) in Parts)
        {
            if ((different & mask) != 0)
                Note(part);
        }

        void Note(string part) => _log!.Note(new FloatingPointObservation(instruction, state, part, qemu, hv));
    }

    // Summaries are what the other bits make them: a state that cannot be is none.
    private static FloatingPointState NextState(OperandSource source, OperandKind operands)
    {
        var target = Next(source, operands);
        return new FloatingPointState(
            target, Next(source, operands), Next(source, operands), Next(source, operands),
            (uint)new Fpscr(source.NextFpscr()).WithSummaries().Value);
    }

    private static UInt128 Next(OperandSource source, OperandKind operands) => operands switch
    {
        OperandKind.Doubles => Pair(() => (ulong)source.Next(ReferenceFormat.Double)),
        OperandKind.SinglesInDoubles => Pair(() => RoundedToSingle.FromSingle((uint)source.Next(ReferenceFormat.Single))),
        OperandKind.Singles => Pair(() => TwoOf(source, ReferenceFormat.Single)),
        OperandKind.Halves => Pair(() => TwoOf(source, ReferenceFormat.Half)),
        OperandKind.Quad => source.Next(ReferenceFormat.Quad),
        OperandKind.Integers => Pair(() => (ulong)source.NextInteger(64)),
        _ => source.NextInteger(128),
    };

    private static ulong TwoOf(OperandSource source, ReferenceFormat format) =>
        ((ulong)source.Next(format) << 32) | (ulong)source.Next(format);

    private static UInt128 Pair(Func<ulong> next) => new(next(), next());
}
