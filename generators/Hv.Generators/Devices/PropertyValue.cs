using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Hv.Generators.Devices;

/// <summary>A constant in a declaration, seen as the value of a property.</summary>
/// <param name="Fit">Whether it can be.</param>
/// <param name="Literal">
/// The value as C#, for a place that expects the property's type (there is no suffix or cast); empty when it does not convert.
/// </param>
/// <param name="Text">The constant for a message: <c>7</c>, <c>true</c>, <c>"abc"</c>, <c>Mode.Fixed</c>.</param>
/// <param name="Problem">
/// Why it does not fit, a clause to follow the value: <c>which is above its maximum 5</c>; empty when it fits.
/// </param>
internal readonly record struct PropertyValue(PropertyFit Fit, string Literal, string Text, string Problem)
{
    /// <summary>Judges a constant as the value of a property.</summary>
    public static PropertyValue Convert(PropertyShape shape, TypedConstant constant)
    {
        if (constant.Kind == TypedConstantKind.Error)
            return new PropertyValue(PropertyFit.Absent, "", "", "");

        return shape.Type.Kind switch
        {
            PropertyKind.Boolean when constant.Value is bool flag => Fits(flag ? "true" : "false"),
            PropertyKind.Text when constant is { Kind: TypedConstantKind.Primitive, Value: string text } =>
                Fits(Symbols.Literal(text)),
            PropertyKind.Integer when ToInteger(shape.Type, constant) is { } number => OfInteger(shape, number),
            PropertyKind.Enumeration
                when constant is { Kind: TypedConstantKind.Enum, Type: { } type } && type.FullName() == shape.Type.Name =>
                OfEnum(shape, PropertyType.Number(constant.Value), TextOf(constant)),
            _ => new PropertyValue(PropertyFit.NotConvertible, "", TextOf(constant), $"which is not {shape.Type.Describe()}"),
        };

        static PropertyValue Fits(string literal) => new(PropertyFit.Fits, literal, literal, "");
    }

    /// <summary>The default of a property that declares none, judged: zero may be out of range.</summary>
    public static PropertyValue Zero(PropertyShape shape) => shape.Type.Kind switch
    {
        PropertyKind.Integer => OfInteger(shape, 0),
        PropertyKind.Enumeration => OfEnum(shape, 0, "0"),
        _ => new PropertyValue(PropertyFit.Fits, shape.Type.ZeroLiteral, shape.Type.ZeroLiteral, ""),
    };

    /// <summary>The constant as a number that an integer type holds, or <see langword="null"/>.</summary>
    public static decimal? ToInteger(PropertyType type, TypedConstant constant) =>
        constant is { Kind: TypedConstantKind.Primitive, Value: sbyte or byte or short or ushort or int or uint or long or ulong }
        && PropertyType.Number(constant.Value) is var number && number >= type.Minimum && number <= type.Maximum
            ? number
            : null;

    /// <summary>The constant for a message.</summary>
    public static string TextOf(TypedConstant constant) => constant switch
    {
        { Kind: TypedConstantKind.Array } => "an array",
        { Kind: TypedConstantKind.Enum, Type: INamedTypeSymbol type } => EnumText(type, PropertyType.Number(constant.Value)),
        { Kind: TypedConstantKind.Type } => constant.ToCSharpString(),
        { Value: double or float } => Fractional(Primitive(constant.Value)),
        { Value: { } value } => Primitive(value),
        _ => "null",
    };

    private static string Primitive(object value) =>
        SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false) ?? "";

    /// <summary>Keeps a floating-point number from looking like the integer that it is not.</summary>
    private static string Fractional(string number) =>
        number.All(letter => letter is '-' or (>= '0' and <= '9')) ? number + ".0" : number;

    private static PropertyValue OfInteger(PropertyShape shape, decimal number)
    {
        var literal = shape.NumberLiteral(number);
        var problem =
            number < shape.Minimum ? $"which is below its minimum {shape.NumberLiteral(shape.Minimum)}"
            : number > shape.Maximum ? $"which is above its maximum {shape.NumberLiteral(shape.Maximum)}"
            : "";
        return new PropertyValue(problem.Length == 0 ? PropertyFit.Fits : PropertyFit.OutOfRange, literal, literal, problem);
    }

    private static PropertyValue OfEnum(PropertyShape shape, decimal number, string text) =>
        shape.Type.EnumLiteral(number) is { } literal
            ? new PropertyValue(PropertyFit.Fits, literal, text, "")
            : new PropertyValue(
                PropertyFit.OutOfRange,
                $"(({shape.Type.Name})({PropertyShape.NumberLiteral(number, PropertyFormat.Decimal)}))",
                text,
                $"which is not {shape.Type.Describe()}");

    private static string EnumText(INamedTypeSymbol type, decimal number) =>
        EnumValue.AllOf(type).FirstOrDefault(value => value.Number == number) is { } found
            ? $"{type.Name}.{found.Member}"
            : $"({type.Name}){PropertyShape.NumberLiteral(number, PropertyFormat.Decimal)}";
}
