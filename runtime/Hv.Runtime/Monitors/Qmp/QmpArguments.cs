using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hv.Runtime.Monitors.Qmp;

/// <summary>The arguments of a command, checked against its declaration.</summary>
internal sealed class QmpArguments
{
    private readonly JsonObject _values;

    private QmpArguments(JsonObject values) => _values = values;

    /// <summary>The members, in the order in which they were given.</summary>
    public IEnumerable<KeyValuePair<string, JsonNode?>> All => _values;

    /// <summary>Checks the arguments of a command.</summary>
    /// <exception cref="MonitorException">One is missing, of another type, or unknown.</exception>
    public static QmpArguments Check(QmpCommand command, JsonObject? values)
    {
        values ??= [];
        foreach (var member in command.Arguments.Members)
        {
            if (values.TryGetPropertyValue(member.Name, out var value))
                Check(member.Type, value, member.Name, member.Name);
            else if (!member.IsOptional)
                throw new MonitorException($"Parameter '{member.Name}' is missing");
        }

        if (!command.TakesMore)
        {
            foreach (var (name, _) in values)
            {
                if (command.Arguments.Members.All(member => member.Name != name))
                    throw new MonitorException($"Parameter '{name}' is unexpected");
            }
        }

        return new QmpArguments(values);
    }

    /// <summary>A text that must have been given.</summary>
    public string String(string name) => _values[name]!.GetValue<string>();

    /// <summary>A text, or <see langword="null"/> when it was not given.</summary>
    public string? OptionalString(string name) => _values[name]?.GetValue<string>();

    /// <summary>A switch; off when it was not given.</summary>
    public bool Switch(string name) => _values[name]?.GetValue<bool>() ?? false;

    /// <summary>An integer, or <see langword="null"/> when it was not given.</summary>
    public long? OptionalInteger(string name) => _values[name]?.GetValue<long>();

    /// <summary>Any value.</summary>
    public JsonNode? Value(string name) => _values[name];

    /// <param name="type">What is expected.</param>
    /// <param name="value">What was given.</param>
    /// <param name="path">Where it was given, as errors about types say.</param>
    /// <param name="name">Its name alone, as errors about choices say; an element of a list has none.</param>
    private static void Check(QmpType type, JsonNode? value, string path, string name)
    {
        var kind = value?.GetValueKind() ?? JsonValueKind.Null;
        switch (type)
        {
            case QmpType.Builtin builtin:
                var fits = builtin.JsonType switch
                {
                    "string" => kind == JsonValueKind.String,
                    "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
                    "int" => value is JsonValue number && number.TryGetValue<long>(out _),
                    "number" => kind == JsonValueKind.Number,
                    _ => true,
                };
                if (!fits)
                    throw WrongType(path, builtin.Expected);

                break;
            case QmpType.Enumeration choice:
                if (kind != JsonValueKind.String)
                    throw WrongType(path, "string");

                if (!choice.Values.Contains(value!.GetValue<string>()))
                    throw new MonitorException($"Parameter '{name}' does not accept value '{value.GetValue<string>()}'");

                break;
            case QmpType.List list:
                if (value is not JsonArray elements)
                    throw WrongType(path, "array");

                for (var index = 0; index < elements.Count; index++)
                    Check(list.Element, elements[index], $"{path}[{index}]", "null");

                break;
            case QmpType.Record record:
                if (value is not JsonObject members)
                    throw WrongType(path, "object");

                foreach (var member in record.Members)
                {
                    if (members.TryGetPropertyValue(member.Name, out var inner))
                        Check(member.Type, inner, $"{path}.{member.Name}", member.Name);
                    else if (!member.IsOptional)
                        throw new MonitorException($"Parameter '{path}.{member.Name}' is missing");
                }

                break;
        }
    }

    private static MonitorException WrongType(string path, string expected) =>
        new($"Invalid parameter type for '{path}', expected: {expected}");
}
