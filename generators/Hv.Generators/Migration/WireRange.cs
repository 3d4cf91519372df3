using System.Globalization;

namespace Hv.Generators.Migration;

/// <summary>Which numbers an integer type of a stream holds.</summary>
internal static class WireRange
{
    /// <summary>Whether the type, by its keyword, holds the number.</summary>
    public static bool Holds(string type, string number)
    {
        var value = decimal.Parse(number, CultureInfo.InvariantCulture);
        (decimal Minimum, decimal Maximum) range = type switch
        {
            "byte" => (byte.MinValue, byte.MaxValue),
            "sbyte" => (sbyte.MinValue, sbyte.MaxValue),
            "ushort" => (ushort.MinValue, ushort.MaxValue),
            "short" => (short.MinValue, short.MaxValue),
            "uint" => (uint.MinValue, uint.MaxValue),
            "int" => (int.MinValue, int.MaxValue),
            "ulong" => (ulong.MinValue, ulong.MaxValue),
            _ => (long.MinValue, long.MaxValue),
        };
        return value >= range.Minimum && value <= range.Maximum;
    }
}
