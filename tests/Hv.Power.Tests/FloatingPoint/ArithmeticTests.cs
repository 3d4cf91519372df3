using System.Numerics;
using Hv.Power.FloatingPoint;

namespace Hv.Power.Tests.FloatingPoint;

/// <summary>
/// Every operation against <see cref="ReferenceUnit"/>: bits of the result, all of the FPSCR, whether the target is written.
/// </summary>
public sealed class ArithmeticTests
{
    private const int Cases = 12_000;

    private delegate (UInt128 Value, FpscrEffects Effects) Operation(UInt128[] operands, Fpscr fpscr);

    private delegate BigInteger? Reference(ReferenceUnit unit, BigInteger[] operands);

    [Test]
    public void Doubles_are_added() => Compare(
        ReferenceFormat.Double,
        (x, fpscr) => Of(DoublePrecision.Add((ulong)x[0], (ulong)x[1], fpscr)),
        (unit, x) => unit.Add(ReferenceFormat.Double, x[0], x[1], subtract: false));

    [Test]
    public void Doubles_are_subtracted() => Compare(
        ReferenceFormat.Double,
        (x, fpscr) => Of(DoublePrecision.Subtract((ulong)x[0], (ulong)x[1], fpscr)),
        (unit, x) => unit.Add(ReferenceFormat.Double, x[0], x[1], subtract: true));

    [Test]
    public void Doubles_are_multiplied() => Compare(
        ReferenceFormat.Double,
        (x, fpscr) => Of(DoublePrecision.Multiply((ulong)x[0], (ulong)x[1], fpscr)),
        (unit, x) => unit.Multiply(ReferenceFormat.Double, x[0], x[1]));

    [Test]
    public void Doubles_are_divided() => Compare(
        ReferenceFormat.Double,
        (x, fpscr) => Of(DoublePrecision.Divide((ulong)x[0], (ulong)x[1], fpscr)),
        (unit, x) => unit.Divide(ReferenceFormat.Double, x[0], x[1]));

    [Test]
    public void Roots_of_doubles_are_taken() => Compare(
        ReferenceFormat.Double,
        (x, fpscr) => Of(DoublePrecision.SquareRoot((ulong)x[0], fpscr)),
        (unit, x) => unit.SquareRoot(ReferenceFormat.Double, x[0]));

    [TestCase(MultiplyAddSigns.None)]
    [TestCase(MultiplyAddSigns.NegateAddend)]
    [TestCase(MultiplyAddSigns.NegateResult)]
    [TestCase(MultiplyAddSigns.NegateBoth)]
    public void Doubles_are_multiplied_and_added_with_one_rounding(MultiplyAddSigns signs) => Compare(
        ReferenceFormat.Double,
        (x, fpscr) => Of(DoublePrecision.MultiplyAdd((ulong)x[0], (ulong)x[1], (ulong)x[2], signs, fpscr)),
        (unit, x) => MultiplyAdd(unit, ReferenceFormat.Double, x, signs));

    [Test]
    public void Singles_are_added() => Compare(
        ReferenceFormat.Single,
        (x, fpscr) => Of(SinglePrecision.Add((uint)x[0], (uint)x[1], fpscr)),
        (unit, x) => unit.Add(ReferenceFormat.Single, x[0], x[1], subtract: false));

    [Test]
    public void Singles_are_subtracted() => Compare(
        ReferenceFormat.Single,
        (x, fpscr) => Of(SinglePrecision.Subtract((uint)x[0], (uint)x[1], fpscr)),
        (unit, x) => unit.Add(ReferenceFormat.Single, x[0], x[1], subtract: true));

    [Test]
    public void Singles_are_multiplied() => Compare(
        ReferenceFormat.Single,
        (x, fpscr) => Of(SinglePrecision.Multiply((uint)x[0], (uint)x[1], fpscr)),
        (unit, x) => unit.Multiply(ReferenceFormat.Single, x[0], x[1]));

    [Test]
    public void Singles_are_divided() => Compare(
        ReferenceFormat.Single,
        (x, fpscr) => Of(SinglePrecision.Divide((uint)x[0], (uint)x[1], fpscr)),
        (unit, x) => unit.Divide(ReferenceFormat.Single, x[0], x[1]));

