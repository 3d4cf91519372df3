using Hv.Power.FloatingPoint;

namespace Hv.Power.Tests.FloatingPoint;

/// <summary>Classes, exponents and significands, and what loads and stores of singles do.</summary>
public sealed class FieldTests
{
    [TestCase(0x7FF8_0000_0000_0000UL, 0x40u, FloatingPointClass.NaN)]
    [TestCase(0xFFF0_0000_0000_0001UL, 0x40u, FloatingPointClass.NaN)]
    [TestCase(0x7FF0_0000_0000_0000UL, 0x20u, FloatingPointClass.PositiveInfinity)]
    [TestCase(0xFFF0_0000_0000_0000UL, 0x10u, FloatingPointClass.NegativeInfinity)]
    [TestCase(0x0000_0000_0000_0000UL, 0x08u, FloatingPointClass.PositiveZero)]
    [TestCase(0x8000_0000_0000_0000UL, 0x04u, FloatingPointClass.NegativeZero)]
    [TestCase(0x000F_FFFF_FFFF_FFFFUL, 0x02u, FloatingPointClass.PositiveDenormal)]
    [TestCase(0x8000_0000_0000_0001UL, 0x01u, FloatingPointClass.NegativeDenormal)]
    [TestCase(0x0010_0000_0000_0000UL, 0x00u, FloatingPointClass.PositiveNormal)]
    [TestCase(0xFFEF_FFFF_FFFF_FFFFUL, 0x00u, FloatingPointClass.NegativeNormal)]
    public void A_value_is_in_one_class(ulong value, uint mask, FloatingPointClass expected)
    {
        Assert.That(DoublePrecision.Classify(value), Is.EqualTo(expected));
        for (var bit = 1u; bit <= 0x40; bit <<= 1)
            Assert.That(DoublePrecision.IsInClass(value, bit), Is.EqualTo(bit == mask));
    }

    [Test]
    public void A_double_counts_as_denormal_where_a_single_is_one()
    {
        var largestDenormal = RoundedToSingle.FromSingle(0x007F_FFFF);
        var smallestNormal = RoundedToSingle.FromSingle(0x0080_0000);

        Assert.That(RoundedToSingle.IsInClass(largestDenormal, 0x02), Is.True);
        Assert.That(RoundedToSingle.IsInClass(largestDenormal, 0x7D), Is.False);
        Assert.That(RoundedToSingle.IsInClass(largestDenormal | 0x8000_0000_0000_0000, 0x01), Is.True);
        Assert.That(RoundedToSingle.IsInClass(smallestNormal, 0x7F), Is.False);
    }

    [Test]
    public void Every_single_is_the_same_after_a_load_and_a_store()
    {
        var source = new OperandSource(seed: 9);
        for (var index = 0; index < 200_000; index++)
        {
            var single = (uint)source.Next(ReferenceFormat.Single);
            var loaded = RoundedToSingle.FromSingle(single);
            var value = BitConverter.UInt32BitsToSingle(single);
            if (RoundedToSingle.ToSingle(loaded) != single || !RoundedToSingle.IsSingle(loaded)
                || (!float.IsNaN(value) && BitConverter.UInt64BitsToDouble(loaded) != value))
            {
                Assert.Fail($"{single:x8} is loaded as {loaded:x16}");
            }
        }
    }

    [TestCase(0x3FF0_0000_0000_0001UL)]
    [TestCase(0x3680_0000_0000_0000UL)]
    [TestCase(0x47F0_0000_0000_0000UL)]
    public void A_double_that_is_no_single_is_told_apart(ulong value) => Assert.That(RoundedToSingle.IsSingle(value), Is.False);

