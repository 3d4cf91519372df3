namespace Hv.Power.FloatingPoint;

/// <summary>
/// The operations for every format, exact up to the one rounding at their end. They are made to be right, not fast:
/// <see cref="HostArithmetic"/> takes the usual cases. (Power ISA, book I, 4.6.6 and 7.6.1.)
/// </summary>
internal static class Arithmetic
{
    public static CoreResult Add<TFormat>(UInt128 left, UInt128 right, bool isSubtraction, RoundingMode mode, Fpscr fpscr)
        where TFormat : IBinaryFormat
    {
        var a = Unpacked.From<TFormat>(left);
        var b = Unpacked.From<TFormat>(right);
        if (a.IsNaN || b.IsNaN)
            return PropagateNaN<TFormat>(a, b, fpscr);

        if (isSubtraction)
            b = b with { IsNegative = !b.IsNegative };
        if (a.Kind == UnpackedKind.Infinity || b.Kind == UnpackedKind.Infinity)
        {
            return a.Kind == b.Kind && a.IsNegative != b.IsNegative
                ? Invalid<TFormat>(Fpscr.VXISI, fpscr)
                : Rounding.Exact<TFormat>(UnpackedKind.Infinity, a.Kind == UnpackedKind.Infinity ? a.IsNegative : b.IsNegative);
        }

        if (a.Kind == UnpackedKind.Zero && b.Kind == UnpackedKind.Zero)
            return AddZeros<TFormat>(a.IsNegative, b.IsNegative, mode);

        if (a.Kind == UnpackedKind.Zero)
            return Rounding.Round<TFormat>(b.IsNegative, b.Exponent, b.Significand, mode, fpscr);
        if (b.Kind == UnpackedKind.Zero)
            return Rounding.Round<TFormat>(a.IsNegative, a.Exponent, a.Significand, mode, fpscr);

        return AddFinite<TFormat>(a, default, b, mode, fpscr);
    }

    public static CoreResult Multiply<TFormat>(UInt128 left, UInt128 right, RoundingMode mode, Fpscr fpscr)
        where TFormat : IBinaryFormat
    {
        var a = Unpacked.From<TFormat>(left);
        var b = Unpacked.From<TFormat>(right);
        if (a.IsNaN || b.IsNaN)
            return PropagateNaN<TFormat>(a, b, fpscr);

        var isNegative = a.IsNegative != b.IsNegative;
        if (a.Kind != UnpackedKind.Finite || b.Kind != UnpackedKind.Finite)
        {
            var hasInfinity = a.Kind == UnpackedKind.Infinity || b.Kind == UnpackedKind.Infinity;
            var hasZero = a.Kind == UnpackedKind.Zero || b.Kind == UnpackedKind.Zero;
            return hasInfinity && hasZero
                ? Invalid<TFormat>(Fpscr.VXIMZ, fpscr)
                : Rounding.Exact<TFormat>(hasInfinity ? UnpackedKind.Infinity : UnpackedKind.Zero, isNegative);
        }

        var product = Product(a, b, out var low);
        return Rounding.Round<TFormat>(isNegative, product.Exponent, product.Significand | Bits.Sticky(low), mode, fpscr);
    }

    public static CoreResult Divide<TFormat>(UInt128 left, UInt128 right, RoundingMode mode, Fpscr fpscr)
        where TFormat : IBinaryFormat
    {
        var a = Unpacked.From<TFormat>(left);
        var b = Unpacked.From<TFormat>(right);
        if (a.IsNaN || b.IsNaN)
            return PropagateNaN<TFormat>(a, b, fpscr);

        var isNegative = a.IsNegative != b.IsNegative;
        if (a.Kind == UnpackedKind.Infinity)
        {
            return b.Kind == UnpackedKind.Infinity
                ? Invalid<TFormat>(Fpscr.VXIDI, fpscr)
                : Rounding.Exact<TFormat>(UnpackedKind.Infinity, isNegative);
        }

        if (b.Kind == UnpackedKind.Zero)
            return a.Kind == UnpackedKind.Zero ? Invalid<TFormat>(Fpscr.VXZDZ, fpscr) : ZeroDivide<TFormat>(isNegative, fpscr);
        if (a.Kind == UnpackedKind.Zero || b.Kind == UnpackedKind.Infinity)
            return Rounding.Exact<TFormat>(UnpackedKind.Zero, isNegative);

        var exponent = a.Exponent - b.Exponent;
        var remainder = a.Significand;
        if (remainder >= b.Significand)
            remainder >>= 1;
        else
            exponent--;

        var high = Bits.DivideDigit(ref remainder, b.Significand);
        var low = TFormat.Precision < 62 ? 0 : Bits.DivideDigit(ref remainder, b.Significand);
        return Rounding.Round<TFormat>(isNegative, exponent, new UInt128(high, low) | Bits.Sticky(remainder), mode, fpscr);
    }

