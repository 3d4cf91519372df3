using System.Numerics;

namespace Hv.Power.FloatingPoint;

/// <summary>
/// Arithmetic of single precision on values that are held as doubles, as in the floating-point registers: fadds, xsaddsp (Power
/// ISA, book I, 4.6.6, 7.6.1.3). The ISA defines it for operands that are singles; others are taken as they are, and the result
/// is rounded once.
/// </summary>
public static class RoundedToSingle
{
    private const ulong One = 0x3FF0_0000_0000_0000;

    /// <summary>Bits that a NaN of single precision does not have.</summary>
    private const ulong BelowSingle = 0x1FFF_FFFF;

    /// <summary>a + b.</summary>
    public static FloatingPointResult<ulong> Add(ulong a, ulong b, Fpscr fpscr) =>
        HostArithmetic.ServesSingles(fpscr, a, b)
            && HostArithmetic.TryAdd(Value(a), Value(b), out var sum, out var residual)
            && HostArithmetic.TryNarrow(sum, residual, out var single, out var effects)
            ? Usual(single, effects)
            : Arithmetic.Add<SingleInDouble>(a, b, isSubtraction: false, fpscr.RoundingMode, fpscr).ToUInt64();

    /// <summary>a - b.</summary>
    public static FloatingPointResult<ulong> Subtract(ulong a, ulong b, Fpscr fpscr) =>
        HostArithmetic.ServesSingles(fpscr, a, b)
            && HostArithmetic.TryAdd(Value(a), -Value(b), out var difference, out var residual)
            && HostArithmetic.TryNarrow(difference, residual, out var single, out var effects)
            ? Usual(single, effects)
            : Arithmetic.Add<SingleInDouble>(a, b, isSubtraction: true, fpscr.RoundingMode, fpscr).ToUInt64();

    /// <summary>a · b.</summary>
    public static FloatingPointResult<ulong> Multiply(ulong a, ulong b, Fpscr fpscr) =>
        HostArithmetic.ServesSingles(fpscr, a, b)
            && HostArithmetic.TryMultiply(Value(a), Value(b), out var product, out var residual)
            && HostArithmetic.TryNarrow(product, residual, out var single, out var effects)
            ? Usual(single, effects)
            : Arithmetic.Multiply<SingleInDouble>(a, b, fpscr.RoundingMode, fpscr).ToUInt64();

    /// <summary>a / b.</summary>
    public static FloatingPointResult<ulong> Divide(ulong a, ulong b, Fpscr fpscr) =>
        HostArithmetic.ServesSingles(fpscr, a, b)
            && HostArithmetic.TryDivide(Value(a), Value(b), out var quotient, out var residual)
            && HostArithmetic.TryNarrow(quotient, residual, out var single, out var effects)
            ? Usual(single, effects)
            : Arithmetic.Divide<SingleInDouble>(a, b, fpscr.RoundingMode, fpscr).ToUInt64();

    /// <summary>The square root.</summary>
    public static FloatingPointResult<ulong> SquareRoot(ulong a, Fpscr fpscr) =>
        HostArithmetic.ServesSingles(fpscr, a, a)
            && HostArithmetic.TrySquareRoot(Value(a), out var root, out var residual)
            && HostArithmetic.TryNarrow(root, residual, out var single, out var effects)
            ? Usual(single, effects)
            : Arithmetic.SquareRoot<SingleInDouble>(a, fpscr.RoundingMode, fpscr).ToUInt64();

    /// <summary>a · c + b, or another form of it, rounded once. The operands have the ISA's order: NaNs go by it.</summary>
    public static FloatingPointResult<ulong> MultiplyAdd(ulong a, ulong c, ulong b, MultiplyAddSigns signs, Fpscr fpscr)
    {
        var addend = (signs & MultiplyAddSigns.NegateAddend) != 0 ? -Value(b) : Value(b);
        if (HostArithmetic.ServesSingles(fpscr, a | c, b)
            && HostArithmetic.TryMultiplyAdd(Value(a), Value(c), addend, out var result, out var residual))
        {
            if ((signs & MultiplyAddSigns.NegateResult) != 0)
                (result, residual) = (-result, -residual);
            if (HostArithmetic.TryNarrow(result, residual, out var single, out var effects))
                return Usual(single, effects);
        }

        return Arithmetic.MultiplyAdd<SingleInDouble>(a, c, b, signs, fpscr.RoundingMode, fpscr).ToUInt64();
    }

