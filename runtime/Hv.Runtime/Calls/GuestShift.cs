namespace Hv.Runtime.Calls;

/// <summary>
/// Shifts by counts that a guest chose. C#'s own operators take the count modulo the width, so that 2^76 comes out as 2^12;
/// these give what arithmetic does.
/// </summary>
public static class GuestShift
{
    /// <summary><paramref name="value"/> × 2^<paramref name="count"/>, modulo 2^64: 0 for counts of 64 and more.</summary>
    public static ulong Left(ulong value, uint count) => count < 64 ? value << (int)count : 0;

    /// <summary><paramref name="value"/> ÷ 2^<paramref name="count"/>, rounded down: 0 for counts of 64 and more.</summary>
    public static ulong Right(ulong value, uint count) => count < 64 ? value >> (int)count : 0;

    /// <summary>2^<paramref name="count"/>.</summary>
    /// <returns><see langword="false"/> when it does not fit 64 bits.</returns>
    public static bool TryPowerOfTwo(uint count, out ulong value)
    {
        value = Left(1, count);
        return value != 0;
    }
}
