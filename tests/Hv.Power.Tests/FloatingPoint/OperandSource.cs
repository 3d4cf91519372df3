namespace Hv.Power.Tests.FloatingPoint;

/// <summary>
/// Random operands of which many are special: zeros, infinities, NaNs, denormals, the ends of the range, powers of two and what
/// lies beside them, few bits, and exponents near to that of the operand before.
/// </summary>
internal sealed class OperandSource(int seed)
{
    private readonly Random _random = new(seed);
    private int _exponent;

    /// <summary>A random FPSCR: all rounding modes, enables in one of four, any result of an operation before.</summary>
    public uint NextFpscr()
    {
        const uint Sticky = 0xFFF8_0700 & ~0x6000_0000u;
        var value = (uint)_random.Next(4);
        if (_random.Next(4) == 0)
            value |= (uint)_random.Next(32) << 3;
        if (_random.Next(2) == 0)
            value |= NextWord() & 0x0007_F000;
        if (_random.Next(4) == 0)
            value |= NextWord() & NextWord() & Sticky;
        return value;
    }

    public uint NextWord() => (uint)_random.NextInt64(1L << 32);

    public int Next(int bound) => _random.Next(bound);

    public UInt128 NextBits() => new((ulong)_random.NextInt64() << 1 ^ NextWord(), (ulong)_random.NextInt64() << 1 ^ NextWord());

    /// <summary>An integer: near a power of two, small, or any.</summary>
    public UInt128 NextInteger(int width)
    {
        var mask = UInt128.MaxValue >> (128 - width);
        return _random.Next(4) switch
        {
            0 => ((UInt128.One << _random.Next(width)) + (UInt128)(uint)_random.Next(5) - 2) & mask,
            1 => (UInt128)(uint)_random.Next(4) & mask,
            2 => (NextBits() >> _random.Next(128)) & mask,
            _ => NextBits() & mask,
        };
    }

    /// <summary>A value of a format, as it is stored; with no more bits than a single if that is what results are.</summary>
    public UInt128 Next(ReferenceFormat format)
    {
        var isNarrow = format.Precision < format.StoredPrecision;
        var fraction = NextFraction(format.FractionBits);
        if (isNarrow && _random.Next(8) != 0)
            fraction &= UInt128.MaxValue << (format.StoredPrecision - format.Precision);

        var exponent = NextExponent(format, isNarrow && _random.Next(8) != 0);
        if (exponent == 0 && isNarrow && _random.Next(2) == 0)
            fraction = UInt128.Zero;
        var sign = (UInt128)(uint)_random.Next(2) << (format.Width - 1);
        return sign | ((UInt128)(uint)exponent << format.FractionBits) | fraction;
    }

    private int NextExponent(ReferenceFormat format, bool isNarrow)
    {
        var bias = format.StoredMaximumExponent;
        var range = isNarrow ? format.MaximumExponent : bias;
        var exponent = _random.Next(16) switch
        {
            0 => 0,
            1 => format.SpecialExponent,
            2 => bias + range - _random.Next(3),
            3 => bias - range + 1 + _random.Next(3),
            4 => bias + _random.Next(-3, 4),
            5 => bias + _random.Next(format.Precision + 8),
            6 => bias - format.Precision - _random.Next(12),
            7 => isNarrow ? bias - range - _random.Next(format.Precision) : bias + _random.Next(130),
            8 or 9 or 10 or 11 => _exponent + _random.Next(-3, 4),
            12 => _exponent + _random.Next(-format.Precision - 3, format.Precision + 4),
            13 => (2 * bias) - _exponent + _random.Next(-3, 4),
            _ => bias + _random.Next(-range + 1, range + 1),
        };
        exponent = Math.Clamp(exponent, 0, format.SpecialExponent);
        if (exponent != format.SpecialExponent)
            _exponent = exponent;
        return exponent;
    }

    private UInt128 NextFraction(int bits)
    {
        var mask = UInt128.MaxValue >> (128 - bits);
        var any = NextBits();
        return _random.Next(10) switch
        {
            0 => UInt128.Zero,
            1 => mask,
            2 => (UInt128.One << _random.Next(bits)) & mask,
            3 => (mask << _random.Next(bits)) & mask,
            4 => mask >> _random.Next(bits),
            5 => any & NextBits() & NextBits() & mask,
            6 => (any << _random.Next(bits)) & mask,
            7 => ((UInt128.One << (bits - 1)) | (UInt128.One << _random.Next(bits))) & mask,
            _ => any & mask,
        };
    }
}
