using System.Runtime.CompilerServices;

namespace Hv.Power.FloatingPoint;

/// <summary>
/// The usual cases, done by the host's own arithmetic, which rounds to nearest even. That alone would not tell whether a result
/// is inexact, and in which direction: so what rounding took away is computed too, which is exact (TwoSum, and fused
/// multiply-add for products, quotients and roots; Muller and others, Handbook of Floating-Point Arithmetic, 4.3 to 4.5). Every
/// method returns <see langword="false"/> when it is not sure: for zeros, denormals, infinities, NaNs and what comes near the
/// ends of the range.
/// </summary>
internal static class HostArithmetic
{
    // Biased exponents. Above the first, what rounding took away from a product is no denormal; up to the second nothing
    // overflows.
    private const int Lowest = 0x80;
    private const int Highest = 0x7FA;
    private const int SingleLowest = 1023 - 125;
    private const int SingleHighest = 1023 + 126;

    // What is less fits into 63 bits, also when it was rounded.
    public const double IntegerLimit = 9.2e18;

    // A double is a single if these bits are zero, and lies between two if they are the second value.
    private const ulong BelowSingle = 0x1FFF_FFFF;
    private const ulong MidwayOfSingles = 0x1000_0000;

    /// <summary>Whether the host's way may be tried: it rounds to nearest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Serves(Fpscr fpscr) => fpscr.RoundingMode == RoundingMode.NearestEven;

    /// <summary>
    /// Whether the host's way may be tried for a result of single precision: with operands that have no more bits than a single,
    /// rounding to double and then to single is the same as rounding once (Figueroa, When is double rounding innocuous).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool ServesSingles(Fpscr fpscr, ulong a, ulong b) => Serves(fpscr) && ((a | b) & BelowSingle) == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryAdd(double a, double b, out double sum, out double residual)
    {
        sum = a + b;
        residual = TwoSumError(a, b, sum);
        return IsUsual(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryMultiply(double a, double b, out double product, out double residual)
    {
        product = a * b;
        residual = Math.FusedMultiplyAdd(a, b, -product);
        return IsUsual(product);
    }

    /// <summary>The residual has the sign of what rounding took away, not its value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryDivide(double a, double b, out double quotient, out double residual)
    {
        quotient = a / b;
        residual = Math.FusedMultiplyAdd(-quotient, b, a);
        if (b < 0)
            residual = -residual;
        return IsUsual(quotient) && IsUsual(a);
    }

    /// <summary>The residual has the sign of what rounding took away, not its value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TrySquareRoot(double a, out double root, out double residual)
    {
        root = Math.Sqrt(a);
        residual = Math.FusedMultiplyAdd(-root, root, a);
        return IsUsual(root) && IsUsual(a);
    }

    /// <summary>
    /// The residual is rounded, which keeps its sign (Boldo and Muller, Exact and approximated error of the FMA).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryMultiplyAdd(double a, double c, double b, out double result, out double residual)
    {
        result = Math.FusedMultiplyAdd(a, c, b);
        var product = a * c;
        var productError = Math.FusedMultiplyAdd(a, c, -product);
        var low = b + productError;
        var lowError = TwoSumError(b, productError, low);
        var high = product + low;
        var highError = TwoSumError(product, low, high);
        residual = high - result + highError + lowError;
        return IsUsual(result) && IsUsual(product) && IsNotHuge(b);
    }

    /// <summary>Not for zero, and not for what may be rounded up beyond the range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryConvert(long integer, out double result, out double residual)
    {
        result = integer;
        residual = integer - (long)result;
        return integer != 0 && Math.Abs(result) < IntegerLimit;
    }

    /// <summary>Truncates; not what is near the ends of the range, and no zero, infinity or NaN.</summary>
    /// <param name="value">The value.</param>
    /// <param name="limit">Below which magnitude it is done: a power of two that fits.</param>
    /// <param name="integer">The integer.</param>
    /// <param name="effects">What that does to the FPSCR.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryTruncate(double value, double limit, out long integer, out FpscrEffects effects)
    {
        var isServed = Math.Abs(value) < limit;
        integer = isServed ? (long)value : 0;
        effects = new FpscrEffects(integer == value ? 0 : Fpscr.XX | Fpscr.FI, Fpscr.FR | Fpscr.FI);
        return isServed;
    }

    /// <summary>What the result of a double-precision operation does to the FPSCR.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FpscrEffects Effects(double result, double residual)
    {
        var isNegative = BitConverter.DoubleToInt64Bits(result) < 0;
        var set = isNegative
            ? (uint)FloatingPointClass.NegativeNormal << Fpscr.ClassShift
            : (uint)FloatingPointClass.PositiveNormal << Fpscr.ClassShift;
        if (residual != 0)
            set |= Fpscr.XX | Fpscr.FI | (residual < 0 != isNegative ? Fpscr.FR : 0);

        return new FpscrEffects(set, Rounding.ResultFields);
    }

    /// <summary>
    /// Rounds the result of a double-precision operation on to single precision, as if it had been rounded once, and says what
    /// that does to the FPSCR. Not when it lies midway between two singles and something was lost already.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryNarrow(double result, double residual, out double single, out FpscrEffects effects)
    {
        single = (float)result;
        var bits = BitConverter.DoubleToUInt64Bits(result);
        var difference = result - single;
        effects = Effects(single, difference != 0 ? difference : residual);
        var exponent = (uint)(bits >> 52) & 0x7FF;
        return exponent - SingleLowest <= SingleHighest - SingleLowest
            && ((bits & BelowSingle) != MidwayOfSingles || residual == 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double TwoSumError(double a, double b, double sum)
    {
        var bRounded = sum - a;
        return a - (sum - bRounded) + (b - bRounded);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsUsual(double value)
    {
        var exponent = (uint)(BitConverter.DoubleToUInt64Bits(value) >> 52) & 0x7FF;
        return exponent - Lowest <= Highest - Lowest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsNotHuge(double value) => ((uint)(BitConverter.DoubleToUInt64Bits(value) >> 52) & 0x7FF) <= Highest;
}
