using System.Numerics;
using Hv.Power.FloatingPoint;
using static Hv.Power.Tests.FloatingPoint.ArithmeticTests;

namespace Hv.Power.Tests.FloatingPoint;

/// <summary>Every conversion against <see cref="ReferenceUnit"/>.</summary>
public sealed class ConversionTests
{
    private const int Cases = 12_000;

    private delegate (UInt128 Value, FpscrEffects Effects) Conversion(UInt128 operand, RoundingMode mode, Fpscr fpscr);

    [Test]
    public void Formats_convert_to_each_other()
    {
        Compare(
            ReferenceFormat.Double, ReferenceFormat.Single,
            (x, _, fpscr) => Of(FormatConversion.DoubleToSingle((ulong)x, fpscr)));
        Compare(
            ReferenceFormat.Single, ReferenceFormat.Double,
            (x, _, fpscr) => Of(FormatConversion.SingleToDouble((uint)x, fpscr)));
        Compare(
            ReferenceFormat.Double, ReferenceFormat.Half,
            (x, _, fpscr) => Of(FormatConversion.DoubleToHalf((ulong)x, fpscr)));
        Compare(
            ReferenceFormat.Half, ReferenceFormat.Double,
            (x, _, fpscr) => Of(FormatConversion.HalfToDouble((ushort)x, fpscr)));
        Compare(ReferenceFormat.Single, ReferenceFormat.Half, (x, _, fpscr) => Of(FormatConversion.SingleToHalf((uint)x, fpscr)));
        Compare(
            ReferenceFormat.Half, ReferenceFormat.Single,
            (x, _, fpscr) => Of(FormatConversion.HalfToSingle((ushort)x, fpscr)));
        Compare(
            ReferenceFormat.Double, ReferenceFormat.Quad,
            (x, _, fpscr) => Of(FormatConversion.DoubleToQuad((ulong)x, fpscr)));
        Compare(
            ReferenceFormat.Double, ReferenceFormat.SingleInDouble,
            (x, _, fpscr) => Of(RoundedToSingle.Round((ulong)x, fpscr)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Quads_round_to_doubles(bool toOdd) => Compare(
        ReferenceFormat.Quad, ReferenceFormat.Double, (x, _, fpscr) => Of(FormatConversion.QuadToDouble(x, toOdd, fpscr)),
        toOdd ? RoundingMode.ToOdd : null);

    [Test]
    public void Quads_round_to_the_precision_of_extended_numbers([Values(0u, 1u)] uint r, [Range(0u, 3u)] uint rmc)
    {
        Compare(
            ReferenceFormat.Quad, ReferenceFormat.ExtendedInQuad,
            (x, mode, fpscr) =>
            {
                Assert.That(mode, Is.EqualTo(QuadPrecision.ModeOf(r, rmc, fpscr)));
                return Of(QuadPrecision.RoundToExtended(x, mode, fpscr));
            },
            (r, rmc) switch
            {
                (0, 0) => RoundingMode.NearestAway,
                (1, 0) => RoundingMode.NearestEven,
                (1, 1) => RoundingMode.TowardZero,
                (1, 2) => RoundingMode.TowardPositive,
                (1, 3) => RoundingMode.TowardNegative,
                _ => null,
            });
    }

    [Test]
    public void Doubles_become_integers([Values] RoundingMode mode)
    {
        CompareInteger(
            ReferenceFormat.Double, 32, true, mode,
            (x, m, fpscr) => Of(IntegerConversion.DoubleToInt32((ulong)x, m, fpscr)));
        CompareInteger(
            ReferenceFormat.Double, 32, false, mode,
            (x, m, fpscr) => Of(IntegerConversion.DoubleToUInt32((ulong)x, m, fpscr)));
        CompareInteger(
            ReferenceFormat.Double, 64, true, mode,
            (x, m, fpscr) => Of(IntegerConversion.DoubleToInt64((ulong)x, m, fpscr)));
        CompareInteger(
            ReferenceFormat.Double, 64, false, mode,
            (x, m, fpscr) => Of(IntegerConversion.DoubleToUInt64((ulong)x, m, fpscr)));
    }

    [Test]
    public void Singles_become_integers([Values] RoundingMode mode)
    {
        CompareInteger(
            ReferenceFormat.Single, 32, true, mode,
            (x, m, fpscr) => Of(IntegerConversion.SingleToInt32((uint)x, m, fpscr)));
        CompareInteger(
            ReferenceFormat.Single, 32, false, mode,
            (x, m, fpscr) => Of(IntegerConversion.SingleToUInt32((uint)x, m, fpscr)));
        CompareInteger(
            ReferenceFormat.Single, 64, true, mode,
            (x, m, fpscr) => Of(IntegerConversion.SingleToInt64((uint)x, m, fpscr)));
        CompareInteger(
            ReferenceFormat.Single, 64, false, mode,
            (x, m, fpscr) => Of(IntegerConversion.SingleToUInt64((uint)x, m, fpscr)));
    }

    [Test]
    public void Quads_become_integers([Values] RoundingMode mode)
    {
        CompareInteger(ReferenceFormat.Quad, 32, true, mode, (x, m, fpscr) => Of(IntegerConversion.QuadToInt32(x, m, fpscr)));
        CompareInteger(ReferenceFormat.Quad, 32, false, mode, (x, m, fpscr) => Of(IntegerConversion.QuadToUInt32(x, m, fpscr)));
        CompareInteger(ReferenceFormat.Quad, 64, true, mode, (x, m, fpscr) => Of(IntegerConversion.QuadToInt64(x, m, fpscr)));
        CompareInteger(ReferenceFormat.Quad, 64, false, mode, (x, m, fpscr) => Of(IntegerConversion.QuadToUInt64(x, m, fpscr)));
        CompareInteger(ReferenceFormat.Quad, 128, true, mode, (x, m, fpscr) => Of(IntegerConversion.QuadToInt128(x, m, fpscr)));
        CompareInteger(ReferenceFormat.Quad, 128, false, mode, (x, m, fpscr) => Of(IntegerConversion.QuadToUInt128(x, m, fpscr)));
    }

    [Test]
    public void Integers_become_values()
    {
        CompareFromInteger(
            ReferenceFormat.Double, 64, true,
            (x, fpscr) => Of(IntegerConversion.Int64ToDouble((long)(ulong)x, fpscr)));
        CompareFromInteger(
            ReferenceFormat.Double, 64, false,
            (x, fpscr) => Of(IntegerConversion.UInt64ToDouble((ulong)x, fpscr)));
        CompareFromInteger(
            ReferenceFormat.Single, 64, true,
            (x, fpscr) => Of(IntegerConversion.Int64ToSingle((long)(ulong)x, fpscr)));
        CompareFromInteger(
            ReferenceFormat.Single, 64, false,
            (x, fpscr) => Of(IntegerConversion.UInt64ToSingle((ulong)x, fpscr)));
        CompareFromInteger(
            ReferenceFormat.SingleInDouble, 64, true,
            (x, fpscr) => Of(IntegerConversion.Int64ToRoundedSingle((long)(ulong)x, fpscr)));
        CompareFromInteger(
            ReferenceFormat.SingleInDouble, 64, false,
            (x, fpscr) => Of(IntegerConversion.UInt64ToRoundedSingle((ulong)x, fpscr)));
        CompareFromInteger(ReferenceFormat.Quad, 128, true, (x, fpscr) => Of(IntegerConversion.Int128ToQuad((Int128)x, fpscr)));
        CompareFromInteger(ReferenceFormat.Quad, 128, false, (x, fpscr) => Of(IntegerConversion.UInt128ToQuad(x, fpscr)));
    }

    [Test]
    public void Values_round_to_integers_in_their_format([Values] RoundingMode mode, [Values] bool tellsInexact)
    {
        CompareIntegral(
            ReferenceFormat.Double, mode, tellsInexact,
            (x, m, fpscr) => Of(DoublePrecision.RoundToIntegral((ulong)x, m, tellsInexact, fpscr)));
        CompareIntegral(
            ReferenceFormat.Single, mode, tellsInexact,
            (x, m, fpscr) => Of(SinglePrecision.RoundToIntegral((uint)x, m, tellsInexact, fpscr)));
        CompareIntegral(
            ReferenceFormat.Quad, mode, tellsInexact,
            (x, m, fpscr) => Of(QuadPrecision.RoundToIntegral(x, m, tellsInexact, fpscr)));
    }

    private static void Compare(ReferenceFormat from, ReferenceFormat to, Conversion conversion, RoundingMode? mode = null)
    {
        var source = new OperandSource(seed: 2);
        for (var index = 0; index < Cases; index++)
        {
            var operand = Operand(source, from, to);
            var fpscr = source.NextFpscr();
            var unit = mode is { } given ? new ReferenceUnit(fpscr) { Mode = given } : new ReferenceUnit(fpscr);
            var expected = unit.Convert(from, to, operand);
            var (value, effects) = conversion(operand, unit.Mode, new Fpscr(fpscr));
            if (unit.IsUndefined)
                expected = value;
            Check($"{operand:x} of {from.Width} to {to.Width} bits", fpscr, value, effects, expected, unit.Status);
        }
    }

    // Half of the operands are near to the range of the target.
    private static UInt128 Operand(OperandSource source, ReferenceFormat from, ReferenceFormat to)
    {
        var operand = source.Next(from);
        if (from.StoredMaximumExponent <= to.StoredMaximumExponent || source.Next(2) == 0)
            return operand;

        var smallest = from.StoredMaximumExponent - to.MaximumExponent - (2 * to.Precision);
        var exponent = smallest + source.Next((2 * to.MaximumExponent) + (3 * to.Precision));
        var mask = (UInt128)(uint)from.SpecialExponent << from.FractionBits;
        return (operand & ~mask) | ((UInt128)(uint)exponent << from.FractionBits);
    }

    private static void CompareInteger(ReferenceFormat format, int width, bool isSigned, RoundingMode mode, Conversion conversion)
    {
        var source = new OperandSource(seed: 3);
        for (var index = 0; index < Cases / 6; index++)
        {
            var operand = source.Next(format);
            var fpscr = source.NextFpscr();
            var unit = new ReferenceUnit(fpscr) { Mode = mode };
            var expected = unit.ToInteger(format, operand, width, isSigned);
            var (value, effects) = conversion(operand, mode, new Fpscr(fpscr));
            Check($"{operand:x}", fpscr, value, effects, expected, unit.Status);
        }
    }

    private static void CompareFromInteger(
        ReferenceFormat format, int width, bool isSigned, Func<UInt128, Fpscr, (UInt128 Value, FpscrEffects Effects)> conversion)
    {
        var source = new OperandSource(seed: 4);
        for (var index = 0; index < Cases; index++)
        {
            var operand = source.NextInteger(width);
            var fpscr = source.NextFpscr();
            var unit = new ReferenceUnit(fpscr);
            BigInteger integer = operand;
            if (isSigned && integer >= BigInteger.Pow(2, width - 1))
                integer -= BigInteger.Pow(2, width);
            var expected = unit.FromInteger(format, integer);
            var (value, effects) = conversion(operand, new Fpscr(fpscr));
            Check($"{operand:x}", fpscr, value, effects, expected, unit.Status);
        }
    }

    private static void CompareIntegral(ReferenceFormat format, RoundingMode mode, bool tellsInexact, Conversion conversion)
    {
        var source = new OperandSource(seed: 5);
        for (var index = 0; index < Cases / 6; index++)
        {
            var operand = source.Next(format);
            var fpscr = source.NextFpscr();
            var unit = new ReferenceUnit(fpscr) { Mode = mode };
            var expected = unit.RoundToIntegral(format, operand, tellsInexact);
            var (value, effects) = conversion(operand, mode, new Fpscr(fpscr));
            Check($"{operand:x}", fpscr, value, effects, expected, unit.Status);
        }
    }
}
