namespace Hv.Power.Instructions;

/// <summary>
/// Densely packed decimal: three digits in ten bits (Power ISA, Book I, appendix B). Bits of a digit are named a (8) to d (1) for the
/// first, e to h for the second, i, j, k, m for the third; those of a declet p to y.
/// </summary>
internal static class DenselyPacked
{
    /// <summary>The declet of three digits of four bits each. Digits above 9 give what the equations of the ISA give.</summary>
    public static uint FromDecimal(uint digits)
    {
        bool Bit(int number) => ((digits >> (11 - number)) & 1) != 0;
        var (a, b, c, d) = (Bit(0), Bit(1), Bit(2), Bit(3));
        var (e, f, g, h) = (Bit(4), Bit(5), Bit(6), Bit(7));
        var (i, j, k, m) = (Bit(8), Bit(9), Bit(10), Bit(11));
        return Pack(
        [
            (f & a & i & !e) | (j & a & !i) | (b & !a),
            (g & a & i & !e) | (k & a & !i) | (c & !a),
            d,
            (j & !a & e & !i) | (f & !i & !e) | (f & !a & !e) | (e & i),
            (k & !a & e & !i) | (g & !i & !e) | (g & !a & !e) | (a & i),
            h,
            a | e | i,
            (!e & j & !i) | (e & i) | a,
            (!a & k & !i) | (a & i) | e,
            m,
        ]);
    }

    /// <summary>The three digits of a declet.</summary>
    public static uint ToDecimal(uint declet)
    {
        bool Bit(int number) => ((declet >> (9 - number)) & 1) != 0;
        var (p, q, r, s, t) = (Bit(0), Bit(1), Bit(2), Bit(3), Bit(4));
        var (u, v, w, x, y) = (Bit(5), Bit(6), Bit(7), Bit(8), Bit(9));
        return Pack(
        [
            (!s & v & w) | (t & v & w & s) | (v & w & !x),
            (p & s & x & !t) | (p & !w) | (p & !v),
            (q & s & x & !t) | (q & !w) | (q & !v),
            r,
            (v & !w & x) | (s & v & w & x) | (!t & v & x & w),
            (p & t & v & w & x & !s) | (s & !x & v) | (s & !v),
            (q & t & w & v & x & !s) | (t & !x & v) | (t & !v),
            u,
            (t & v & w & x) | (s & v & w & x) | (v & !w & !x),
            (p & !s & !t & w & v) | (s & v & !w & x) | (p & w & !x & v) | (w & !v),
            (q & !s & !t & v & w) | (t & v & !w & x) | (q & v & w & !x) | (x & !v),
            y,
        ]);
    }

    private static uint Pack(ReadOnlySpan<bool> bits)
    {
        var value = 0u;
        foreach (var bit in bits)
            value = (value << 1) | (bit ? 1u : 0u);

        return value;
    }
}
