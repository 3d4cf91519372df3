using System.Text;

namespace Hv.Runtime.Monitors.Qtest;

/// <summary>The words of a command line: what single blanks divide. Words beyond those that a command reads mean nothing.</summary>
/// <param name="line">The line, without its end.</param>
internal readonly ref struct QtestWords(ReadOnlySpan<byte> line)
{
    /// <summary>How much of a word an error quotes; no command is as long.</summary>
    private const int Quoted = 64;

    /// <summary>The longest word that is a name or a path.</summary>
    private const int LongestText = 4096;

    private readonly ReadOnlySpan<byte> _line = line;

    /// <summary>The command.</summary>
    public string Command => TryGet(0, out var word) && word.Length <= Quoted ? Text(word) : "";

    /// <summary>Whether there is a word of this number; the command itself has 0.</summary>
    public bool Has(int index) => TryGet(index, out _);

    /// <summary>A word.</summary>
    /// <exception cref="QtestException">The line is too short.</exception>
    public ReadOnlySpan<byte> Word(int index) =>
        TryGet(index, out var word) ? word : throw new QtestException($"ERR {Command}: argument {index} is missing");

    /// <summary>A word as text.</summary>
    /// <exception cref="QtestException">The line is too short.</exception>
    public string String(int index)
    {
        var word = Word(index);
        return word.Length <= LongestText
            ? Text(word)
            : throw new QtestException($"ERR {Command}: argument {index} is longer than {LongestText} bytes");
    }

    /// <summary>A word as a number.</summary>
    /// <exception cref="QtestException">The line is too short, or the word is no number of 64 bits.</exception>
    public ulong Number(int index)
    {
        var word = Word(index);
        return CNumber.TryParse(word, out var value)
            ? value
            : throw new QtestException($"ERR {Command}: argument {index} is not a number: '{Quote(word)}'");
    }

    /// <summary>A word as a number of bytes.</summary>
    /// <param name="index">Which word.</param>
    /// <param name="minimum">How many it must be at least.</param>
    /// <param name="maximum">How many it may be.</param>
    /// <exception cref="QtestException">The line is too short, or the word is no number of this range.</exception>
    public ulong Length(int index, ulong minimum, ulong maximum)
    {
        var length = Number(index);
        return length >= minimum && length <= maximum
            ? length
            : throw new QtestException($"ERR {Command}: argument {index} must be {minimum} to {maximum} bytes, not {length}");
    }

    /// <summary>A word as an error quotes it: printable, and not longer than a line should be.</summary>
    public static string Quote(ReadOnlySpan<byte> word)
    {
        var text = new StringBuilder();
        foreach (var character in Text(word[..Math.Min(word.Length, Quoted)]))
            text.Append(char.IsControl(character) ? '\uFFFD' : character);

        return word.Length > Quoted ? text.Append('…').ToString() : text.ToString();
    }

    private static string Text(ReadOnlySpan<byte> word) => Encoding.UTF8.GetString(word);

    private bool TryGet(int index, out ReadOnlySpan<byte> word)
    {
        var rest = _line;
        for (var number = 0; ; number++)
        {
            var blank = rest.IndexOf((byte)' ');
            if (number == index)
            {
                word = blank < 0 ? rest : rest[..blank];

                // A blank at the end of the line begins no word.
                return index == 0 || !word.IsEmpty || blank >= 0;
            }

            if (blank < 0)
            {
                word = default;
                return false;
            }

            rest = rest[(blank + 1)..];
        }
    }
}
