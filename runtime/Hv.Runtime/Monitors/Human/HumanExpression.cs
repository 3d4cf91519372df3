using System.Text;

namespace Hv.Runtime.Monitors.Human;

/// <summary>Computes expressions of 64-bit integers: <c>+ - * / % &amp; | ^ ~</c> and parentheses, with C's numbers.</summary>
internal sealed class HumanExpression
{
    /// <summary>How deep parentheses nest at most.</summary>
    private const int MaximumDepth = 64;

    private readonly string _text;
    private int _next;
    private int _depth;

    private HumanExpression(string text) => _text = text;

    /// <summary>Computes an expression.</summary>
    /// <exception cref="MonitorException">It is none.</exception>
    public static ulong Evaluate(string text)
    {
        var expression = new HumanExpression(text);
        var value = expression.ParseLogic();
        return expression._next == text.Length
            ? value
            : throw new MonitorException($"invalid char '{text[expression._next]}' in expression");
    }

    private ulong ParseLogic()
    {
        var value = ParseSum();
        while (Peek() is var sign and ('&' or '|' or '^'))
        {
            _next++;
            var right = ParseSum();
            value = sign == '&' ? value & right : sign == '|' ? value | right : value ^ right;
        }

        return value;
    }

    private ulong ParseSum()
    {
        var value = ParseProduct();
        while (Peek() is var sign and ('+' or '-'))
        {
            _next++;
            var right = ParseProduct();
            value = unchecked(sign == '+' ? value + right : value - right);
        }

        return value;
    }

    private ulong ParseProduct()
    {
        var value = ParseUnary();
        while (Peek() is var sign and ('*' or '/' or '%'))
        {
            _next++;
            var right = ParseUnary();
            if (sign != '*' && right == 0)
                throw new MonitorException("division by zero");

            value = sign == '*' ? unchecked(value * right) : sign == '/' ? value / right : value % right;
        }

        return value;
    }

    private ulong ParseUnary()
    {
        if (++_depth > MaximumDepth)
            throw new MonitorException("the expression nests too deep");

        try
        {
            switch (Peek())
            {
                case '+':
                    _next++;
                    return ParseUnary();
                case '-':
                    _next++;
                    return unchecked(0 - ParseUnary());
                case '~':
                    _next++;
                    return ~ParseUnary();
                case '(':
                    _next++;
                    var value = ParseLogic();
                    if (Peek() != ')')
                        throw new MonitorException("')' expected");

                    _next++;
                    return value;
                case '$':
                    // Processors have no registers here yet.
                    throw new MonitorException("unknown register");
                case '\0':
                    throw new MonitorException("unexpected end of expression");
                default:
                    return ParseNumber();
            }
        }
        finally
        {
            _depth--;
        }
    }

    private ulong ParseNumber()
    {
        var start = _next;
        while (_next < _text.Length && char.IsAsciiLetterOrDigit(_text[_next]))
            _next++;

        if (_next == start)
            throw new MonitorException($"invalid char '{_text[_next]}' in expression");

        var digits = Encoding.ASCII.GetBytes(_text[start.._next]);
        return CNumber.TryParse(digits, out var number)
            ? number
            : throw new MonitorException($"invalid number '{_text[start.._next]}' in expression");
    }

    private char Peek()
    {
        while (_next < _text.Length && char.IsWhiteSpace(_text[_next]))
            _next++;

        return _next < _text.Length ? _text[_next] : '\0';
    }
}
