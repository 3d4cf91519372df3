using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hv.Runtime.Objects;

namespace Hv.Runtime.Monitors;

/// <summary>Converts property values from and to JSON.</summary>
internal static class JsonValues
{
    /// <summary>A property's value (<see cref="ObjectProperty.GetValue"/>) as JSON.</summary>
    public static JsonNode Of(object value) => value switch
    {
        bool flag => JsonValue.Create(flag),
        sbyte number => JsonValue.Create((long)number),
        byte number => JsonValue.Create((long)number),
        short number => JsonValue.Create((long)number),
        ushort number => JsonValue.Create((long)number),
        int number => JsonValue.Create((long)number),
        uint number => JsonValue.Create((long)number),
        long number => JsonValue.Create(number),
        ulong number => JsonValue.Create(number),
        _ => JsonValue.Create(value.ToString() ?? ""),
    };

    /// <summary>An array. A collection expression would serialize its elements, which needs code that is made at run time.</summary>
    public static JsonArray Array(params IEnumerable<JsonNode?> elements) => new([.. elements]);

    /// <summary>The text that sets a property to a JSON value.</summary>
    /// <exception cref="MonitorException">The value is an object, an array, or null: no property is.</exception>
    public static string Text(string property, JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.True => "on",
        JsonValueKind.False => "off",
        JsonValueKind.Number => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        _ => throw new MonitorException($"Parameter '{property}' expects a text, a number or a boolean"),
    };
}
