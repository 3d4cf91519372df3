using System.Buffers;

namespace Hv.Runtime.Monitors.Qmp;

/// <summary>
/// Divides what a client sends into tokens of JSON (RFC 8259, and strings in single quotes), byte by byte. After an error it skips
/// what follows up to a control character other than the tab, a byte that UTF-8 never has (0xFE, 0xFF), or a sign of structure.
/// </summary>
/// <param name="maximumLength">The longest token, in bytes.</param>
/// <param name="take">Takes each token; the bytes are valid during the call.</param>
internal sealed class QmpLexer(int maximumLength, Action<QmpTokenKind, ReadOnlySpan<byte>> take)
{
    private const int SmallToken = 4096;

    private ArrayBufferWriter<byte> _token = new();
    private State _state = State.Start;
    private byte _quote;

    private enum State
    {
        Start,
        Recovery,
        Text,
        Escape,
        Keyword,
        Minus,
        Zero,
        Digits,
        Point,
        Fraction,
        Exponent,
        ExponentSign,
        ExponentDigits,
    }

    /// <summary>Takes in what was read.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        for (var index = 0; index < bytes.Length;)
        {
            if (_state == State.Text && TakePlainText(bytes[index..]) is > 0 and var length)
                index += length;
            else if (Step(bytes[index]))
                index++;
        }
    }

    /// <summary>Takes the part of a string that needs no look at each byte.</summary>
    private int TakePlainText(ReadOnlySpan<byte> bytes)
    {
        var room = maximumLength - _token.WrittenCount;
        var length = 0;
        while (length < bytes.Length && length < room && IsText(bytes[length]) && bytes[length] != _quote && bytes[length] != '\\')
            length++;

        _token.Write(bytes[..length]);
        return length;
    }

    /// <returns><see langword="false"/> when the byte ended a token that it is no part of, and is still to be looked at.</returns>
    private bool Step(byte next)
    {
        switch (_state)
        {
            case State.Start:
                Begin(next);
                return true;
            case State.Recovery:
                if (next is (< 0x20 and not (byte)'\t') or >= 0xFE || (char)next is '{' or '}' or '[' or ']' or ':' or ',')
                {
                    _state = State.Start;
                    return false;
                }

                return true;
            case State.Text when next == _quote:
                return Finish(QmpTokenKind.String, next);
            case State.Text:
                return IsText(next) ? Go(next == '\\' ? State.Escape : State.Text, next) : Fail(next);
            case State.Escape:
                return IsText(next) ? Go(State.Text, next) : Fail(next);
            case State.Keyword:
                return char.IsAsciiLetterLower((char)next) ? Go(State.Keyword, next) : Finish(QmpTokenKind.Keyword);
            case State.Minus:
                return next == '0' ? Go(State.Zero, next) : IsDigit(next) ? Go(State.Digits, next) : Fail(next);
            case State.Zero:
                return next == '.' ? Go(State.Point, next) : IsDigit(next) ? Fail(next) : Finish(QmpTokenKind.Integer);
            case State.Digits:
                return IsDigit(next) ? Go(State.Digits, next)
                    : next == '.' ? Go(State.Point, next)
                    : IsExponent(next) ? Go(State.Exponent, next)
                    : Finish(QmpTokenKind.Integer);
            case State.Point:
                return IsDigit(next) ? Go(State.Fraction, next) : Fail(next);
            case State.Fraction:
                return IsDigit(next) ? Go(State.Fraction, next)
                    : IsExponent(next) ? Go(State.Exponent, next)
                    : Finish(QmpTokenKind.Float);
            case State.Exponent:
                return IsDigit(next) ? Go(State.ExponentDigits, next)
                    : next is (byte)'+' or (byte)'-' ? Go(State.ExponentSign, next)
                    : Fail(next);
            case State.ExponentSign:
                return IsDigit(next) ? Go(State.ExponentDigits, next) : Fail(next);
            default:
                return IsDigit(next) ? Go(State.ExponentDigits, next) : Finish(QmpTokenKind.Float);
        }
    }

    private void Begin(byte next)
    {
        switch ((char)next)
        {
            case ' ' or '\t' or '\r' or '\n':
                break;
            case '{':
                Finish(QmpTokenKind.ObjectStart, next);
                break;
            case '}':
                Finish(QmpTokenKind.ObjectEnd, next);
                break;
            case '[':
                Finish(QmpTokenKind.ArrayStart, next);
                break;
            case ']':
                Finish(QmpTokenKind.ArrayEnd, next);
                break;
            case ':':
                Finish(QmpTokenKind.Colon, next);
                break;
            case ',':
                Finish(QmpTokenKind.Comma, next);
                break;
            case '"' or '\'':
                _quote = next;
                Go(State.Text, next);
                break;
            case '-':
                Go(State.Minus, next);
                break;
            case '0':
                Go(State.Zero, next);
                break;
            case >= '1' and <= '9':
                Go(State.Digits, next);
                break;
            case >= 'a' and <= 'z':
                Go(State.Keyword, next);
                break;
            default:
                Fail(next);
                break;
        }
    }

    private bool Go(State state, byte next)
    {
        if (_token.WrittenCount >= maximumLength)
        {
            Emit(QmpTokenKind.TooLong);
            _state = State.Recovery;
            return true;
        }

        Append(next);
        _state = state;
        return true;
    }

    private bool Finish(QmpTokenKind kind, byte last)
    {
        Append(last);
        Emit(kind);
        return true;
    }

    private bool Finish(QmpTokenKind kind)
    {
        Emit(kind);
        return false;
    }

    private bool Fail(byte last)
    {
        Append(last);
        Emit(QmpTokenKind.Error);
        _state = State.Recovery;
        return true;
    }

    private void Append(byte next)
    {
        _token.GetSpan(1)[0] = next;
        _token.Advance(1);
    }

    private void Emit(QmpTokenKind kind)
    {
        _state = State.Start;
        take(kind, _token.WrittenSpan);

        // A long token's memory is not kept for the short ones that follow.
        if (_token.Capacity > SmallToken)
            _token = new ArrayBufferWriter<byte>();
        else
            _token.ResetWrittenCount();
    }

    private static bool IsText(byte next) => next is >= 0x20 and < 0xFE;

    private static bool IsDigit(byte next) => char.IsAsciiDigit((char)next);

    private static bool IsExponent(byte next) => next is (byte)'e' or (byte)'E';
}
