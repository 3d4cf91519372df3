using System.Numerics;
using Hv.Power.FloatingPoint;

namespace Hv.Power.Tests.FloatingPoint;

/// <summary>
/// Floating-point arithmetic written down from the Power ISA's text, slowly and with nothing but integers of any size: each exact
/// result is a fraction, which is rounded by looking at its two neighbours. Results are <see langword="null"/> where the target
/// register keeps its value.
/// </summary>
internal sealed class ReferenceUnit(uint fpscr)
{
    private const uint ResultStatus = Fpscr.FR | Fpscr.FI;

    /// <summary>The FPSCR, summaries not counted.</summary>
    public uint Status { get; private set; } = fpscr;

    /// <summary>
    /// Whether the result is undefined: not even the exponent of an enabled overflow or underflow fits the format.
    /// </summary>
    public bool IsUndefined { get; private set; }

    public RoundingMode Mode { get; init; } = (RoundingMode)(fpscr & 3);

    public BigInteger? Add(ReferenceFormat format, BigInteger a, BigInteger b, bool subtract)
    {
        var (x, y) = (Operand(format, a), Operand(format, b));
        if (FirstNaN(format, 0, x, y) is { } nan)
            return Deliver(nan);

        if (subtract)
            y = y with { IsNegative = !y.IsNegative };
        if (x.IsInfinity && y.IsInfinity && x.IsNegative != y.IsNegative)
            return Invalid(format, Fpscr.VXISI);
        if (x.IsInfinity || y.IsInfinity)
            return Infinity(format, x.IsInfinity ? x.IsNegative : y.IsNegative);

        return Sum(format, x, y);
    }

    public BigInteger? Multiply(ReferenceFormat format, BigInteger a, BigInteger b)
    {
        var (x, y) = (Operand(format, a), Operand(format, b));
        if (FirstNaN(format, 0, x, y) is { } nan)
            return Deliver(nan);
        if ((x.IsInfinity && y.IsZero) || (x.IsZero && y.IsInfinity))
            return Invalid(format, Fpscr.VXIMZ);

        var sign = x.IsNegative ^ y.IsNegative;
        return x.IsInfinity || y.IsInfinity
            ? Infinity(format, sign)
            : Round(format, sign, x.Numerator * y.Numerator, x.Denominator * y.Denominator);
    }

    public BigInteger? Divide(ReferenceFormat format, BigInteger a, BigInteger b)
    {
        var (x, y) = (Operand(format, a), Operand(format, b));
        if (FirstNaN(format, 0, x, y) is { } nan)
            return Deliver(nan);
        if (x.IsInfinity && y.IsInfinity)
            return Invalid(format, Fpscr.VXIDI);
        if (x.IsZero && y.IsZero)
            return Invalid(format, Fpscr.VXZDZ);

        var sign = x.IsNegative ^ y.IsNegative;
        if (x.IsInfinity)
            return Infinity(format, sign);
        if (y.IsInfinity)
            return Round(format, sign, 0, 1);
        if (!y.IsZero)
            return Round(format, sign, x.Numerator * y.Denominator, x.Denominator * y.Numerator);

        Status |= Fpscr.ZX;
        if ((Status & Fpscr.ZE) == 0)
            return Infinity(format, sign);

        Status &= ~ResultStatus;
        return null;
    }

    public BigInteger? SquareRoot(ReferenceFormat format, BigInteger a)
    {
        var x = Operand(format, a);
        if (FirstNaN(format, 0, x) is { } nan)
            return Deliver(nan);
        if (x.IsZero)
            return Round(format, x.IsNegative, 0, 1);
        if (x.IsNegative)
            return Invalid(format, Fpscr.VXSQRT);
        if (x.IsInfinity)
            return Infinity(format, false);

        // √(n/d) = √(n·d)/d. An irrational root is replaced by a value between the same two fractions with many more bits.
        const int Extra = 300;
        var radicand = (x.Numerator * x.Denominator) << (2 * Extra);
        var root = IntegerRoot(radicand);
        return root * root == radicand
            ? Round(format, false, root, x.Denominator << Extra)
            : Round(format, false, (2 * root) + 1, x.Denominator << (Extra + 1));
    }