    public static CoreResult SquareRoot<TFormat>(UInt128 operand, RoundingMode mode, Fpscr fpscr)
        where TFormat : IBinaryFormat
    {
        var a = Unpacked.From<TFormat>(operand);
        if (a.IsNaN)
            return PropagateNaN<TFormat>(a, a, fpscr);
        if (a.Kind == UnpackedKind.Zero)
            return Rounding.Exact<TFormat>(UnpackedKind.Zero, a.IsNegative);
        if (a.IsNegative)
            return Invalid<TFormat>(Fpscr.VXSQRT, fpscr);
        if (a.Kind == UnpackedKind.Infinity)
            return Rounding.Exact<TFormat>(UnpackedKind.Infinity, false);

        // Two bits before the point: 01 for an even exponent, 1x for an odd one.
        var isOdd = (a.Exponent & 1) != 0;
        var count = TFormat.Precision + 2;
        var root = Bits.SquareRoot(isOdd ? a.Significand : a.Significand >> 1, count, out var isExact);
        var significand = (root << (128 - count)) | (isExact ? default : UInt128.One);
        return Rounding.Round<TFormat>(false, a.Exponent >> 1, significand, mode, fpscr);
    }

    /// <summary>left · factor + addend, rounded once, then negated if asked; a NaN keeps its sign.</summary>
    public static CoreResult MultiplyAdd<TFormat>(
        UInt128 left, UInt128 factor, UInt128 addend, MultiplyAddSigns signs, RoundingMode mode, Fpscr fpscr)
        where TFormat : IBinaryFormat
    {
        var a = Unpacked.From<TFormat>(left);
        var b = Unpacked.From<TFormat>(addend);
        var c = Unpacked.From<TFormat>(factor);
        var isInfinityTimesZero = (a.Kind == UnpackedKind.Infinity && c.Kind == UnpackedKind.Zero)
            || (a.Kind == UnpackedKind.Zero && c.Kind == UnpackedKind.Infinity);
        if (a.IsNaN || b.IsNaN || c.IsNaN)
        {
            var causes = SignalingCause(a) | SignalingCause(b) | SignalingCause(c) | (isInfinityTimesZero ? Fpscr.VXIMZ : 0);
            var nan = a.IsNaN ? a : b.IsNaN ? b : c;
            return Rounding.NaN<TFormat>(nan.PackNaN<TFormat>(), causes, fpscr);
        }

        if (isInfinityTimesZero)
            return Invalid<TFormat>(Fpscr.VXIMZ, fpscr);
        if ((signs & MultiplyAddSigns.NegateAddend) != 0)
            b = b with { IsNegative = !b.IsNegative };

        var result = MultiplyAddNumbers<TFormat>(a, c, b, mode, fpscr);
        return (signs & MultiplyAddSigns.NegateResult) != 0 && !IsDefaultNaN(result) ? Negate<TFormat>(result) : result;
    }

    /// <summary>A result of two operands one of which is a NaN: the first that is.</summary>
    public static CoreResult PropagateNaN<TFormat>(Unpacked a, Unpacked b, Fpscr fpscr)
        where TFormat : IBinaryFormat =>
        Rounding.NaN<TFormat>((a.IsNaN ? a : b).PackNaN<TFormat>(), SignalingCause(a) | SignalingCause(b), fpscr);

    public static uint SignalingCause(Unpacked operand) => operand.Kind == UnpackedKind.SignalingNaN ? Fpscr.VXSNAN : 0;

    private static CoreResult Invalid<TFormat>(uint cause, Fpscr fpscr)
        where TFormat : IBinaryFormat => Rounding.NaN<TFormat>(Unpacked.DefaultNaN<TFormat>(), cause, fpscr);

    private static CoreResult ZeroDivide<TFormat>(bool isNegative, Fpscr fpscr)
        where TFormat : IBinaryFormat
    {
        var infinity = Rounding.Exact<TFormat>(UnpackedKind.Infinity, isNegative);
        return infinity with
        {
            Effects = fpscr.Has(Fpscr.ZE)
                ? new FpscrEffects(Fpscr.ZX, Fpscr.FR | Fpscr.FI, suppressesResult: true)
                : new FpscrEffects(Fpscr.ZX | infinity.Effects.Set, Rounding.ResultFields),
        };
    }

    private static CoreResult MultiplyAddNumbers<TFormat>(Unpacked a, Unpacked c, Unpacked b, RoundingMode mode, Fpscr fpscr)
        where TFormat : IBinaryFormat
    {
        var isNegative = a.IsNegative != c.IsNegative;
        if (a.Kind == UnpackedKind.Infinity || c.Kind == UnpackedKind.Infinity)
        {
            return b.Kind == UnpackedKind.Infinity && b.IsNegative != isNegative
                ? Invalid<TFormat>(Fpscr.VXISI, fpscr)
                : Rounding.Exact<TFormat>(UnpackedKind.Infinity, isNegative);
        }

        if (b.Kind == UnpackedKind.Infinity)
            return Rounding.Exact<TFormat>(UnpackedKind.Infinity, b.IsNegative);

        if (a.Kind == UnpackedKind.Zero || c.Kind == UnpackedKind.Zero)
        {
            return b.Kind == UnpackedKind.Zero
                ? AddZeros<TFormat>(isNegative, b.IsNegative, mode)
                : Rounding.Round<TFormat>(b.IsNegative, b.Exponent, b.Significand, mode, fpscr);
        }

        var product = Product(a, c, out var low);
        return b.Kind == UnpackedKind.Zero
            ? Rounding.Round<TFormat>(isNegative, product.Exponent, product.Significand | Bits.Sticky(low), mode, fpscr)
            : AddFinite<TFormat>(product, low, b, mode, fpscr);
    }

