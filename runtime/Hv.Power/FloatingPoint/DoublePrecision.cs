namespace Hv.Power.FloatingPoint;

/// <summary>
/// Arithmetic on doubles: fadd, xsadddp, and for each element xvadddp, with
/// <see cref="FpscrEffects.ExceptionsOnly"/> (Power ISA, book I, 4.6.6, 7.6.1.3).
/// </summary>
public static class DoublePrecision
{
    private const ulong One = 0x3FF0_0000_0000_0000;

    /// <summary>a + b.</summary>
    public static FloatingPointResult<ulong> Add(ulong a, ulong b, Fpscr fpscr) =>
        HostArithmetic.Serves(fpscr) && HostArithmetic.TryAdd(Value(a), Value(b), out var sum, out var residual)
            ? Usual(sum, residual)
            : Arithmetic.Add<Binary64>(a, b, isSubtraction: false, fpscr.RoundingMode, fpscr).ToUInt64();

    /// <summary>a - b.</summary>
    public static FloatingPointResult<ulong> Subtract(ulong a, ulong b, Fpscr fpscr) =>
        HostArithmetic.Serves(fpscr) && HostArithmetic.TryAdd(Value(a), -Value(b), out var difference, out var residual)
            ? Usual(difference, residual)
            : Arithmetic.Add<Binary64>(a, b, isSubtraction: true, fpscr.RoundingMode, fpscr).ToUInt64();

    /// <summary>a · b.</summary>
    public static FloatingPointResult<ulong> Multiply(ulong a, ulong b, Fpscr fpscr) =>
        HostArithmetic.Serves(fpscr) && HostArithmetic.TryMultiply(Value(a), Value(b), out var product, out var residual)
            ? Usual(product, residual)
            : Arithmetic.Multiply<Binary64>(a, b, fpscr.RoundingMode, fpscr).ToUInt64();

    /// <summary>a / b.</summary>
    public static FloatingPointResult<ulong> Divide(ulong a, ulong b, Fpscr fpscr) =>
        HostArithmetic.Serves(fpscr) && HostArithmetic.TryDivide(Value(a), Value(b), out var quotient, out var residual)
            ? Usual(quotient, residual)
            : Arithmetic.Divide<Binary64>(a, b, fpscr.RoundingMode, fpscr).ToUInt64();

    /// <summary>The square root.</summary>
    public static FloatingPointResult<ulong> SquareRoot(ulong a, Fpscr fpscr) =>
        HostArithmetic.Serves(fpscr) && HostArithmetic.TrySquareRoot(Value(a), out var root, out var residual)
            ? Usual(root, residual)
            : Arithmetic.SquareRoot<Binary64>(a, fpscr.RoundingMode, fpscr).ToUInt64();

    /// <summary>a · c + b, or another form of it, rounded once. The operands have the ISA's order: NaNs go by it.</summary>
    public static FloatingPointResult<ulong> MultiplyAdd(ulong a, ulong c, ulong b, MultiplyAddSigns signs, Fpscr fpscr)
    {
        var addend = (signs & MultiplyAddSigns.NegateAddend) != 0 ? -Value(b) : Value(b);
        if (HostArithmetic.Serves(fpscr)
            && HostArithmetic.TryMultiplyAdd(Value(a), Value(c), addend, out var result, out var residual))
            return (signs & MultiplyAddSigns.NegateResult) != 0 ? Usual(-result, -residual) : Usual(result, residual);

        return Arithmetic.MultiplyAdd<Binary64>(a, c, b, signs, fpscr.RoundingMode, fpscr).ToUInt64();
    }

    /// <summary>Rounds to an integer (frin, xsrdpi, xsrdpic).</summary>
    /// <param name="a">The value.</param>
    /// <param name="mode">How it is rounded.</param>
    /// <param name="tellsInexact">Whether a result that is not the operand is inexact (xsrdpic); else FR and FI become 0.</param>
    /// <param name="fpscr">The enables.</param>
    public static FloatingPointResult<ulong> RoundToIntegral(ulong a, RoundingMode mode, bool tellsInexact, Fpscr fpscr) =>
        Conversions.RoundToIntegral<Binary64>(a, mode, fpscr, tellsInexact).ToUInt64();

    /// <summary>Compares (fcmpu, fcmpo, xscmpudp, xscmpodp).</summary>
    public static ComparisonResult Compare(ulong a, ulong b, bool isOrdered, Fpscr fpscr) =>
        Comparisons.Compare<Binary64>(a, b, isOrdered, fpscr);

    /// <summary>Whether one of some relations holds (xscmpeqdp, xvcmpgtdp): an ordered test of a NaN is invalid.</summary>
    public static FloatingPointResult<bool> Test(
        ulong a, ulong b, FloatingPointRelation relations, bool isOrdered, Fpscr fpscr) =>
        Comparisons.Test<Binary64>(a, b, relations, isOrdered, fpscr);

    /// <summary>Compares exponents (xscmpexpdp).</summary>
    public static ComparisonResult CompareExponents(ulong a, ulong b) => Comparisons.CompareExponents<Binary64>(a, b);