    [Test]
    public void Exponent_and_significand_are_taken_out_and_put_in()
    {
        const ulong Value = 0xC008_1234_5678_9ABC;

        Assert.That(DoublePrecision.ExtractExponent(Value), Is.EqualTo(0x400));
        Assert.That(DoublePrecision.ExtractSignificand(Value), Is.EqualTo(0x18_1234_5678_9ABC));
        Assert.That(DoublePrecision.ExtractSignificand(0x0008_0000_0000_0000), Is.EqualTo(0x8_0000_0000_0000));
        Assert.That(DoublePrecision.ExtractSignificand(0x7FF8_0000_0000_0000), Is.EqualTo(0x8_0000_0000_0000));
        Assert.That(DoublePrecision.InsertExponent(Value, 0xF_F801), Is.EqualTo(0x8018_1234_5678_9ABC));
        Assert.That(SinglePrecision.ExtractSignificand(0x3F80_0001), Is.EqualTo(0x80_0001));
        Assert.That(QuadPrecision.ExtractExponent(QuadPrecision.InsertExponent(default, 0x7FFF)), Is.EqualTo(0x7FFF));
    }

    [Test]
    public void Estimates_are_within_the_bounds_of_the_ISA()
    {
        var source = new OperandSource(seed: 10);
        for (var index = 0; index < 50_000; index++)
        {
            var bits = (ulong)source.Next(ReferenceFormat.Double) & 0x7FFF_FFFF_FFFF_FFFF;
            var value = BitConverter.UInt64BitsToDouble(bits);
            if (!double.IsNormal(value) || Math.ILogB(value) is < -1000 or > 1000)
                continue;

            var reciprocal = BitConverter.UInt64BitsToDouble(DoublePrecision.ReciprocalEstimate(bits, default).Value);
            var root = BitConverter.UInt64BitsToDouble(DoublePrecision.ReciprocalSquareRootEstimate(bits, default).Value);
            if (Math.Abs((reciprocal * value) - 1) > 1.0 / 16384 || Math.Abs((root * Math.Sqrt(value)) - 1) > 1.0 / 16384)
                Assert.Fail($"{value:r}: {reciprocal:r}, {root:r}");
        }
    }

    [TestCase(0x0000_0000_0000_0000UL, 0x7FF0_0000_0000_0000UL, Fpscr.ZX)]
    [TestCase(0x8000_0000_0000_0000UL, 0xFFF0_0000_0000_0000UL, Fpscr.ZX)]
    [TestCase(0x7FF0_0000_0000_0000UL, 0x0000_0000_0000_0000UL, 0u)]
    [TestCase(0xBFF0_0000_0000_0000UL, 0x7FF8_0000_0000_0000UL, Fpscr.VXSQRT)]
    [TestCase(0xFFF0_0000_0000_0000UL, 0x7FF8_0000_0000_0000UL, Fpscr.VXSQRT)]
    [TestCase(0x7FF0_0000_0000_0001UL, 0x7FF8_0000_0000_0001UL, Fpscr.VXSNAN)]
    public void An_estimate_of_a_special_value_is_what_the_ISA_lists(ulong value, ulong expected, uint exceptions)
    {
        var (result, effects) = DoublePrecision.ReciprocalSquareRootEstimate(value, default);

        Assert.That(result, Is.EqualTo(expected));
        Assert.That(effects.Set & Fpscr.Exceptions, Is.EqualTo(exceptions));
    }

    [TestCase(0x3FF0_0000_0000_0000UL, 0x3FF0_0000_0000_0000UL, ExpectedResult = 8u)]
    [TestCase(0x3FF0_0000_0000_0000UL, 0x0000_0000_0000_0000UL, ExpectedResult = 14u)]
    [TestCase(0x7FF0_0000_0000_0000UL, 0x3FF0_0000_0000_0000UL, ExpectedResult = 14u)]
    [TestCase(0x3FF0_0000_0000_0000UL, 0x0000_0000_0000_0001UL, ExpectedResult = 14u)]
    [TestCase(0x7FF8_0000_0000_0000UL, 0x3FF0_0000_0000_0000UL, ExpectedResult = 10u)]
    [TestCase(0x0350_0000_0000_0000UL, 0x3FF0_0000_0000_0000UL, ExpectedResult = 10u)]
    [TestCase(0x0360_0000_0000_0000UL, 0x3FF0_0000_0000_0000UL, ExpectedResult = 8u)]
    public uint A_division_that_needs_software_is_told(ulong a, ulong b) => DoublePrecision.TestDivide(a, b);
}
