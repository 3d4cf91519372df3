using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Devices;

/// <summary>
/// What a declaration says about a property, whether it is declared in this assembly or in a referenced one. A part of the
/// declaration that is wrong (the analyzer reports it) counts as not given, so that a shape is always usable.
/// </summary>
/// <param name="Name">The name users know: <c>ddw</c>.</param>
/// <param name="MemberName">The name of the C# property, without <c>@</c>.</param>
/// <param name="Owner">The class that declares it, with <c>global::</c>.</param>
/// <param name="Type">The property's type.</param>
/// <param name="Minimum">The smallest value allowed; 0 unless the type is an integer.</param>
/// <param name="Maximum">The largest value allowed; 0 unless the type is an integer.</param>
/// <param name="Format">How a number is shown.</param>
/// <param name="DefaultLiteral">
/// The default as C#. Literals are canonical: two values of a property are the same exactly when their literals are.
/// </param>
/// <param name="IsReadOnly">Whether only compat rows can set it.</param>
internal sealed record PropertyShape(
    string Name, string MemberName, string Owner, PropertyType Type, decimal Minimum, decimal Maximum, PropertyFormat Format,
    string DefaultLiteral, bool IsReadOnly)
{
    /// <summary>The generated <c>ObjectProperty&lt;T&gt;</c> as C#: <c>global::Sample.Nvme.Properties.Lanes</c>.</summary>
    public string Reference => $"{Owner}.Properties.{Symbols.Identifier(MemberName)}";

    /// <summary>The shape, or <see langword="null"/> without a <c>[Property]</c> or with a type that is not supported.</summary>
    public static PropertyShape? From(IPropertySymbol property)
    {
        if (property.FindAttribute(AttributeNames.Property) is not { } attribute
            || attribute.PositionalValue<string>(0) is not { } name
            || PropertyType.Of(property.Type) is not { } type)
        {
            return null;
        }

        var format = type.Kind == PropertyKind.Integer ? (PropertyFormat)attribute.NamedValue<int>("Format") : PropertyFormat.Decimal;
        var minimum = Bound(type, attribute.Named("Minimum")) ?? type.Minimum;
        var maximum = Bound(type, attribute.Named("Maximum")) ?? type.Maximum;
        if (minimum > maximum)
            (minimum, maximum) = (type.Minimum, type.Maximum);

        var shape = new PropertyShape(
            name, property.Name, property.ContainingType.FullName(), type, minimum, maximum, format, type.ZeroLiteral,
            IsReadOnly: property.SetMethod is null);
        var value = PropertyValue.Convert(shape, attribute.Named("Default"));
        return value.Fit is PropertyFit.Fits or PropertyFit.OutOfRange ? shape with { DefaultLiteral = value.Literal } : shape;
    }

    /// <summary>A number as C#, in the property's format where that reads better.</summary>
    public string NumberLiteral(decimal number) => NumberLiteral(number, Format);

    /// <summary>A number as C#. Only a constant's conversion makes it another type than <c>int</c>: it has no suffix.</summary>
    public static string NumberLiteral(decimal number, PropertyFormat format)
    {
        var isHexadecimal = format == PropertyFormat.Hexadecimal
            || (format == PropertyFormat.Size && number >= 1024 && number % 1024 == 0);
        return isHexadecimal && number >= 0
            ? "0x" + ((ulong)number).ToString("x", CultureInfo.InvariantCulture)
            : number.ToString(CultureInfo.InvariantCulture);
    }

    private static decimal? Bound(PropertyType type, TypedConstant constant) =>
        type.Kind == PropertyKind.Integer && PropertyValue.ToInteger(type, constant) is { } number ? number : null;
}