    public BigInteger? MultiplyAdd(
        ReferenceFormat format, BigInteger a, BigInteger c, BigInteger b, bool negateAddend, bool negateResult)
    {
        var (x, z, y) = (Operand(format, a), Operand(format, c), Operand(format, b));
        var isInvalidProduct = (x.IsInfinity && z.IsZero) || (x.IsZero && z.IsInfinity);
        if (FirstNaN(format, isInvalidProduct ? Fpscr.VXIMZ : 0, x, y, z) is { } nan)
            return Deliver(nan);
        if (isInvalidProduct)
            return Invalid(format, Fpscr.VXIMZ);

        if (negateAddend)
            y = y with { IsNegative = !y.IsNegative };
        var sign = x.IsNegative ^ z.IsNegative;
        var isInfinite = x.IsInfinity || z.IsInfinity;
        if (isInfinite && y.IsInfinity && sign != y.IsNegative)
            return Invalid(format, Fpscr.VXISI);

        BigInteger? result;
        if (isInfinite || y.IsInfinity)
            result = Infinity(format, isInfinite ? sign : y.IsNegative);
        else
            result = Sum(format, ReferenceValue.Number(sign, x.Numerator * z.Numerator, x.Denominator * z.Denominator), y);

        if (!negateResult)
            return result;

        var signBit = BigInteger.One << (format.Width - 1);
        var negated = result!.Value >= signBit ? result.Value - signBit : result.Value + signBit;
        var value = (FloatingPointClass)((Status & Fpscr.FPRF) >> 12);
        SetClass(ClassOf(value == ClassOf(false, value), value));
        return negated;
    }

    public BigInteger? Convert(ReferenceFormat source, ReferenceFormat target, BigInteger a)
    {
        var x = ReferenceValue.Decode(source, a);
        if (!x.IsNaN)
            return x.IsInfinity ? Infinity(target, x.IsNegative) : Round(target, x.IsNegative, x.Numerator, x.Denominator);

        // The payload is a binary fraction: its leading bits stay, the first one becomes 1.
        var first = BigInteger.Pow(2, source.FractionBits - 1);
        var payload = x.Payload!.Value % first + first;
        var drop = source.FractionBits - (target.Precision - 1);
        payload = drop >= 0 ? payload >> drop : payload << -drop;
        payload <<= target.FractionBits - (target.Precision - 1);
        if (x.IsSignaling && Cause(Fpscr.VXSNAN))
            return null;

        SetNaN();
        return Bits(target, x.IsNegative, target.SpecialExponent, payload);
    }

    public BigInteger? ToInteger(ReferenceFormat format, BigInteger a, int width, bool isSigned)
    {
        var x = ReferenceValue.Decode(format, a);
        var least = isSigned ? -BigInteger.Pow(2, width - 1) : 0;
        var most = BigInteger.Pow(2, isSigned ? width - 1 : width) - 1;
        BigInteger integer;
        if (x.IsNaN || x.IsInfinity)
        {
            integer = x.IsNaN || x.IsNegative ? least - 1 : most + 1;
        }
        else
        {
            integer = RoundFraction(x.IsNegative, x.Numerator, x.Denominator, out var inexact, out var up);
            if (x.IsNegative)
                integer = -integer;
            if (integer >= least && integer <= most)
            {
                Status &= ~ResultStatus;
                Inexact(inexact, up);
                return Wrap(integer, width);
            }
        }

        return Cause(Fpscr.VXCVI | (x.IsSignaling ? Fpscr.VXSNAN : 0)) ? null : Wrap(integer < least ? least : most, width);
    }

    public BigInteger? FromInteger(ReferenceFormat format, BigInteger integer) =>
        Round(format, integer.Sign < 0, BigInteger.Abs(integer), 1);

    public BigInteger? RoundToIntegral(ReferenceFormat format, BigInteger a, bool tellsInexact)
    {
        var x = Operand(format, a);
        if (FirstNaN(format, 0, x) is { } nan)
            return Deliver(nan);
        if (x.IsInfinity)
            return Infinity(format, x.IsNegative);

        var integer = RoundFraction(x.IsNegative, x.Numerator, x.Denominator, out var inexact, out var up);
        var result = Round(format, x.IsNegative, integer, 1);
        if (tellsInexact)
            Inexact(inexact, up);
        return result;
    }

    private static ReferenceValue Operand(ReferenceFormat format, BigInteger bits) =>
        ReferenceValue.Decode(format.AsStored(), bits);