    /// <summary>Rounds a double to a single (frsp, xsrsp): of a NaN the 29 low bits become zero.</summary>
    public static FloatingPointResult<ulong> Round(ulong a, Fpscr fpscr) =>
        HostArithmetic.Serves(fpscr) && HostArithmetic.TryNarrow(Value(a), 0, out var single, out var effects)
            ? Usual(single, effects)
            : Conversions.Convert<Binary64, SingleInDouble>(a, fpscr.RoundingMode, fpscr).ToUInt64();

    /// <summary>
    /// An estimate of 1/a (fres, xsresp), here the quotient itself. The ISA asks for one part in 256, or in 16384.
    /// </summary>
    public static FloatingPointResult<ulong> ReciprocalEstimate(ulong a, Fpscr fpscr) => Divide(One, a, fpscr);

    /// <summary>
    /// An estimate of 1/√a (frsqrtes, xsrsqrtesp), here the quotient of one and the root in double precision, rounded to single.
    /// The ISA asks for one part in 32, or in 16384.
    /// </summary>
    public static FloatingPointResult<ulong> ReciprocalSquareRootEstimate(ulong a, Fpscr fpscr)
    {
        var root = DoublePrecision.SquareRoot(a, fpscr);
        return Estimates.IsFinal(root.Effects)
            ? root with { Value = root.Value & ~BelowSingle }
            : Estimates.After(root.Effects, Divide(One, root.Value, fpscr));
    }

    /// <summary>
    /// Whether a value is in one of the classes of a mask (xststdcsp): as <see cref="DoublePrecision.IsInClass"/>, but what a
    /// single holds as a denormal number counts as one.
    /// </summary>
    public static bool IsInClass(ulong a, uint classes)
    {
        const int SmallestNormal = 1023 - 126;
        var value = Fields.Classify<Binary64>(a);
        if (value is FloatingPointClass.PositiveNormal or FloatingPointClass.NegativeNormal
            && Fields.Exponent<Binary64>(a) < SmallestNormal)
        {
            value = value == FloatingPointClass.PositiveNormal
                ? FloatingPointClass.PositiveDenormal
                : FloatingPointClass.NegativeDenormal;
        }

        return (Fields.MaskOf(value) & classes) != 0;
    }

    /// <summary>The same as a CR field: less tells the sign, equal the match, unordered that the double is no single.</summary>
    public static ComparisonResult TestClass(ulong a, uint classes) =>
        Fields.ClassTest(Fields.IsNegative<Binary64>(a), IsInClass(a, classes), isMarked: !IsSingle(a));

    /// <summary>Whether a double is the value of a single: what stfs stores and lfs loads again is the same.</summary>
    public static bool IsSingle(ulong a) => FromSingle(ToSingle(a)) == a;

    /// <summary>
    /// The double that has the value of a single: what lfs does, and xscvspdpn (book I, 4.6.2, DOUBLE). A NaN stays as it is.
    /// </summary>
    public static ulong FromSingle(uint single)
    {
        var exponent = (single >> 23) & 0xFF;
        var sign = (ulong)(single >> 31) << 63;
        ulong fraction = single & 0x7F_FFFF;
        if (exponent == 0xFF)
            return sign | 0x7FF0_0000_0000_0000 | (fraction << 29);
        if (exponent != 0)
            return sign | ((exponent + 896UL) << 52) | (fraction << 29);
        if (fraction == 0)
            return sign;

        var shift = BitOperations.LeadingZeroCount(fraction) - 40;
        return sign | ((ulong)(897 - shift) << 52) | ((fraction << (29 + shift)) & 0xF_FFFF_FFFF_FFFF);
    }

    /// <summary>
    /// The single that has the value of a double: what stfs does (book I, 4.6.3, SINGLE). For one that is no single's the ISA
    /// leaves it undefined: here bits are cut, and what is too small becomes zero.
    /// </summary>
    public static uint ToSingle(ulong a)
    {
        const int SmallestDenormal = 874;
        const int SmallestNormal = 897;
        var exponent = (int)(a >> 52) & 0x7FF;
        if (exponent >= SmallestNormal || (a & 0x7FFF_FFFF_FFFF_FFFF) == 0)
            return ((uint)(a >> 32) & 0xC000_0000) | ((uint)(a >> 29) & 0x3FFF_FFFF);

        var sign = (uint)(a >> 32) & 0x8000_0000;
        if (exponent < SmallestDenormal)
            return sign;

        var significand = 0x10_0000_0000_0000 | (a & 0xF_FFFF_FFFF_FFFF);
        return sign | (uint)(significand >> (29 + SmallestNormal - exponent));
    }

    private static double Value(ulong bits) => BitConverter.UInt64BitsToDouble(bits);

    private static FloatingPointResult<ulong> Usual(double single, FpscrEffects effects) =>
        new(BitConverter.DoubleToUInt64Bits(single), effects);
}
