using System.Globalization;

namespace Hv.Runtime.Monitors.Human;

/// <summary>How a command shows numbers: <c>/16xw</c> is 16 units of a word each, in hexadecimal.</summary>
/// <param name="Count">How many units.</param>
/// <param name="Letter">The notation: x, d, u, o, c, or i for instructions.</param>
/// <param name="Width">The bytes of a unit: 1, 2, 4 or 8.</param>
internal readonly record struct HumanFormat(int Count, char Letter, int Width)
{
    /// <summary>Reads a format, without its slash.</summary>
    /// <exception cref="MonitorException">A letter means nothing.</exception>
    public static HumanFormat Parse(string text, char defaultLetter, int defaultWidth)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        var count = digits == 0 ? 1
            : int.TryParse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : int.MaxValue;
        var (letter, width) = (defaultLetter, 0);
        foreach (var character in text[digits..])
        {
            switch (character)
            {
                case 'x' or 'd' or 'u' or 'o' or 'c' or 'i':
                    letter = character;
                    break;
                case 'b':
                    width = 1;
                    break;
                case 'h':
                    width = 2;
                    break;
                case 'w':
                    width = 4;
                    break;
                case 'g' or 'L':
                    width = 8;
                    break;
                default:
                    throw new MonitorException($"invalid char in format: '{character}'");
            }
        }

        return new HumanFormat(count, letter, width != 0 ? width : letter == 'c' ? 1 : defaultWidth);
    }

    /// <summary>A unit, as wide as all of its kind.</summary>
    public string Show(ulong value) => Letter switch
    {
        'x' => "0x" + value.ToString($"x{2 * Width}", CultureInfo.InvariantCulture),
        'o' => "0" + Convert.ToString(unchecked((long)value), 8),
        'u' => value.ToString(CultureInfo.InvariantCulture),
        'c' => Character(value),
        _ => Signed(value).ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>A value by itself.</summary>
    public string ShowPlain(ulong value) => Letter switch
    {
        'x' => "0x" + value.ToString("x", CultureInfo.InvariantCulture),
        'i' => throw new MonitorException("there is no disassembler yet"),
        _ => Show(value),
    };

    private long Signed(ulong value)
    {
        var shift = 64 - (8 * Width);
        return unchecked((long)(value << shift)) >> shift;
    }

    private static string Character(ulong value) => (char)(byte)value switch
    {
        '\n' => "'\\n'",
        '\r' => "'\\r'",
        '\t' => "'\\t'",
        '\'' => "'\\''",
        '\\' => "'\\\\'",
        >= ' ' and < '\x7F' and var character => $"'{character}'",
        var other => $"'\\x{(int)other:x2}'",
    };
}
