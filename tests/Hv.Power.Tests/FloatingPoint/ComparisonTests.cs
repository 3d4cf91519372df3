using Hv.Power.FloatingPoint;

namespace Hv.Power.Tests.FloatingPoint;

/// <summary>Comparisons, minima and maxima: against the host's, and the ISA's tables for zeros and NaNs.</summary>
public sealed class ComparisonTests
{
    private const ulong QuietNaN = 0x7FF8_0000_0000_0001;
    private const ulong SignalingNaN = 0xFFF0_0000_0000_0002;
    private const ulong Quieted = 0xFFF8_0000_0000_0002;
    private const ulong MinusZero = 0x8000_0000_0000_0000;
    private const ulong One = 0x3FF0_0000_0000_0000;

    private static readonly Fpscr Traps = new(Fpscr.VE);

    [Test]
    public void Doubles_compare_as_the_host_compares_them()
    {
        var source = new OperandSource(seed: 7);
        for (var index = 0; index < 100_000; index++)
        {
            var (a, b) = ((ulong)source.Next(ReferenceFormat.Double), (ulong)source.Next(ReferenceFormat.Double));
            var (x, y) = (BitConverter.UInt64BitsToDouble(a), BitConverter.UInt64BitsToDouble(b));
            var expected = x < y ? FloatingPointRelation.Less : x > y ? FloatingPointRelation.Greater
                : x == y ? FloatingPointRelation.Equal : FloatingPointRelation.Unordered;
            var result = DoublePrecision.Compare(a, b, isOrdered: false, default);
            if (result.Relation != expected || ((result.Effects.Set & Fpscr.FPRF) >> 12) != (uint)expected)
                Assert.Fail($"{a:x} and {b:x}: {result}");
        }
    }

    [Test]
    public void Singles_and_quads_compare_as_the_doubles_of_their_values()
    {
        var source = new OperandSource(seed: 8);
        for (var index = 0; index < 50_000; index++)
        {
            var (a, b) = ((uint)source.Next(ReferenceFormat.Single), (uint)source.Next(ReferenceFormat.Single));
            var (x, y) = (RoundedToSingle.FromSingle(a), RoundedToSingle.FromSingle(b));
            var expected = DoublePrecision.Compare(x, y, isOrdered: true, default);
            if (Comparisons.Compare<Binary32>(a, b, isOrdered: true, default) != expected)
                Assert.Fail($"{a:x} and {b:x}");

            if (expected.Relation == FloatingPointRelation.Unordered)
                continue;

            var (u, v) = (FormatConversion.DoubleToQuad(x, default).Value, FormatConversion.DoubleToQuad(y, default).Value);
            if (QuadPrecision.Compare(u, v, isOrdered: true, default) != expected)
                Assert.Fail($"{u:x} and {v:x}");
        }
    }

    [TestCase(QuietNaN, false, 0u, ExpectedResult = 0u)]
    [TestCase(QuietNaN, true, 0u, ExpectedResult = Fpscr.VXVC)]
    [TestCase(QuietNaN, true, Fpscr.VE, ExpectedResult = Fpscr.VXVC)]
    [TestCase(SignalingNaN, false, 0u, ExpectedResult = Fpscr.VXSNAN)]
    [TestCase(SignalingNaN, true, 0u, ExpectedResult = Fpscr.VXSNAN | Fpscr.VXVC)]
    [TestCase(SignalingNaN, true, Fpscr.VE, ExpectedResult = Fpscr.VXSNAN)]
    public uint A_comparison_with_a_NaN_is_invalid_as_it_is_ordered_and_traps(ulong nan, bool isOrdered, uint fpscr)
    {
        var result = DoublePrecision.Compare(One, nan, isOrdered, new Fpscr(fpscr));

        Assert.That(result.Relation, Is.EqualTo(FloatingPointRelation.Unordered));
        Assert.That(result.Effects.Set & Fpscr.FPRF, Is.EqualTo(1u << 12));
        return result.Effects.Set & Fpscr.Exceptions;
    }