    private static BigInteger Wrap(BigInteger integer, int width) =>
        integer.Sign < 0 ? integer + BigInteger.Pow(2, width) : integer;

    private static BigInteger Bits(ReferenceFormat format, bool isNegative, int exponent, BigInteger fraction) =>
        ((((isNegative ? 1 : 0) * new BigInteger(format.SpecialExponent + 1)) + exponent) << format.FractionBits) + fraction;

    private BigInteger? Sum(ReferenceFormat format, ReferenceValue x, ReferenceValue y)
    {
        var numerator = (Signed(x) * y.Denominator) + (Signed(y) * x.Denominator);
        if (!numerator.IsZero)
            return Round(format, numerator.Sign < 0, BigInteger.Abs(numerator), x.Denominator * y.Denominator);

        // Zeros of one sign keep it; everything else that cancels is +0, but -0 toward minus infinity.
        var bothZero = x.IsZero && y.IsZero && x.IsNegative == y.IsNegative;
        return Round(format, bothZero ? x.IsNegative : Mode == RoundingMode.TowardNegative, 0, 1);

        static BigInteger Signed(ReferenceValue value) => value.IsNegative ? -value.Numerator : value.Numerator;
    }

    private BigInteger? Round(ReferenceFormat format, bool isNegative, BigInteger numerator, BigInteger denominator)
    {
        Status &= ~ResultStatus;
        if (numerator.IsZero)
        {
            SetClass(ClassOf(isNegative, FloatingPointClass.PositiveZero));
            return Bits(format, isNegative, 0, 0);
        }

        var exponent = FloorLog2(numerator, denominator);
        var isTiny = exponent < format.MinimumExponent;
        var isWrapped = isTiny && (Status & Fpscr.UE) != 0;
        var unit = (isTiny && !isWrapped ? format.MinimumExponent : exponent) - (format.Precision - 1);
        var (n, d) = unit >= 0 ? (numerator, denominator << unit) : (numerator << -unit, denominator);
        var significand = RoundFraction(isNegative, n, d, out var inexact, out var up);
        if (significand == BigInteger.Pow(2, format.Precision))
        {
            significand /= 2;
            unit++;
        }

        var resultExponent = unit + format.Precision - 1;
        if (isTiny && (isWrapped || inexact))
            Status |= Fpscr.UX;
        if (isWrapped)
            unit += format.Adjustment;
        if (resultExponent > format.MaximumExponent)
        {
            Status |= Fpscr.OX;
            if ((Status & Fpscr.OE) == 0)
            {
                var overflowsToInfinity = Mode is RoundingMode.NearestEven or RoundingMode.NearestAway
                    || (Mode == RoundingMode.TowardPositive && !isNegative)
                    || (Mode == RoundingMode.TowardNegative && isNegative);
                Inexact(true, overflowsToInfinity);
                if (overflowsToInfinity)
                    return Infinity(format, isNegative, keepsStatus: true);

                SetClass(ClassOf(isNegative, FloatingPointClass.PositiveNormal));
                var largest = BigInteger.Pow(2, format.Precision) - 1;
                return Encode(format, isNegative, largest, format.MaximumExponent - format.Precision + 1);
            }

            unit -= format.Adjustment;
        }

        var adjusted = unit + (int)significand.GetBitLength() - 1;
        IsUndefined = adjusted > format.StoredMaximumExponent || (isWrapped && adjusted < 1 - format.StoredMaximumExponent);
        Inexact(inexact, up);
        var value = significand < BigInteger.Pow(2, format.Precision - 1)
            ? FloatingPointClass.PositiveDenormal
            : FloatingPointClass.PositiveNormal;
        SetClass(ClassOf(isNegative, significand.IsZero ? FloatingPointClass.PositiveZero : value));
        return Encode(format, isNegative, significand, unit);
    }

    // significand · 2^unit, in the format that it is stored in.
    private static BigInteger Encode(ReferenceFormat format, bool isNegative, BigInteger significand, int unit)
    {
        if (significand.IsZero)
            return Bits(format, isNegative, 0, 0);

        var exponent = unit + (int)significand.GetBitLength() - 1;
        var stored = Math.Max(exponent, 1 - format.StoredMaximumExponent) - format.FractionBits;
        var shifted = unit >= stored ? significand << (unit - stored) : significand >> (stored - unit);
        var leading = BigInteger.Pow(2, format.FractionBits);
        return shifted < leading
            ? Bits(format, isNegative, 0, shifted)
            : Bits(format, isNegative, exponent + format.StoredMaximumExponent, shifted - leading);
    }

