namespace Hv.Runtime.Monitors;

/// <summary>Reads numbers as C does: decimal, hexadecimal after <c>0x</c>, octal after <c>0</c>, with a sign.</summary>
internal static class CNumber
{
    /// <summary>Reads a number of 64 bits; a negative one wraps.</summary>
    /// <returns><see langword="false"/> when not all of the word is a number, or it does not fit.</returns>
    public static bool TryParse(ReadOnlySpan<byte> word, out ulong value)
    {
        value = 0;
        var isNegative = word is [(byte)'-', ..];
        var digits = word is [(byte)'-' or (byte)'+', ..] ? word[1..] : word;
        var radix = 10u;
        if (digits is [(byte)'0', (byte)'x' or (byte)'X', _, ..])
        {
            radix = 16;
            digits = digits[2..];
        }
        else if (digits is [(byte)'0', _, ..])
        {
            radix = 8;
        }

        if (digits.IsEmpty)
            return false;

        foreach (var character in digits)
        {
            var digit = Digit(character);
            if (digit >= radix || UInt128.CreateChecked(value) * radix + digit > ulong.MaxValue)
                return false;

            value = (value * radix) + digit;
        }

        value = isNegative ? unchecked(0 - value) : value;
        return true;
    }

    private static uint Digit(byte character) => character switch
    {
        >= (byte)'0' and <= (byte)'9' => character - (uint)'0',
        >= (byte)'a' and <= (byte)'f' => character - (uint)'a' + 10,
        >= (byte)'A' and <= (byte)'F' => character - (uint)'A' + 10,
        _ => uint.MaxValue,
    };
}
