using System.Runtime.CompilerServices;

namespace Hv.Power.FloatingPoint;

/// <summary>
/// A value taken apart. A finite one is <see cref="Significand"/> · 2^(<see cref="Exponent"/> - 127), its leading one in bit 127;
/// of a NaN the fraction is kept, its first bit in bit 127. No format has more than 113 bits: at least 15 below are zero.
/// </summary>
internal readonly record struct Unpacked(UnpackedKind Kind, bool IsNegative, int Exponent, UInt128 Significand)
{
    public bool IsNaN => Kind >= UnpackedKind.QuietNaN;

    public static Unpacked From<TFormat>(UInt128 bits)
        where TFormat : IBinaryFormat
    {
        var fractionBits = TFormat.StoredPrecision - 1;
        var specialExponent = (TFormat.StoredMaximumExponent * 2) + 1;
        var biased = (int)(uint)(bits >> fractionBits) & specialExponent;
        var fraction = bits << (128 - fractionBits);
        var isNegative = (uint)(bits >> (fractionBits + ExponentBits<TFormat>()) & 1) != 0;
        if (biased == specialExponent)
        {
            var kind = fraction == default ? UnpackedKind.Infinity
                : (long)(ulong)(fraction >> 64) < 0 ? UnpackedKind.QuietNaN : UnpackedKind.SignalingNaN;
            return new Unpacked(kind, isNegative, 0, fraction);
        }

        if (biased != 0)
        {
            var exponent = biased - TFormat.StoredMaximumExponent;
            return new Unpacked(UnpackedKind.Finite, isNegative, exponent, Bits.Top | (fraction >> 1));
        }

        if (fraction == default)
            return new Unpacked(UnpackedKind.Zero, isNegative, 0, default);

        var shift = Bits.LeadingZeros(fraction);
        return new Unpacked(UnpackedKind.Finite, isNegative, -TFormat.StoredMaximumExponent - shift, fraction << shift);
    }

    /// <summary>The bits of infinity or zero.</summary>
    public static UInt128 Pack<TFormat>(UnpackedKind kind, bool isNegative)
        where TFormat : IBinaryFormat =>
        kind == UnpackedKind.Infinity
            ? Assemble<TFormat>(isNegative, (TFormat.StoredMaximumExponent * 2) + 1, default)
            : Assemble<TFormat>(isNegative, 0, default);

    /// <summary>The bits of a NaN as a result: quiet, and with as much of the fraction as the precision of results has.</summary>
    public UInt128 PackNaN<TFormat>()
        where TFormat : IBinaryFormat
    {
        var kept = (Significand | Bits.Top) & (UInt128.MaxValue << (129 - TFormat.Precision));
        return Assemble<TFormat>(IsNegative, (TFormat.StoredMaximumExponent * 2) + 1, kept >> (129 - TFormat.StoredPrecision));
    }

    /// <summary>The NaN that an invalid operation has as its result.</summary>
    public static UInt128 DefaultNaN<TFormat>()
        where TFormat : IBinaryFormat =>
        Assemble<TFormat>(false, (TFormat.StoredMaximumExponent * 2) + 1, UInt128.One << (TFormat.StoredPrecision - 2));

    /// <summary>Puts the fields of a stored value together. An exponent that its field cannot hold wraps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UInt128 Assemble<TFormat>(bool isNegative, int biasedExponent, UInt128 fraction)
        where TFormat : IBinaryFormat
    {
        var fractionBits = TFormat.StoredPrecision - 1;
        var exponentField = (TFormat.StoredMaximumExponent * 2) + 1;
        var sign = isNegative ? UInt128.One << (fractionBits + ExponentBits<TFormat>()) : default;
        return sign | ((UInt128)(uint)(biasedExponent & exponentField) << fractionBits) | fraction;
    }

    /// <summary>The width of the exponent that is stored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ExponentBits<TFormat>()
        where TFormat : IBinaryFormat =>
        32 - int.LeadingZeroCount(TFormat.StoredMaximumExponent * 2);
}
