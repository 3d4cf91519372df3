using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hv.Runtime.Monitors.Qmp;

/// <summary>Writes JSON as QMP's clients know it: ASCII on one line, a blank after each colon and comma.</summary>
internal static class QmpJson
{
    /// <summary>A value as text.</summary>
    public static string Format(JsonNode? value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    /// <summary>Lays a message out for people: a member a line, four blanks for each level.</summary>
    public static string LayOut(string message)
    {
        var text = new StringBuilder();
        var level = 0;
        var isText = false;
        for (var index = 0; index < message.Length; index++)
        {
            var character = message[index];
            if (isText)
            {
                text.Append(character);
                if (character == '\\')
                    text.Append(message[++index]);
                else
                    isText = character != '"';

                continue;
            }

            switch (character)
            {
                case '{' or '[' when message[index + 1] is not ('}' or ']'):
                    text.Append(character).Append('\n').Append(' ', ++level * 4);
                    break;
                case '}' or ']' when message[index - 1] is not ('{' or '['):
                    text.Append('\n').Append(' ', --level * 4).Append(character);
                    break;
                case ',':
                    text.Append(",\n").Append(' ', level * 4);
                    index++;
                    break;
                default:
                    text.Append(character);
                    isText = character == '"';
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>Appends a value.</summary>
    public static void Append(StringBuilder text, JsonNode? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject members:
                AppendObject(text, members);
                break;
            case JsonArray elements:
                AppendArray(text, elements);
                break;
            default:
                AppendValue(text, value.AsValue());
                break;
        }
    }

    /// <summary>Appends a string with its quotes.</summary>
    public static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var character in value)
        {
            _ = character switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' or >= '\x7F' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}"),
                _ => text.Append(character),
            };
        }

        text.Append('"');
    }

    private static void AppendObject(StringBuilder text, JsonObject members)
    {
        var separator = "{";
        foreach (var (name, member) in members)
        {
            text.Append(separator);
            AppendString(text, name);
            text.Append(": ");
            Append(text, member);
            separator = ", ";
        }

        text.Append(separator == "{" ? "{}" : "}");
    }

    private static void AppendArray(StringBuilder text, JsonArray elements)
    {
        var separator = "[";
        foreach (var element in elements)
        {
            text.Append(separator);
            Append(text, element);
            separator = ", ";
        }

        text.Append(separator == "[" ? "[]" : "]");
    }

    private static void AppendValue(StringBuilder text, JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                AppendString(text, value.GetValue<string>());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                text.Append(value.GetValue<bool>() ? "true" : "false");
                break;
            default:
                // As C's %.17g has it: enough digits for every double, exponents in small letters.
                text.Append(value.TryGetValue<double>(out var number)
                    ? number.ToString("G17", CultureInfo.InvariantCulture).ToLowerInvariant()
                    : value.ToString());
                break;
        }
    }
}
