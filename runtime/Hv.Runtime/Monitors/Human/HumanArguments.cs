using System.Text;

namespace Hv.Runtime.Monitors.Human;

/// <summary>What comes after a command's name: words with blanks between, those with blanks in double quotes.</summary>
internal sealed class HumanArguments
{
    private readonly string _command;
    private readonly List<string> _words;

    /// <summary>Divides the rest of a line.</summary>
    /// <exception cref="MonitorException">A quote is not closed.</exception>
    public HumanArguments(string command, string rest)
    {
        _command = command;
        Rest = rest.Trim();
        _words = Split(Rest);
    }

    /// <summary>All of it, as it was typed.</summary>
    public string Rest { get; }

    /// <summary>How many words there are.</summary>
    public int Count => _words.Count;

    /// <summary>A word, or <see langword="null"/> when there are not so many.</summary>
    public string? Optional(int index) => index < _words.Count ? _words[index] : null;

    /// <summary>A word.</summary>
    /// <exception cref="MonitorException">There are not so many.</exception>
    public string Required(int index, string what) => Optional(index) ?? throw new MonitorException($"{_command}: {what} expected");

    /// <summary>The value of an expression in a word.</summary>
    /// <exception cref="MonitorException">There is none, or it is none.</exception>
    public ulong Number(int index, string what) => HumanExpression.Evaluate(Required(index, what));

    /// <summary>Takes out the format that a first word <c>/FMT</c> gives.</summary>
    /// <returns>The format without its slash, or empty.</returns>
    public string TakeFormat()
    {
        if (_words is not [['/', .. var format], ..])
            return "";

        _words.RemoveAt(0);
        return format;
    }

    /// <summary>The words from one on, with blanks between.</summary>
    public string From(int index) => string.Join(' ', _words.Skip(index));

    private List<string> Split(string text)
    {
        var words = new List<string>();
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsWhiteSpace(text[index]))
                continue;

            var word = new StringBuilder();
            var isQuoted = text[index] == '"';
            if (isQuoted)
                index++;

            for (; index < text.Length && (isQuoted ? text[index] != '"' : !char.IsWhiteSpace(text[index])); index++)
            {
                if (isQuoted && text[index] == '\\' && index + 1 < text.Length)
                    index++;

                word.Append(text[index]);
            }

            if (isQuoted && index >= text.Length)
                throw new MonitorException($"{_command}: unterminated string");

            words.Add(word.ToString());
        }

        return words;
    }
}
