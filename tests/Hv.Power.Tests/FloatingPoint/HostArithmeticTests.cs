using Hv.Power.FloatingPoint;

namespace Hv.Power.Tests.FloatingPoint;

/// <summary>The host's way and the exact way give the same, and the host's way is taken where it is made for.</summary>
public sealed class HostArithmeticTests
{
    private const int Cases = 300_000;

    [Test]
    public void Doubles_are_the_same_both_ways() => Compare(
        ReferenceFormat.Double,
        (a, b, c, signs, fpscr) =>
        [
            (DoublePrecision.Add(a, b, fpscr), Arithmetic.Add<Binary64>(a, b, false, fpscr.RoundingMode, fpscr)),
            (DoublePrecision.Subtract(a, b, fpscr), Arithmetic.Add<Binary64>(a, b, true, fpscr.RoundingMode, fpscr)),
            (DoublePrecision.Multiply(a, b, fpscr), Arithmetic.Multiply<Binary64>(a, b, fpscr.RoundingMode, fpscr)),
            (DoublePrecision.Divide(a, b, fpscr), Arithmetic.Divide<Binary64>(a, b, fpscr.RoundingMode, fpscr)),
            (DoublePrecision.SquareRoot(a, fpscr), Arithmetic.SquareRoot<Binary64>(a, fpscr.RoundingMode, fpscr)),
            (DoublePrecision.MultiplyAdd(a, c, b, signs, fpscr),
                Arithmetic.MultiplyAdd<Binary64>(a, c, b, signs, fpscr.RoundingMode, fpscr)),
        ]);

    [Test]
    public void Singles_in_doubles_are_the_same_both_ways() => Compare(
        ReferenceFormat.SingleInDouble,
        (a, b, c, signs, fpscr) =>
        [
            (RoundedToSingle.Add(a, b, fpscr), Arithmetic.Add<SingleInDouble>(a, b, false, fpscr.RoundingMode, fpscr)),
            (RoundedToSingle.Subtract(a, b, fpscr), Arithmetic.Add<SingleInDouble>(a, b, true, fpscr.RoundingMode, fpscr)),
            (RoundedToSingle.Multiply(a, b, fpscr), Arithmetic.Multiply<SingleInDouble>(a, b, fpscr.RoundingMode, fpscr)),
            (RoundedToSingle.Divide(a, b, fpscr), Arithmetic.Divide<SingleInDouble>(a, b, fpscr.RoundingMode, fpscr)),
            (RoundedToSingle.SquareRoot(a, fpscr), Arithmetic.SquareRoot<SingleInDouble>(a, fpscr.RoundingMode, fpscr)),
            (RoundedToSingle.MultiplyAdd(a, c, b, signs, fpscr),
                Arithmetic.MultiplyAdd<SingleInDouble>(a, c, b, signs, fpscr.RoundingMode, fpscr)),
            (RoundedToSingle.Round(a, fpscr), Conversions.Convert<Binary64, SingleInDouble>(a, fpscr.RoundingMode, fpscr)),
        ]);

    [Test]
    public void Singles_are_the_same_both_ways() => Compare(
        ReferenceFormat.Single,
        (a, b, c, signs, fpscr) =>
        [
            (Wide(SinglePrecision.Add((uint)a, (uint)b, fpscr)),
                Arithmetic.Add<Binary32>(a, b, false, fpscr.RoundingMode, fpscr)),
            (Wide(SinglePrecision.Subtract((uint)a, (uint)b, fpscr)),
                Arithmetic.Add<Binary32>(a, b, true, fpscr.RoundingMode, fpscr)),
            (Wide(SinglePrecision.Multiply((uint)a, (uint)b, fpscr)),
                Arithmetic.Multiply<Binary32>(a, b, fpscr.RoundingMode, fpscr)),
            (Wide(SinglePrecision.Divide((uint)a, (uint)b, fpscr)), Arithmetic.Divide<Binary32>(a, b, fpscr.RoundingMode, fpscr)),
            (Wide(SinglePrecision.SquareRoot((uint)a, fpscr)), Arithmetic.SquareRoot<Binary32>(a, fpscr.RoundingMode, fpscr)),
            (Wide(SinglePrecision.MultiplyAdd((uint)a, (uint)c, (uint)b, signs, fpscr)),
                Arithmetic.MultiplyAdd<Binary32>(a, c, b, signs, fpscr.RoundingMode, fpscr)),
        ]);

    [TestCase(1.5, 2.25)]
    [TestCase(-1e-30, 1e30)]
    [TestCase(0.1, -0.7)]
    public void Usual_operands_take_the_way_of_the_host(double a, double b)
    {
        Assert.That(HostArithmetic.TryAdd(a, b, out _, out _), Is.True);
        Assert.That(HostArithmetic.TryMultiply(a, b, out _, out _), Is.True);
        Assert.That(HostArithmetic.TryDivide(a, b, out _, out _), Is.True);
        Assert.That(HostArithmetic.TrySquareRoot(Math.Abs(a), out _, out _), Is.True);
        Assert.That(HostArithmetic.TryMultiplyAdd(a, b, 3.0, out _, out _), Is.True);
    }

    private static FloatingPointResult<ulong> Wide(FloatingPointResult<uint> result) => new(result.Value, result.Effects);

    private static void Compare(
        ReferenceFormat format,
        Func<ulong, ulong, ulong, MultiplyAddSigns, Fpscr, (FloatingPointResult<ulong> Actual, CoreResult Exact)[]> operations)
    {
        var source = new OperandSource(seed: 6);
        for (var index = 0; index < Cases; index++)
        {
            var (a, b, c) = ((ulong)source.Next(format), (ulong)source.Next(format), (ulong)source.Next(format));
            var fpscr = new Fpscr(source.NextFpscr() & ~Fpscr.RN);
            var operation = 0;
            foreach (var (actual, exact) in operations(a, b, c, (MultiplyAddSigns)source.Next(4), fpscr))
            {
                if (actual.Value != (ulong)exact.Bits || actual.Effects != exact.Effects)
                    Assert.Fail($"{operation}: {a:x}, {b:x}, {c:x}, {fpscr}: {actual} instead of {exact}");
                operation++;
            }
        }
    }
}