    /// <summary>The product of two finite numbers; <paramref name="low"/> has the bits that do not fit its significand.</summary>
    private static Unpacked Product(Unpacked a, Unpacked b, out UInt128 low)
    {
        var high = Bits.Multiply(a.Significand, b.Significand, out low);
        var exponent = a.Exponent + b.Exponent + 1;
        if ((high & Bits.Top) == default)
        {
            high = (high << 1) | (low >> 127);
            low <<= 1;
            exponent--;
        }

        return new Unpacked(UnpackedKind.Finite, a.IsNegative != b.IsNegative, exponent, high);
    }

    /// <summary>Adds two finite numbers; the first has 128 bits more, of which the lowest are zero.</summary>
    private static CoreResult AddFinite<TFormat>(Unpacked a, UInt128 aLow, Unpacked b, RoundingMode mode, Fpscr fpscr)
        where TFormat : IBinaryFormat
    {
        // One bit of room for the carry. What is lost to the lowest bit in a shift lies far below what rounding looks at: only
        // operands whose exponents differ by one at most cancel more than a bit, and with those nothing is lost.
        var (aHigh, bHigh, bLow) = (a.Significand >> 1, b.Significand >> 1, default(UInt128));
        aLow = (aLow >> 1) | (a.Significand << 127);
        var exponent = Math.Max(a.Exponent, b.Exponent) + 1;
        if (a.Exponent < b.Exponent)
            (aHigh, aLow) = Bits.ShiftRightSticky(aHigh, aLow, b.Exponent - a.Exponent);
        else
            (bHigh, bLow) = Bits.ShiftRightSticky(bHigh, bLow, a.Exponent - b.Exponent);

        UInt128 high, low;
        var isNegative = a.IsNegative;
        if (a.IsNegative == b.IsNegative)
        {
            low = aLow + bLow;
            high = aHigh + bHigh + (low < aLow ? UInt128.One : default);
        }
        else
        {
            if (aHigh < bHigh || (aHigh == bHigh && aLow < bLow))
            {
                (aHigh, aLow, bHigh, bLow) = (bHigh, bLow, aHigh, aLow);
                isNegative = !isNegative;
            }

            low = aLow - bLow;
            high = aHigh - bHigh - (aLow < bLow ? UInt128.One : default);
            if ((high | low) == default)
                return Rounding.Exact<TFormat>(UnpackedKind.Zero, IsExactDifferenceNegative(mode));
        }

        if (high == default)
        {
            (high, low) = (low, default);
            exponent -= 128;
        }

        var shift = Bits.LeadingZeros(high);
        if (shift != 0)
            (high, low) = ((high << shift) | (low >> (128 - shift)), low << shift);

        return Rounding.Round<TFormat>(isNegative, exponent - shift, high | Bits.Sticky(low), mode, fpscr);
    }

    private static CoreResult AddZeros<TFormat>(bool isNegative, bool isOtherNegative, RoundingMode mode)
        where TFormat : IBinaryFormat =>
        Rounding.Exact<TFormat>(UnpackedKind.Zero, isNegative == isOtherNegative ? isNegative : IsExactDifferenceNegative(mode));

    // x - x is +0, but -0 when rounding toward minus infinity (book I, 4.3.3).
    private static bool IsExactDifferenceNegative(RoundingMode mode) => mode == RoundingMode.TowardNegative;

    private static bool IsDefaultNaN(CoreResult result) =>
        (result.Effects.Set & Fpscr.FPRF) == (uint)FloatingPointClass.NaN << Fpscr.ClassShift || result.Effects.SuppressesResult;

    private static CoreResult Negate<TFormat>(CoreResult result)
        where TFormat : IBinaryFormat
    {
        var sign = UInt128.One << (TFormat.StoredPrecision - 1 + Unpacked.ExponentBits<TFormat>());
        var fprf = result.Effects.Set & Fpscr.FPRF;
        return new CoreResult(
            result.Bits ^ sign,
            new FpscrEffects((result.Effects.Set & ~Fpscr.FPRF) | NegateClass(fprf), result.Effects.Replaced));
    }

    // FL and FG change places; of a zero C tells the sign.
    private static uint NegateClass(uint fprf) => (FloatingPointClass)(fprf >> Fpscr.ClassShift) switch
    {
        FloatingPointClass.NegativeZero => (uint)FloatingPointClass.PositiveZero << Fpscr.ClassShift,
        FloatingPointClass.PositiveZero => (uint)FloatingPointClass.NegativeZero << Fpscr.ClassShift,
        _ => fprf ^ (0xCu << Fpscr.ClassShift),
    };
}
