namespace Hv.Power.FloatingPoint;

/// <summary>Conversions between formats, and to and from integers, for every format.</summary>
internal static class Conversions
{
    /// <summary>Rounds a value to another format. Of a NaN what fits is kept; it becomes quiet.</summary>
    public static CoreResult Convert<TSource, TTarget>(UInt128 operand, RoundingMode mode, Fpscr fpscr)
        where TSource : IBinaryFormat
        where TTarget : IBinaryFormat
    {
        var value = Unpacked.From<TSource>(operand);
        switch (value.Kind)
        {
            case UnpackedKind.Finite:
                return Rounding.Round<TTarget>(value.IsNegative, value.Exponent, value.Significand, mode, fpscr);
            case UnpackedKind.Zero or UnpackedKind.Infinity:
                return Rounding.Exact<TTarget>(value.Kind, value.IsNegative);
            default:
                return Rounding.NaN<TTarget>(value.PackNaN<TTarget>(), Arithmetic.SignalingCause(value), fpscr);
        }
    }

    /// <summary>Rounds to an integer of <paramref name="width"/> bits; what does not fit becomes the nearest that does.</summary>
    /// <param name="bits">The value.</param>
    /// <param name="width">32, 64 or 128.</param>
    /// <param name="isSigned">Whether the integer is.</param>
    /// <param name="mode">How it is rounded.</param>
    /// <param name="fpscr">The enables.</param>
    /// <param name="marksInvalid">Whether an invalid conversion sets C and FU of FPRF, which the ISA leaves undefined.</param>
    /// <returns>The integer in the low bits.</returns>
    public static CoreResult ToInteger<TFormat>(
        UInt128 bits, int width, bool isSigned, RoundingMode mode, Fpscr fpscr, bool marksInvalid)
        where TFormat : IBinaryFormat
    {
        var value = Unpacked.From<TFormat>(bits);
        var largest = UInt128.MaxValue >> (128 - width + (isSigned ? 1 : 0));
        var smallest = isSigned ? largest + UInt128.One : default;
        if (value.IsNaN)
            return InvalidInteger(smallest, Fpscr.VXCVI | Arithmetic.SignalingCause(value), fpscr, marksInvalid);
        if (value.Kind == UnpackedKind.Zero)
            return new CoreResult(default, new FpscrEffects(0, Fpscr.FR | Fpscr.FI));

        var saturated = value.IsNegative ? smallest : largest;
        if (value.Kind == UnpackedKind.Infinity || value.Exponent > 127)
            return InvalidInteger(saturated, Fpscr.VXCVI, fpscr, marksInvalid);

        var magnitude = RoundMagnitude(value, mode, out var isInexact, out var isIncremented);
        if (magnitude > (value.IsNegative ? smallest : largest))
            return InvalidInteger(saturated, Fpscr.VXCVI, fpscr, marksInvalid);

        var set = (isInexact ? Fpscr.XX | Fpscr.FI : 0) | (isIncremented ? Fpscr.FR : 0);
        var integer = value.IsNegative ? unchecked(UInt128.Zero - magnitude) : magnitude;
        return new CoreResult(integer & (UInt128.MaxValue >> (128 - width)), new FpscrEffects(set, Fpscr.FR | Fpscr.FI));
    }

    /// <summary>The value of an integer.</summary>
    public static CoreResult FromInteger<TFormat>(UInt128 magnitude, bool isNegative, RoundingMode mode, Fpscr fpscr)
        where TFormat : IBinaryFormat
    {
        if (magnitude == default)
            return Rounding.Exact<TFormat>(UnpackedKind.Zero, false);

        var shift = Bits.LeadingZeros(magnitude);
        return Rounding.Round<TFormat>(isNegative, 127 - shift, magnitude << shift, mode, fpscr);
    }

    /// <summary>Rounds to an integer that stays in the format.</summary>
    /// <param name="bits">The value.</param>
    /// <param name="mode">How it is rounded.</param>
    /// <param name="fpscr">The enables.</param>
    /// <param name="tellsInexact">Whether what is lost is an inexact result; else FR and FI become 0.</param>
    public static CoreResult RoundToIntegral<TFormat>(UInt128 bits, RoundingMode mode, Fpscr fpscr, bool tellsInexact)
        where TFormat : IBinaryFormat
    {
        var value = Unpacked.From<TFormat>(bits);
        if (value.IsNaN)
            return Arithmetic.PropagateNaN<TFormat>(value, value, fpscr);
        if (value.Kind != UnpackedKind.Finite)
            return Rounding.Exact<TFormat>(value.Kind, value.IsNegative);
        if (value.Exponent >= TFormat.Precision - 1)
            return Rounding.Round<TFormat>(value.IsNegative, value.Exponent, value.Significand, mode, fpscr);

        var magnitude = RoundMagnitude(value, mode, out var isInexact, out var isIncremented);
        var result = magnitude == default
            ? Rounding.Exact<TFormat>(UnpackedKind.Zero, value.IsNegative)
            : FromInteger<TFormat>(magnitude, value.IsNegative, mode, fpscr);
        var set = tellsInexact ? (isInexact ? Fpscr.XX | Fpscr.FI : 0) | (isIncremented ? Fpscr.FR : 0) : 0;
        return result with { Effects = new FpscrEffects(result.Effects.Set | set, Rounding.ResultFields) };
    }

    private static CoreResult InvalidInteger(UInt128 integer, uint causes, Fpscr fpscr, bool marksInvalid)
    {
        if (fpscr.Has(Fpscr.VE))
            return new CoreResult(integer, new FpscrEffects(causes, Fpscr.FR | Fpscr.FI, suppressesResult: true));

        return new CoreResult(integer, marksInvalid
            ? new FpscrEffects(causes | ((uint)FloatingPointClass.NaN << Fpscr.ClassShift), Fpscr.FR | Fpscr.FI | Fpscr.FPCC)
            : new FpscrEffects(causes, Fpscr.FR | Fpscr.FI));
    }

    // The exponent is 127 at most.
    private static UInt128 RoundMagnitude(Unpacked value, RoundingMode mode, out bool isInexact, out bool isIncremented)
    {
        if (value.Exponent == 127)
        {
            (isInexact, isIncremented) = (false, false);
            return value.Significand;
        }

        // Below 1 what counts is which half it is in, and whether it is 0.
        var fraction = value.Exponent < 0 ? Bits.ShiftRightSticky(value.Significand, -value.Exponent) : value.Significand;
        var count = 127 - Math.Max(value.Exponent, 0);
        return Rounding.RoundAt(fraction, count, value.IsNegative, mode, out isInexact, out isIncremented);
    }
}