    /// <summary>The greater one (xsmaxdp): a number rather than a quiet NaN.</summary>
    public static FloatingPointResult<ulong> Maximum(ulong a, ulong b, Fpscr fpscr) =>
        Comparisons.Extreme<Binary64>(a, b, isMaximum: true, fpscr).ToUInt64();

    /// <summary>The less one (xsmindp): a number rather than a quiet NaN.</summary>
    public static FloatingPointResult<ulong> Minimum(ulong a, ulong b, Fpscr fpscr) =>
        Comparisons.Extreme<Binary64>(a, b, isMaximum: false, fpscr).ToUInt64();

    /// <summary>The greater one as C has it (xsmaxcdp): the second if one is a NaN.</summary>
    public static FloatingPointResult<ulong> MaximumOfC(ulong a, ulong b, Fpscr fpscr) =>
        Comparisons.ExtremeOfC<Binary64>(a, b, isMaximum: true, fpscr).ToUInt64();

    /// <summary>The less one as C has it (xsmincdp): the second if one is a NaN.</summary>
    public static FloatingPointResult<ulong> MinimumOfC(ulong a, ulong b, Fpscr fpscr) =>
        Comparisons.ExtremeOfC<Binary64>(a, b, isMaximum: false, fpscr).ToUInt64();

    /// <summary>The greater one as Java has it (xsmaxjdp): the first NaN if there is one.</summary>
    public static FloatingPointResult<ulong> MaximumOfJava(ulong a, ulong b, Fpscr fpscr) =>
        Comparisons.ExtremeOfJava<Binary64>(a, b, isMaximum: true, fpscr).ToUInt64();

    /// <summary>The less one as Java has it (xsminjdp): the first NaN if there is one.</summary>
    public static FloatingPointResult<ulong> MinimumOfJava(ulong a, ulong b, Fpscr fpscr) =>
        Comparisons.ExtremeOfJava<Binary64>(a, b, isMaximum: false, fpscr).ToUInt64();

    /// <summary>
    /// An estimate of 1/a (fre, xsredp), here the quotient itself. The ISA asks for one part in 256 (fre) or in 16384 (xsredp),
    /// and leaves FR, FI and XX undefined.
    /// </summary>
    public static FloatingPointResult<ulong> ReciprocalEstimate(ulong a, Fpscr fpscr) => Divide(One, a, fpscr);

    /// <summary>
    /// An estimate of 1/√a (frsqrte, xsrsqrtedp), here the quotient of one and the root, each rounded. The ISA asks for one
    /// part in 32 (frsqrte) or in 16384 (xsrsqrtedp), and leaves FR, FI and XX undefined.
    /// </summary>
    public static FloatingPointResult<ulong> ReciprocalSquareRootEstimate(ulong a, Fpscr fpscr)
    {
        var root = SquareRoot(a, fpscr);
        return Estimates.IsFinal(root.Effects) ? root : Estimates.After(root.Effects, Divide(One, root.Value, fpscr));
    }

    /// <summary>Whether software must take care of a/b (ftdiv): a CR field.</summary>
    public static uint TestDivide(ulong a, ulong b) => Fields.TestDivide<Binary64>(a, b);

    /// <summary>Whether software must take care of √a (ftsqrt): a CR field.</summary>
    public static uint TestSquareRoot(ulong a) => Fields.TestSquareRoot<Binary64>(a);

    /// <summary>The class of a value.</summary>
    public static FloatingPointClass Classify(ulong a) => Fields.Classify<Binary64>(a);

    /// <summary>
    /// Whether a value is in one of the classes of a mask (xststdcdp), from bit 6 down: NaN, infinity, minus infinity, zero,
    /// minus zero, denormal, minus denormal.
    /// </summary>
    public static bool IsInClass(ulong a, uint classes) => Fields.IsInClass<Binary64>(a, classes);

    /// <summary>The same as a CR field (xststdcdp): less tells the sign, equal the match.</summary>
    public static ComparisonResult TestClass(ulong a, uint classes) =>
        Fields.ClassTest(Fields.IsNegative<Binary64>(a), IsInClass(a, classes), isMarked: false);

    /// <summary>The biased exponent (xsxexpdp).</summary>
    public static ulong ExtractExponent(ulong a) => (ulong)Fields.Exponent<Binary64>(a);

    /// <summary>The significand, its leading one in bit 52 if the value is normal (xsxsigdp).</summary>
    public static ulong ExtractSignificand(ulong a) => (ulong)Fields.Significand<Binary64>(a);

    /// <summary>Sign and fraction of a, with a biased exponent of which the low 11 bits count (xsiexpdp).</summary>
    public static ulong InsertExponent(ulong a, ulong exponent) => (ulong)Fields.InsertExponent<Binary64>(a, exponent);

    private static double Value(ulong bits) => BitConverter.UInt64BitsToDouble(bits);

    private static FloatingPointResult<ulong> Usual(double result, double residual) =>
        new(BitConverter.DoubleToUInt64Bits(result), HostArithmetic.Effects(result, residual));
}