    [Test]
    public void Roots_of_singles_are_taken() => Compare(
        ReferenceFormat.Single,
        (x, fpscr) => Of(SinglePrecision.SquareRoot((uint)x[0], fpscr)),
        (unit, x) => unit.SquareRoot(ReferenceFormat.Single, x[0]));

    [TestCase(MultiplyAddSigns.None)]
    [TestCase(MultiplyAddSigns.NegateAddend)]
    [TestCase(MultiplyAddSigns.NegateResult)]
    [TestCase(MultiplyAddSigns.NegateBoth)]
    public void Singles_are_multiplied_and_added_with_one_rounding(MultiplyAddSigns signs) => Compare(
        ReferenceFormat.Single,
        (x, fpscr) => Of(SinglePrecision.MultiplyAdd((uint)x[0], (uint)x[1], (uint)x[2], signs, fpscr)),
        (unit, x) => MultiplyAdd(unit, ReferenceFormat.Single, x, signs));

    [Test]
    public void Sums_are_rounded_to_single_once() => Compare(
        ReferenceFormat.SingleInDouble,
        (x, fpscr) => Of(RoundedToSingle.Add((ulong)x[0], (ulong)x[1], fpscr)),
        (unit, x) => unit.Add(ReferenceFormat.SingleInDouble, x[0], x[1], subtract: false));

    [Test]
    public void Differences_are_rounded_to_single_once() => Compare(
        ReferenceFormat.SingleInDouble,
        (x, fpscr) => Of(RoundedToSingle.Subtract((ulong)x[0], (ulong)x[1], fpscr)),
        (unit, x) => unit.Add(ReferenceFormat.SingleInDouble, x[0], x[1], subtract: true));

    [Test]
    public void Products_are_rounded_to_single_once() => Compare(
        ReferenceFormat.SingleInDouble,
        (x, fpscr) => Of(RoundedToSingle.Multiply((ulong)x[0], (ulong)x[1], fpscr)),
        (unit, x) => unit.Multiply(ReferenceFormat.SingleInDouble, x[0], x[1]));

    [Test]
    public void Quotients_are_rounded_to_single_once() => Compare(
        ReferenceFormat.SingleInDouble,
        (x, fpscr) => Of(RoundedToSingle.Divide((ulong)x[0], (ulong)x[1], fpscr)),
        (unit, x) => unit.Divide(ReferenceFormat.SingleInDouble, x[0], x[1]));

    [Test]
    public void Roots_are_rounded_to_single_once() => Compare(
        ReferenceFormat.SingleInDouble,
        (x, fpscr) => Of(RoundedToSingle.SquareRoot((ulong)x[0], fpscr)),
        (unit, x) => unit.SquareRoot(ReferenceFormat.SingleInDouble, x[0]));

    [TestCase(MultiplyAddSigns.None)]
    [TestCase(MultiplyAddSigns.NegateAddend)]
    [TestCase(MultiplyAddSigns.NegateResult)]
    [TestCase(MultiplyAddSigns.NegateBoth)]
    public void Fused_multiply_adds_are_rounded_to_single_once(MultiplyAddSigns signs) => Compare(
        ReferenceFormat.SingleInDouble,
        (x, fpscr) => Of(RoundedToSingle.MultiplyAdd((ulong)x[0], (ulong)x[1], (ulong)x[2], signs, fpscr)),
        (unit, x) => MultiplyAdd(unit, ReferenceFormat.SingleInDouble, x, signs));

    [TestCase(false)]
    [TestCase(true)]
    public void Quads_are_added(bool toOdd) => Compare(
        ReferenceFormat.Quad,
        (x, fpscr) => Of(QuadPrecision.Add(x[0], x[1], toOdd, fpscr)),
        (unit, x) => unit.Add(ReferenceFormat.Quad, x[0], x[1], subtract: false),
        toOdd);

    [TestCase(false)]
    [TestCase(true)]
    public void Quads_are_subtracted(bool toOdd) => Compare(
        ReferenceFormat.Quad,
        (x, fpscr) => Of(QuadPrecision.Subtract(x[0], x[1], toOdd, fpscr)),
        (unit, x) => unit.Add(ReferenceFormat.Quad, x[0], x[1], subtract: true),
        toOdd);