    private BigInteger RoundFraction(bool isNegative, BigInteger numerator, BigInteger denominator, out bool inexact, out bool up)
    {
        var below = BigInteger.DivRem(numerator, denominator, out var remainder);
        inexact = !remainder.IsZero;
        var half = (2 * remainder).CompareTo(denominator);
        up = inexact && Mode switch
        {
            RoundingMode.NearestEven => half > 0 || (half == 0 && !below.IsEven),
            RoundingMode.NearestAway => half >= 0,
            RoundingMode.TowardZero => false,
            RoundingMode.TowardPositive => !isNegative,
            RoundingMode.TowardNegative => isNegative,
            _ => below.IsEven,
        };
        return up ? below + 1 : below;
    }

    private static int FloorLog2(BigInteger numerator, BigInteger denominator)
    {
        var estimate = (int)(numerator.GetBitLength() - denominator.GetBitLength());
        var isLess = estimate >= 0 ? numerator < denominator << estimate : numerator << -estimate < denominator;
        return isLess ? estimate - 1 : estimate;
    }

    private static BigInteger IntegerRoot(BigInteger value)
    {
        var root = BigInteger.One << (int)((value.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (root + (value / root)) >> 1;
            if (next >= root)
                return root;

            root = next;
        }
    }

    private BigInteger? FirstNaN(ReferenceFormat format, uint causes, params ReferenceValue[] operands)
    {
        if (operands.FirstOrDefault(operand => operand.IsNaN) is not { } nan)
            return null;

        if (operands.Any(operand => operand.IsSignaling))
            causes |= Fpscr.VXSNAN;
        if (causes != 0 && Cause(causes))
            return -1;

        SetNaN();
        var quiet = BigInteger.Pow(2, format.FractionBits - 1);
        var dropped = BigInteger.Pow(2, format.StoredPrecision - format.Precision);
        return Bits(format, nan.IsNegative, format.SpecialExponent, (nan.Payload!.Value | quiet) / dropped * dropped);
    }

    private static BigInteger? Deliver(BigInteger result) => result.Sign < 0 ? null : result;

    private BigInteger? Invalid(ReferenceFormat format, uint causes)
    {
        if (Cause(causes))
            return null;

        SetNaN();
        return Bits(format, false, format.SpecialExponent, BigInteger.Pow(2, format.FractionBits - 1));
    }

    // Whether the invalid operation traps.
    private bool Cause(uint causes)
    {
        Status = (Status | causes) & ~ResultStatus;
        return (Status & Fpscr.VE) != 0;
    }

    private BigInteger? Infinity(ReferenceFormat format, bool isNegative, bool keepsStatus = false)
    {
        if (!keepsStatus)
            Status &= ~ResultStatus;
        SetClass(ClassOf(isNegative, FloatingPointClass.PositiveInfinity));
        return Bits(format, isNegative, format.SpecialExponent, 0);
    }

    private void Inexact(bool inexact, bool up)
    {
        if (inexact)
            Status |= Fpscr.XX | Fpscr.FI;
        if (up)
            Status |= Fpscr.FR;
    }

    private void SetNaN()
    {
        Status &= ~ResultStatus;
        SetClass(FloatingPointClass.NaN);
    }

    private void SetClass(FloatingPointClass value) => Status = (Status & ~Fpscr.FPRF) | ((uint)value << 12);

    // The class, whatever its sign, with this sign.
    private static FloatingPointClass ClassOf(bool isNegative, FloatingPointClass value) => value switch
    {
        FloatingPointClass.PositiveZero or FloatingPointClass.NegativeZero =>
            isNegative ? FloatingPointClass.NegativeZero : FloatingPointClass.PositiveZero,
        FloatingPointClass.PositiveDenormal or FloatingPointClass.NegativeDenormal =>
            isNegative ? FloatingPointClass.NegativeDenormal : FloatingPointClass.PositiveDenormal,
        FloatingPointClass.PositiveNormal or FloatingPointClass.NegativeNormal =>
            isNegative ? FloatingPointClass.NegativeNormal : FloatingPointClass.PositiveNormal,
        _ => isNegative ? FloatingPointClass.NegativeInfinity : FloatingPointClass.PositiveInfinity,
    };
}
