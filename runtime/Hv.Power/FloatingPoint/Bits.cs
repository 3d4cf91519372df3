using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hv.Power.FloatingPoint;

/// <summary>
/// What significands need beyond <see cref="UInt128"/>: 256-bit products and quotients, shifts that lose nothing.
/// </summary>
internal static class Bits
{
    /// <summary>The most significant bit.</summary>
    public static UInt128 Top => new(1UL << 63, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LeadingZeros(UInt128 value)
    {
        var high = (ulong)(value >> 64);
        return high != 0 ? BitOperations.LeadingZeroCount(high) : 64 + BitOperations.LeadingZeroCount((ulong)value);
    }

    /// <summary>Shifts right; the lowest bit becomes 1 if a 1 was shifted out, however far.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UInt128 ShiftRightSticky(UInt128 value, int count) => count switch
    {
        0 => value,
        < 128 => (value >> count) | Sticky(value << (128 - count)),
        _ => Sticky(value),
    };

    /// <summary>The same for 256 bits.</summary>
    public static (UInt128 High, UInt128 Low) ShiftRightSticky(UInt128 high, UInt128 low, int count) => count switch
    {
        0 => (high, low),
        < 128 => (high >> count, (high << (128 - count)) | (low >> count) | Sticky(low << (128 - count))),
        128 => (default, high | Sticky(low)),
        _ => (default, ShiftRightSticky(high, count - 128) | Sticky(low)),
    };

    /// <summary>1 unless the value is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UInt128 Sticky(UInt128 value) => value == default ? default : UInt128.One;

    /// <summary>All 256 bits of a product.</summary>
    public static UInt128 Multiply(UInt128 left, UInt128 right, out UInt128 low)
    {
        ulong leftHigh = (ulong)(left >> 64), leftLow = (ulong)left, rightHigh = (ulong)(right >> 64), rightLow = (ulong)right;
        var lowest = Product(leftLow, rightLow);
        var firstMiddle = Product(leftHigh, rightLow) + (lowest >> 64);
        var secondMiddle = Product(leftLow, rightHigh) + (ulong)firstMiddle;
        low = (secondMiddle << 64) | (ulong)lowest;
        return Product(leftHigh, rightHigh) + (firstMiddle >> 64) + (secondMiddle >> 64);
    }

    /// <summary>
    /// The next 64 bits of a quotient: <paramref name="remainder"/> · 2^64 / <paramref name="divisor"/>; and what remains.
    /// </summary>
    /// <param name="remainder">Less than the divisor.</param>
    /// <param name="divisor">With its top bit set.</param>
    public static ulong DivideDigit(ref UInt128 remainder, UInt128 divisor)
    {
        ulong divisorHigh = (ulong)(divisor >> 64), divisorLow = (ulong)divisor;
        ulong digit;
        UInt128 rest;
        if ((ulong)(remainder >> 64) >= divisorHigh)
        {
            digit = ulong.MaxValue;
            rest = remainder - Product(digit, divisorHigh);
        }
        else
        {
            digit = (ulong)(remainder / divisorHigh);
            rest = remainder - Product(digit, divisorHigh);
        }

        // Knuth, algorithm D: the digit is at most two too large.
        var subtrahend = Product(digit, divisorLow);
        while ((ulong)(rest >> 64) == 0 && subtrahend > rest << 64)
        {
            digit--;
            rest += divisorHigh;
            subtrahend -= divisorLow;
        }

        remainder = (rest << 64) - subtrahend;
        return digit;
    }

    /// <summary>
    /// The square root of <paramref name="radicand"/> · 2^-126, of which two bits stand before the point: the first bits of it,
    /// of which one stands before the point.
    /// </summary>
    /// <param name="radicand">With one of the two top bits set.</param>
    /// <param name="count">How many: at most 120, so that no remainder overflows.</param>
    /// <param name="isExact">Whether nothing remains.</param>
    public static UInt128 SquareRoot(UInt128 radicand, int count, out bool isExact)
    {
        UInt128 root = default, remainder = default;
        for (var index = 0; index < count; index++)
        {
            remainder = (remainder << 2) | (radicand >> 126);
            radicand <<= 2;
            var trial = (root << 2) | UInt128.One;
            root <<= 1;
            if (remainder >= trial)
            {
                remainder -= trial;
                root |= UInt128.One;
            }
        }

        isExact = (remainder | radicand) == default;
        return root;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static UInt128 Product(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return new UInt128(high, low);
    }
}