    [TestCase(false)]
    [TestCase(true)]
    public void Quads_are_multiplied(bool toOdd) => Compare(
        ReferenceFormat.Quad,
        (x, fpscr) => Of(QuadPrecision.Multiply(x[0], x[1], toOdd, fpscr)),
        (unit, x) => unit.Multiply(ReferenceFormat.Quad, x[0], x[1]),
        toOdd);

    [TestCase(false)]
    [TestCase(true)]
    public void Quads_are_divided(bool toOdd) => Compare(
        ReferenceFormat.Quad,
        (x, fpscr) => Of(QuadPrecision.Divide(x[0], x[1], toOdd, fpscr)),
        (unit, x) => unit.Divide(ReferenceFormat.Quad, x[0], x[1]),
        toOdd);

    [TestCase(false)]
    [TestCase(true)]
    public void Roots_of_quads_are_taken(bool toOdd) => Compare(
        ReferenceFormat.Quad,
        (x, fpscr) => Of(QuadPrecision.SquareRoot(x[0], toOdd, fpscr)),
        (unit, x) => unit.SquareRoot(ReferenceFormat.Quad, x[0]),
        toOdd,
        cases: 2_000);

    [Test]
    public void Quads_are_multiplied_and_added_with_one_rounding([Values] MultiplyAddSigns signs, [Values] bool toOdd) => Compare(
        ReferenceFormat.Quad,
        (x, fpscr) => Of(QuadPrecision.MultiplyAdd(x[0], x[1], x[2], signs, toOdd, fpscr)),
        (unit, x) => MultiplyAdd(unit, ReferenceFormat.Quad, x, signs),
        toOdd,
        cases: Cases / 4);

    internal static (UInt128 Value, FpscrEffects Effects) Of(FloatingPointResult<uint> result) => (result.Value, result.Effects);

    internal static (UInt128 Value, FpscrEffects Effects) Of(FloatingPointResult<ulong> result) => (result.Value, result.Effects);

    internal static (UInt128 Value, FpscrEffects Effects) Of(FloatingPointResult<UInt128> result) =>
        (result.Value, result.Effects);

    internal static void Check(
        string what, uint fpscr, UInt128 value, FpscrEffects effects, BigInteger? expected, uint expectedStatus)
    {
        var status = (uint)new Fpscr(fpscr).With(effects).Value;
        var summary = (expectedStatus & ~fpscr & Fpscr.Exceptions) != 0 ? Fpscr.FX : 0;
        var wanted = (uint)new Fpscr(expectedStatus | summary).WithSummaries().Value;
        if (status != wanted
            || effects.SuppressesResult != expected is null || (expected is { } bits && (BigInteger)value != bits))
        {
            Assert.Fail($"{what}, FPSCR {fpscr:x8}: {(effects.SuppressesResult ? "no result" : $"{value:x}")}, {status:x8}; "
                + $"expected {(expected is { } result ? $"{(UInt128)result:x}" : "no result")}, {wanted:x8}");
        }
    }

    private static BigInteger? MultiplyAdd(ReferenceUnit unit, ReferenceFormat format, BigInteger[] x, MultiplyAddSigns signs) =>
        unit.MultiplyAdd(
            format, x[0], x[1], x[2], signs.HasFlag(MultiplyAddSigns.NegateAddend), signs.HasFlag(MultiplyAddSigns.NegateResult));

    private static void Compare(
        ReferenceFormat format, Operation operation, Reference reference, bool toOdd = false, int cases = Cases)
    {
        var source = new OperandSource(seed: 1);
        for (var index = 0; index < cases; index++)
        {
            UInt128[] operands = [source.Next(format), source.Next(format), source.Next(format)];
            var fpscr = source.NextFpscr();
            var unit = toOdd ? new ReferenceUnit(fpscr) { Mode = RoundingMode.ToOdd } : new ReferenceUnit(fpscr);
            var expected = reference(unit, [.. operands.Select(operand => (BigInteger)operand)]);
            var (value, effects) = operation(operands, new Fpscr(fpscr));
            if (unit.IsUndefined)
                expected = value;
            Check(string.Join(", ", operands.Select(operand => $"{operand:x}")), fpscr, value, effects, expected, unit.Status);
        }
    }
}
