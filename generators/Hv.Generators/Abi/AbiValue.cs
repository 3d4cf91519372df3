using System.Globalization;
using Hv.Generators.Devices;

namespace Hv.Generators.Abi;

/// <summary>Values of properties as the texts have them: one way to write each, whatever its declaration looks like.</summary>
internal static class AbiValue
{
    /// <summary>Numbers from here on are addresses, sizes and masks more often than counts.</summary>
    private const decimal FirstHexadecimal = 0x1000;

    private const string On = "on";
    private const string Off = "off";

    /// <summary>The text of a value.</summary>
    /// <param name="type">The property's type.</param>
    /// <param name="literal">The value as the generators write it in C#.</param>
    public static string FromLiteral(PropertyType type, string literal) => type.Kind switch
    {
        PropertyKind.Boolean => literal == "true" ? On : Off,
        PropertyKind.Integer => FromNumber(ToNumber(literal)),
        PropertyKind.Enumeration => type.Values.FirstOrDefault(value => type.EnumLiteral(value.Number) == literal)?.Name ?? literal,
        _ => literal,
    };

    /// <summary>
    /// The value as C#, for a place that expects it; <see langword="null"/> when the type has no such value.
    /// <paramref name="enumName"/> is what the place calls the type of an enum.
    /// </summary>
    public static string? ToSource(PropertyType type, string text, string enumName) => type.Kind switch
    {
        PropertyKind.Boolean => text switch { On => "true", Off => "false", _ => null },
        PropertyKind.Integer => text.Length > 0 && text.All(letter => letter is '-' or 'x' || Uri.IsHexDigit(letter)) ? text : null,
        PropertyKind.Enumeration => type.Values.FirstOrDefault(value => value.Name == text) is { } found
            ? $"{enumName}.{Symbols.Identifier(found.Member)}"
            : null,
        _ => text.Length > 1 && text[0] == '"' ? text : null,
    };

    /// <summary>Whether a property that has this value does nothing: it is what there was before there was the property.</summary>
    public static bool IsNothing(PropertyType type, string text) => text == FromLiteral(type, type.ZeroLiteral);

    /// <summary>A constant of C#.</summary>
    public static string FromConstant(object? constant) => constant switch
    {
        null => "null",
        string text => Symbols.Literal(text),
        bool flag => flag ? On : Off,
        char letter => Symbols.Literal(letter.ToString()),
        sbyte or byte or short or ushort or int or uint or long or ulong => FromNumber(PropertyType.Number(constant)),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => constant.ToString(),
    };

    private static string FromNumber(decimal number) => number < FirstHexadecimal
        ? number.ToString(CultureInfo.InvariantCulture)
        : "0x" + ((ulong)number).ToString("x", CultureInfo.InvariantCulture);

    private static decimal ToNumber(string literal) =>
        literal.StartsWith("0x", StringComparison.Ordinal)
            ? ulong.Parse(literal.Substring(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : decimal.Parse(literal, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