    [Test]
    public void A_comparison_leaves_the_bit_C_of_the_FPSCR()
    {
        var before = new Fpscr(Fpscr.FPRF | Fpscr.FR | Fpscr.FI);

        var after = before.With(DoublePrecision.Compare(One, One, isOrdered: true, before).Effects);

        Assert.That(after.Value, Is.EqualTo((ulong)(Fpscr.FR | Fpscr.FI | (0x12u << 12))));
    }

    // Rows of the tables of xsmaxdp, xsmaxcdp and xsmaxjdp.
    [TestCase(One, QuietNaN, One, QuietNaN, QuietNaN)]
    [TestCase(QuietNaN, One, One, One, QuietNaN)]
    [TestCase(QuietNaN, SignalingNaN, QuietNaN, SignalingNaN, QuietNaN)]
    [TestCase(SignalingNaN, One, Quieted, One, SignalingNaN)]
    [TestCase(One, SignalingNaN, Quieted, SignalingNaN, SignalingNaN)]
    [TestCase(0UL, MinusZero, 0UL, 0UL, 0UL)]
    [TestCase(MinusZero, 0UL, 0UL, MinusZero, 0UL)]
    public void A_maximum_takes_NaNs_and_zeros_as_its_form_says(ulong a, ulong b, ulong number, ulong c, ulong java)
    {
        Assert.That(DoublePrecision.Maximum(a, b, default).Value, Is.EqualTo(number));
        Assert.That(DoublePrecision.MaximumOfC(a, b, default).Value, Is.EqualTo(c));
        Assert.That(DoublePrecision.MaximumOfJava(a, b, default).Value, Is.EqualTo(java));
    }

    [TestCase(0UL, MinusZero, MinusZero, MinusZero, MinusZero)]
    [TestCase(MinusZero, 0UL, MinusZero, 0UL, MinusZero)]
    [TestCase(One, QuietNaN, One, QuietNaN, QuietNaN)]
    public void A_minimum_takes_NaNs_and_zeros_as_its_form_says(ulong a, ulong b, ulong number, ulong c, ulong java)
    {
        Assert.That(DoublePrecision.Minimum(a, b, default).Value, Is.EqualTo(number));
        Assert.That(DoublePrecision.MinimumOfC(a, b, default).Value, Is.EqualTo(c));
        Assert.That(DoublePrecision.MinimumOfJava(a, b, default).Value, Is.EqualTo(java));
    }

    [Test]
    public void An_enabled_invalid_operation_keeps_the_target()
    {
        Assert.That(DoublePrecision.Maximum(One, SignalingNaN, Traps).Effects.SuppressesResult, Is.True);
        Assert.That(DoublePrecision.MaximumOfC(SignalingNaN, One, Traps).Effects.SuppressesResult, Is.True);
        Assert.That(DoublePrecision.MaximumOfJava(SignalingNaN, One, Traps).Effects.SuppressesResult, Is.True);
        var (_, effects) = DoublePrecision.Test(One, SignalingNaN, FloatingPointRelation.Less, false, Traps);
        Assert.That(effects.SuppressesResult, Is.True);
        Assert.That(DoublePrecision.Maximum(One, QuietNaN, Traps).Effects, Is.Default);
    }

    [Test]
    public void Exponents_compare_apart_from_signs_and_fractions()
    {
        Assert.That(DoublePrecision.CompareExponents(One, One | MinusZero | 5).Relation, Is.EqualTo(FloatingPointRelation.Equal));
        Assert.That(DoublePrecision.CompareExponents(One, QuietNaN).Relation, Is.EqualTo(FloatingPointRelation.Unordered));
        Assert.That(DoublePrecision.CompareExponents(0, One).Relation, Is.EqualTo(FloatingPointRelation.Less));
    }
}
