using System.Runtime.CompilerServices;

namespace Hv.Power.FloatingPoint;

/// <summary>Makes a result of the infinitely precise one (Power ISA, book I, 4.3.6, 4.4.3 to 4.4.5).</summary>
internal static class Rounding
{
    /// <summary>FR, FI and FPRF: what an arithmetic operation replaces.</summary>
    public const uint ResultFields = Fpscr.FR | Fpscr.FI | Fpscr.FPRF;

    /// <summary>
    /// Rounds <paramref name="significand"/> · 2^(<paramref name="exponent"/> - 127), with its top bit set; the lowest bit stands
    /// for all that lies below, too.
    /// </summary>
    public static CoreResult Round<TFormat>(bool isNegative, int exponent, UInt128 significand, RoundingMode mode, Fpscr fpscr)
        where TFormat : IBinaryFormat
    {
        var minimumExponent = 1 - TFormat.MaximumExponent;
        var set = 0u;
        var isTiny = exponent < minimumExponent;
        if (isTiny)
        {
            // Tiny is what is too small before it is rounded. Enabled, that alone is an underflow, exact or not.
            if (fpscr.Has(Fpscr.UE))
            {
                set |= Fpscr.UX;
                exponent += Adjustment<TFormat>();
            }
            else
            {
                significand = Bits.ShiftRightSticky(significand, minimumExponent - exponent);
                exponent = minimumExponent;
            }
        }

        var kept = RoundAt(significand, 128 - TFormat.Precision, isNegative, mode, out var isInexact, out var isIncremented);
        if ((uint)(kept >> TFormat.Precision) != 0)
        {
            kept >>= 1;
            exponent++;
        }

        if (isInexact)
            set |= Fpscr.XX | Fpscr.FI | (isTiny ? Fpscr.UX : 0);
        if (isIncremented)
            set |= Fpscr.FR;
        if (exponent > TFormat.MaximumExponent)
        {
            set |= Fpscr.OX;
            if (!fpscr.Has(Fpscr.OE))
                return Overflow<TFormat>(isNegative, mode);

            exponent -= Adjustment<TFormat>();
        }

        var bits = Store<TFormat>(isNegative, exponent, kept);
        var isNormal = (uint)(kept >> (TFormat.Precision - 1)) != 0;
        var resultClass = isNormal ? FloatingPointClass.PositiveNormal
            : kept == default ? FloatingPointClass.PositiveZero : FloatingPointClass.PositiveDenormal;
        return new CoreResult(bits, new FpscrEffects(set | ClassBits(resultClass, isNegative), ResultFields));
    }

    /// <summary>Rounds away the lowest <paramref name="count"/> bits, 1 to 127, and shifts them out.</summary>
    public static UInt128 RoundAt(
        UInt128 significand, int count, bool isNegative, RoundingMode mode, out bool isInexact, out bool isIncremented)
    {
        var kept = significand >> count;
        var rest = significand << (128 - count);
        isInexact = rest != default;
        isIncremented = isInexact && mode switch
        {
            RoundingMode.NearestEven => rest > Bits.Top || (rest == Bits.Top && ((uint)kept & 1) != 0),
            RoundingMode.NearestAway => rest >= Bits.Top,
            RoundingMode.TowardPositive => !isNegative,
            RoundingMode.TowardNegative => isNegative,
            RoundingMode.ToOdd => ((uint)kept & 1) == 0,
            _ => false,
        };
        return isIncremented ? kept + UInt128.One : kept;
    }

    /// <summary>The bits of an infinity or a zero, which are exact.</summary>
    public static CoreResult Exact<TFormat>(UnpackedKind kind, bool isNegative)
        where TFormat : IBinaryFormat =>
        new(Unpacked.Pack<TFormat>(kind, isNegative), new FpscrEffects(
            kind == UnpackedKind.Infinity
                ? ClassBits(FloatingPointClass.PositiveInfinity, isNegative)
                : ClassBits(FloatingPointClass.PositiveZero, isNegative),
            ResultFields));

    /// <summary>A result that is a NaN: with the causes, if there are any, of an invalid operation.</summary>
    public static CoreResult NaN<TFormat>(UInt128 bits, uint causes, Fpscr fpscr)
        where TFormat : IBinaryFormat =>
        causes != 0 && fpscr.Has(Fpscr.VE)
            ? new CoreResult(bits, new FpscrEffects(causes, Fpscr.FR | Fpscr.FI, suppressesResult: true))
            : new CoreResult(bits, new FpscrEffects(causes | ((uint)FloatingPointClass.NaN << Fpscr.ClassShift), ResultFields));

    /// <summary>The class of a result, as bits of FPRF.</summary>
    public static uint ClassBits(FloatingPointClass positive, bool isNegative)
    {
        var result = !isNegative ? positive : positive switch
        {
            FloatingPointClass.PositiveZero => FloatingPointClass.NegativeZero,
            FloatingPointClass.PositiveDenormal => FloatingPointClass.NegativeDenormal,
            FloatingPointClass.PositiveNormal => FloatingPointClass.NegativeNormal,
            _ => FloatingPointClass.NegativeInfinity,
        };
        return (uint)result << Fpscr.ClassShift;
    }

    /// <summary>Stores a rounded significand as wide as the precision; it is denormal if its top bit is clear.</summary>
    public static UInt128 Store<TFormat>(bool isNegative, int exponent, UInt128 kept)
        where TFormat : IBinaryFormat
    {
        var significand = kept << (TFormat.StoredPrecision - TFormat.Precision);
        if (TFormat.StoredMaximumExponent != TFormat.MaximumExponent && kept != default)
        {
            // What is denormal in the shorter format is normal in the one that it is held in.
            var shift = Bits.LeadingZeros(significand) - (128 - TFormat.StoredPrecision);
            significand <<= shift;
            exponent -= shift;
        }

        var implicitBit = UInt128.One << (TFormat.StoredPrecision - 1);
        var biased = (significand & implicitBit) != default ? exponent + TFormat.StoredMaximumExponent : 0;
        return Unpacked.Assemble<TFormat>(isNegative, biased, significand & ~implicitBit);
    }

    // An enabled overflow or underflow moves the exponent so that it fits: 24, 192, 1536, 24576 (book I, 4.4.3.2, 4.4.4.2).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Adjustment<TFormat>()
        where TFormat : IBinaryFormat => 3 * (TFormat.MaximumExponent + 1) / 2;

    // FR is undefined here: it is 1 where the result is larger in magnitude than what was to be rounded, as it always is.
    private static CoreResult Overflow<TFormat>(bool isNegative, RoundingMode mode)
        where TFormat : IBinaryFormat
    {
        const uint Causes = Fpscr.OX | Fpscr.XX | Fpscr.FI;
        var isInfinity = mode switch
        {
            RoundingMode.NearestEven or RoundingMode.NearestAway => true,
            RoundingMode.TowardPositive => !isNegative,
            RoundingMode.TowardNegative => isNegative,
            _ => false,
        };
        if (isInfinity)
        {
            return new CoreResult(
                Unpacked.Pack<TFormat>(UnpackedKind.Infinity, isNegative),
                new FpscrEffects(Causes | Fpscr.FR | ClassBits(FloatingPointClass.PositiveInfinity, isNegative), ResultFields));
        }

        var largest = (UInt128.One << TFormat.Precision) - UInt128.One;
        return new CoreResult(
            Store<TFormat>(isNegative, TFormat.MaximumExponent, largest),
            new FpscrEffects(Causes | ClassBits(FloatingPointClass.PositiveNormal, isNegative), ResultFields));
    }
}
