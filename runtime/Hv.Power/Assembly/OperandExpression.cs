using System.Globalization;

namespace Hv.Power.Assembly;

/// <summary>
/// Expressions of the assembler: numbers, names, <c>.</c> for the address, the operators of C with its precedence for
/// <c>+ - * / &lt;&lt; &gt;&gt; &amp; |</c>, parentheses, and the parts of an address <c>@l @h @ha @higher @highest</c> behind a name.
/// </summary>
internal ref struct OperandExpression
{
    private const int DeepestNesting = 64;
    private static readonly string[][] Operators = [["|"], ["&"], ["<<", ">>"], ["+", "-"], ["*", "/"]];

    private readonly Func<string, long?> _resolve;
    private ReadOnlySpan<char> _text;
    private int _depth;

    private OperandExpression(ReadOnlySpan<char> text, Func<string, long?> resolve)
    {
        _text = text;
        _resolve = resolve;
    }

    /// <summary>The value of an expression.</summary>
    /// <exception cref="FormatException">It is none, or a name is unknown.</exception>
    public static long Evaluate(ReadOnlySpan<char> text, Func<string, long?> resolve)
    {
        var expression = new OperandExpression(text, resolve);
        var value = expression.Binary(0);
        expression.SkipBlanks();
        return expression._text.IsEmpty ? value : throw new FormatException($"'{expression._text}' is not expected in '{text}'");
    }

    private long Binary(int level)
    {
        if (level == Operators.Length)
            return Unary();

        var value = Binary(level + 1);
        while (TakeOperator(Operators[level]) is { } found)
        {
            var right = Binary(level + 1);
            value = found switch
            {
                "|" => value | right,
                "&" => value & right,
                "<<" => value << (int)right,
                ">>" => value >> (int)right,
                "+" => value + right,
                "-" => value - right,
                "*" => value * right,
                _ => right is 0 or -1 ? throw new FormatException("a divisor is not 0 or -1") : value / right,
            };
        }

        return value;
    }

    private string? TakeOperator(string[] candidates)
    {
        SkipBlanks();
        foreach (var candidate in candidates)
        {
            if (_text.StartsWith(candidate, StringComparison.Ordinal))
            {
                _text = _text[candidate.Length..];
                return candidate;
            }
        }

        return null;
    }

    private long Unary()
    {
        SkipBlanks();
        if (_text.IsEmpty)
            throw new FormatException("an operand is missing");

        if (++_depth > DeepestNesting)
            throw new FormatException($"an expression is nested more than {DeepestNesting} deep");

        var first = _text[0];
        long value;
        if (first is '-' or '~' or '+')
        {
            _text = _text[1..];
            value = Unary();
            value = first == '-' ? -value : first == '~' ? ~value : value;
        }
        else if (first == '(')
        {
            _text = _text[1..];
            value = Binary(0);
            SkipBlanks();
            if (_text.IsEmpty || _text[0] != ')')
                throw new FormatException("a parenthesis is not closed");

            _text = _text[1..];
        }
        else
        {
            value = char.IsAsciiDigit(first) ? Number() : Named();
        }

        _depth--;
        return value;
    }

    private long Number()
    {
        var text = Take(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_').ToString().Replace("_", "", StringComparison.Ordinal);
        var isHexadecimal = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (isHexadecimal && ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            return (long)value;

        return !isHexadecimal && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
            ? (long)value
            : throw new FormatException($"'{text}' is no number of 64 bits");
    }

    private long Named()
    {
        var name = Take(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '$').ToString();
        if (name.Length == 0)
            throw new FormatException($"'{_text}' is not expected");

        var value = _resolve(name) ?? throw new FormatException($"'{name}' is not defined");
        if (_text.IsEmpty || _text[0] != '@')
            return value;

        _text = _text[1..];
        var part = Take(char.IsAsciiLetter).ToString();
        return part switch
        {
            "l" => (short)value,
            "h" => (short)(value >> 16),
            "ha" => (short)((value + 0x8000) >> 16),
            "higher" => (short)(value >> 32),
            "highest" => (short)(value >> 48),
            _ => throw new FormatException($"'@{part}' is none of @l, @h, @ha, @higher, @highest"),
        };
    }

    private ReadOnlySpan<char> Take(Func<char, bool> belongs)
    {
        var length = 0;
        while (length < _text.Length && belongs(_text[length]))
            length++;

        var taken = _text[..length];
        _text = _text[length..];
        return taken;
    }

    private void SkipBlanks() => _text = _text.TrimStart();
}
