using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Devices;

/// <summary>A .NET type that a property can have.</summary>
/// <param name="Kind">What users write for its values.</param>
/// <param name="Name">The type as it stands in generated code: <c>byte</c>, <c>global::Sample.Mode</c>.</param>
/// <param name="DisplayName">The type as it stands in messages: <c>byte</c>, <c>Mode</c>.</param>
/// <param name="Minimum">The smallest number it holds; 0 unless it is an integer.</param>
/// <param name="Maximum">The largest number it holds; 0 unless it is an integer.</param>
/// <param name="Values">The values of an enum; else empty.</param>
internal sealed record PropertyType(
    PropertyKind Kind, string Name, string DisplayName, decimal Minimum, decimal Maximum, EquatableArray<EnumValue> Values)
{
    /// <summary>What a person may use instead of a type that is not supported.</summary>
    public const string Supported = "bool, byte, ushort, uint, ulong, int, long, string or an enum (public or internal, not empty)";

    /// <summary>The default of a property that declares none: zero, off, empty.</summary>
    public string ZeroLiteral => Kind switch
    {
        PropertyKind.Boolean => "false",
        PropertyKind.Text => "\"\"",
        PropertyKind.Enumeration => EnumLiteral(0) ?? "default",
        _ => "0",
    };

    /// <summary>The supported type behind a symbol, or <see langword="null"/>.</summary>
    public static PropertyType? Of(ITypeSymbol type)
    {
        return type switch
        {
            // A property's text is never null: not given is empty.
            { SpecialType: SpecialType.System_String, NullableAnnotation: not NullableAnnotation.Annotated } =>
                Simple(PropertyKind.Text, "string"),
            { SpecialType: SpecialType.System_Boolean } => Simple(PropertyKind.Boolean, "bool"),
            { SpecialType: SpecialType.System_Byte } => Integer("byte", byte.MinValue, byte.MaxValue),
            { SpecialType: SpecialType.System_UInt16 } => Integer("ushort", ushort.MinValue, ushort.MaxValue),
            { SpecialType: SpecialType.System_UInt32 } => Integer("uint", uint.MinValue, uint.MaxValue),
            { SpecialType: SpecialType.System_UInt64 } => Integer("ulong", ulong.MinValue, ulong.MaxValue),
            { SpecialType: SpecialType.System_Int32 } => Integer("int", int.MinValue, int.MaxValue),
            { SpecialType: SpecialType.System_Int64 } => Integer("long", long.MinValue, long.MaxValue),
            INamedTypeSymbol { TypeKind: TypeKind.Enum } enumeration
                when DeviceSymbols.IsVisibleInAssembly(enumeration) && EnumValue.AllOf(enumeration) is { Count: > 0 } values =>
                new PropertyType(PropertyKind.Enumeration, enumeration.FullName(), enumeration.Name, 0, 0, values),
            _ => null,
        };

        static PropertyType Simple(PropertyKind kind, string name) => new(kind, name, name, 0, 0, EquatableArray<EnumValue>.Empty);

        static PropertyType Integer(string name, decimal minimum, decimal maximum) =>
            new(PropertyKind.Integer, name, name, minimum, maximum, EquatableArray<EnumValue>.Empty);
    }

    /// <summary>The enum member of this number in C#, or <see langword="null"/>.</summary>
    public string? EnumLiteral(decimal number) =>
        Values.FirstOrDefault(value => value.Number == number) is { } found ? $"{Name}.{Symbols.Identifier(found.Member)}" : null;

    /// <summary>What the type holds, for a message.</summary>
    public string Describe() => Kind switch
    {
        PropertyKind.Boolean => "a bool (true or false)",
        PropertyKind.Text => "a string",
        PropertyKind.Enumeration => $"a member of {DisplayName} ({string.Join(", ", Values.Select(value => value.Member))})",
        _ => string.Format(CultureInfo.InvariantCulture, "{0} {1} ({2} to {3})", Name is "int" ? "an" : "a", Name, Minimum, Maximum),
    };

    /// <summary>A number of any integral .NET type; all of them fit into a decimal.</summary>
    public static decimal Number(object? integral) => Convert.ToDecimal(integral, CultureInfo.InvariantCulture);
}
