namespace Hv.Power.Tests.Translation;

/// <summary>
/// Bits as the ISA writes them: numbered from the left, from 0. The reference walks are written with these alone, so that they
/// share no mask and no shift with what they check.
/// </summary>
internal static class BitText
{
    /// <summary>The 64 bits of a number as text.</summary>
    public static string Of(ulong value) => Convert.ToString((long)value, 2).PadLeft(64, '0');

    /// <summary>Bits from one to another one, both included.</summary>
    public static string Part(string bits, int from, int to) => bits[from..(to + 1)];

    /// <summary>The number that bits are.</summary>
    public static ulong Number(string bits) => bits.Length == 0 ? 0 : Convert.ToUInt64(bits, 2);

    /// <summary>The bits of a number, in a field of some width.</summary>
    public static string Field(ulong value, int width) => Of(value)[(64 - width)..];

    /// <summary>Exclusive or, of bits aligned at the right.</summary>
    public static string Xor(params string[] values)
    {
        var width = values.Max(value => value.Length);
        return string.Concat(Enumerable.Range(0, width).Select(index =>
            values.Count(value => value.PadLeft(width, '0')[index] == '1') % 2 == 1 ? '1' : '0'));
    }

    /// <summary>Complement.</summary>
    public static string Not(string bits) => string.Concat(bits.Select(bit => bit == '1' ? '0' : '1'));
}
