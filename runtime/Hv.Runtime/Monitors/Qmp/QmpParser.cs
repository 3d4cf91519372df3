using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Hv.Runtime.Monitors.Qmp;

/// <summary>Makes a value of the tokens of a message.</summary>
/// <param name="bytes">The bytes of the message's tokens.</param>
/// <param name="tokens">The tokens; they nest no deeper than <see cref="QmpMessageReader.MaximumDepth"/>.</param>
internal ref struct QmpParser(ReadOnlySpan<byte> bytes, List<QmpToken> tokens)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _next;

    /// <summary>Makes the value.</summary>
    /// <exception cref="QmpSyntaxException">The tokens are no value.</exception>
    public JsonNode? Parse() => ParseValue();

    private JsonNode? ParseValue()
    {
        if (_next == tokens.Count)
            throw new QmpSyntaxException("premature EOI");

        var token = tokens[_next++];
        var text = _bytes.Slice(token.Start, token.Length);
        return token.Kind switch
        {
            QmpTokenKind.ObjectStart => ParseObject(),
            QmpTokenKind.ArrayStart => ParseArray(),
            QmpTokenKind.String => JsonValue.Create(ParseString(text)),
            QmpTokenKind.Integer => ParseInteger(text),
            QmpTokenKind.Float => ParseFloat(text),
            QmpTokenKind.Keyword => ParseKeyword(text),
            _ => throw new QmpSyntaxException("expecting value"),
        };
    }

    private JsonObject ParseObject()
    {
        var result = new JsonObject();
        if (TrySkip(QmpTokenKind.ObjectEnd))
            return result;

        while (true)
        {
            if (ParseValue() is not JsonValue key || !key.TryGetValue<string>(out var name))
                throw new QmpSyntaxException("key is not a string in object");

            if (!TrySkip(QmpTokenKind.Colon))
                throw new QmpSyntaxException("missing : in object pair");

            var value = ParseValue();
            if (!result.TryAdd(name, value))
                throw new QmpSyntaxException("duplicate key");

            if (TrySkip(QmpTokenKind.ObjectEnd))
                return result;

            if (!TrySkip(QmpTokenKind.Comma))
                throw new QmpSyntaxException("expected separator in dict");
        }
    }

    private JsonArray ParseArray()
    {
        var result = new JsonArray();
        if (TrySkip(QmpTokenKind.ArrayEnd))
            return result;

        while (true)
        {
            result.Add(ParseValue());
            if (TrySkip(QmpTokenKind.ArrayEnd))
                return result;

            if (!TrySkip(QmpTokenKind.Comma))
                throw new QmpSyntaxException("expected separator in list");
        }
    }

    private bool TrySkip(QmpTokenKind kind)
    {
        if (_next == tokens.Count || tokens[_next].Kind != kind)
            return false;

        _next++;
        return true;
    }

    private static JsonValue? ParseKeyword(ReadOnlySpan<byte> text) => Encoding.ASCII.GetString(text) switch
    {
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        "null" => null,
        var other => throw new QmpSyntaxException($"invalid keyword '{other}'"),
    };

    private static JsonValue ParseInteger(ReadOnlySpan<byte> text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return JsonValue.Create(number);

        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var large) ? JsonValue.Create(large) : ParseFloat(text);
    }

    private static JsonValue ParseFloat(ReadOnlySpan<byte> text)
    {
        var number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(number) ? JsonValue.Create(number) : throw new QmpSyntaxException("number out of range");
    }

    private static string ParseString(ReadOnlySpan<byte> quoted)
    {
        // The closing quote stays, as errors about a code point show it.
        var text = quoted[1..];
        var result = new StringBuilder(text.Length);
        while (text.Length > 1)
        {
            if (text[0] == '\\')
            {
                AppendEscape(ref text, result);
            }
            else if (text.StartsWith((ReadOnlySpan<byte>)[0xC0, 0x80]))
            {
                // NUL, in the form in which it does not end a C string.
                result.Append('\0');
                text = text[2..];
            }
            else
            {
                if (Rune.DecodeFromUtf8(text, out var rune, out var length) != System.Buffers.OperationStatus.Done || !IsCharacter(rune))
                    throw new QmpSyntaxException("invalid UTF-8 sequence in string");

                result.Append(rune.ToString());
                text = text[length..];
            }
        }

        return result.ToString();
    }

    private static void AppendEscape(ref ReadOnlySpan<byte> text, StringBuilder result)
    {
        if (text[1] == 'u')
        {
            AppendCodePoint(ref text, result);
            return;
        }

        result.Append((char)text[1] switch
        {
            '"' => '"',
            '\'' => '\'',
            '\\' => '\\',
            '/' => '/',
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => throw new QmpSyntaxException("invalid escape sequence in string"),
        });
        text = text[2..];
    }

    private static void AppendCodePoint(ref ReadOnlySpan<byte> text, StringBuilder result)
    {
        const int EscapeLength = 6;
        if (TryReadUnit(text, out var unit))
        {
            if (!char.IsSurrogate(unit) && IsCharacter(new Rune(unit)))
            {
                result.Append(unit);
                text = text[EscapeLength..];
                return;
            }

            if (char.IsHighSurrogate(unit) && TryReadUnit(text[EscapeLength..], out var low) && char.IsLowSurrogate(low)
                && IsCharacter(new Rune(unit, low)))
            {
                result.Append(unit).Append(low);
                text = text[(2 * EscapeLength)..];
                return;
            }
        }

        var escape = Encoding.UTF8.GetString(text[..Math.Min(text.Length, EscapeLength)]);
        throw new QmpSyntaxException($"{escape} is not a valid Unicode character");
    }

    private static bool TryReadUnit(ReadOnlySpan<byte> text, out char unit)
    {
        unit = '\0';
        if (text is not [(byte)'\\', (byte)'u', _, _, _, _, ..]
            || !ushort.TryParse(text[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        unit = (char)value;
        return true;
    }

    /// <summary>Whether Unicode has given a code point to characters: 66 are none for good.</summary>
    private static bool IsCharacter(Rune rune) => (rune.Value & 0xFFFE) != 0xFFFE && rune.Value is not (>= 0xFDD0 and <= 0xFDEF);
}
