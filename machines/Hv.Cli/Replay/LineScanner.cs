using System.Buffers;
using System.Globalization;
using System.Text;

namespace Hv.Cli.Replay;

/// <summary>Takes a line of a recording apart into words between blanks, and says where and how one of them is wrong.</summary>
internal ref struct LineScanner
{
    /// <summary>The longest name of a call, a function or a device-tree property that is read.</summary>
    public const int MaximumNameLength = 256;

    private const int MaximumFoundLength = 40;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private readonly string _source;
    private readonly long _line;
    private readonly ReadOnlySpan<char> _text;
    private int _position;

    /// <summary>Makes a scanner of a line, at <paramref name="position"/> characters from its begin.</summary>
    public LineScanner(string source, long line, ReadOnlySpan<char> text, int position = 0)
    {
        _source = source;
        _line = line;
        _text = text;
        _position = position;
        Column = position + 1;
    }

    /// <summary>The column of the word read last, from 1; past the end of the line when there was none.</summary>
    public int Column { get; private set; }

    /// <summary>Reads the next word; an empty one at the end of the line.</summary>
    public ReadOnlySpan<char> ReadWord()
    {
        while (_position < _text.Length && _text[_position] is ' ' or '\t')
            _position++;

        var start = _position;
        while (_position < _text.Length && _text[_position] is not (' ' or '\t'))
            _position++;

        Column = start + 1;
        return _text[start.._position];
    }

    /// <summary>Reads a name: printable ASCII.</summary>
    public string ReadName(string what)
    {
        var word = ReadWord();
        if (word is { Length: > 0 and <= MaximumNameLength } and not "|" && !word.ContainsAnyExceptInRange('!', '~'))
            return word.ToString();

        throw Expected($"{what} of at most {MaximumNameLength} printable ASCII characters", word);
    }

    /// <summary>Reads a token: one to eight hexadecimal digits.</summary>
    public uint ReadToken()
    {
        var word = ReadWord();
        return TryParseHex(word, minimumDigits: 1, out var token)
            ? token
            : throw Expected("a token of 1 to 8 hexadecimal digits", word);
    }

    /// <summary>Reads a decimal count.</summary>
    public int ReadCount(string what, int maximum)
    {
        var word = ReadWord();
        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= maximum
            ? count
            : throw Expected($"{what}, 0 to {maximum}", word);
    }

    /// <summary>Reads <paramref name="count"/> words of eight hexadecimal digits each.</summary>
    public uint[] ReadWords(string what, int count)
    {
        var words = new uint[count];
        for (var index = 0; index < count; index++)
        {
            var word = ReadWord();
            if (!TryParseHex(word, minimumDigits: 8, out words[index]))
                throw Expected($"{what} {index + 1} of {count} as 8 hexadecimal digits", word);
        }

        return words;
    }

    /// <summary>Reads bytes, two hexadecimal digits each; none at the end of the line.</summary>
    public byte[] ReadBytes()
    {
        var word = ReadWord();
        var strange = word.IndexOfAnyExcept(HexDigits);
        if (strange >= 0)
        {
            Column += strange;
            throw Expected("a hexadecimal digit", word[strange..]);
        }

        if (word.Length % 2 != 0)
            throw Expected("an even number of hexadecimal digits", $"{word.Length} of them");

        return Convert.FromHexString(word);
    }

    /// <summary>Reads the <c>|</c> between the parts of a call.</summary>
    public void ReadBar(string after)
    {
        var word = ReadWord();
        if (word is not "|")
            throw Expected($"'|' after {after}", word);
    }

    /// <summary>Reads the end of the line.</summary>
    public void ReadEnd(string after)
    {
        var word = ReadWord();
        if (!word.IsEmpty)
            throw Expected($"the end of the line after {after}", word);
    }

    /// <summary>The exception that says what was expected at the word read last.</summary>
    public readonly RecordingFormatException Expected(string expected, ReadOnlySpan<char> word) =>
        Expected(expected, Describe(word));

    private static bool TryParseHex(ReadOnlySpan<char> word, int minimumDigits, out uint value)
    {
        value = 0;
        return word.Length >= minimumDigits
            && word.Length <= 8
            && uint.TryParse(word, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Shows a word on one line of a terminal whatever is in it: shortened, and without control characters.</summary>
    private static string Describe(ReadOnlySpan<char> word)
    {
        if (word.IsEmpty)
            return "the end of the line";

        var text = new StringBuilder("'");
        foreach (var character in word[..Math.Min(word.Length, MaximumFoundLength)])
        {
            if (character is >= ' ' and <= '~')
                text.Append(character);
            else
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
        }

        return text.Append(word.Length > MaximumFoundLength ? "…'" : "'").ToString();
    }

    private readonly RecordingFormatException Expected(string expected, string found) => new(_source, _line, Column, expected, found);
}
