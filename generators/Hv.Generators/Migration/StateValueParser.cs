using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Migration;

/// <summary>Says what a value is in a stream, by its type.</summary>
internal static class StateValueParser
{
    /// <summary>What a person may use instead of a type that is not supported.</summary>
    public const string Supported =
        "a bool, an integer of 8 to 64 bits, an enum, a [CallValue] struct, a [VmState] type, an array of these, a List of a [VmState] type or a"
        + " MachineTimer; for anything else give a Codec";

    /// <summary>Most values that a message about an enum lists.</summary>
    private const int MostListed = 16;

    /// <summary>What a value of the type is, or what is wrong with the type.</summary>
    /// <param name="type">The type of the value: of a member, or of an array's or list's elements.</param>
    /// <param name="owner">The type whose state it is part of.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="problem">What is wrong, or <see langword="null"/>. Both are null for what has a diagnostic of its own.</param>
    public static FieldValue? Parse(ITypeSymbol type, INamedTypeSymbol owner, CancellationToken cancellation, out string? problem)
    {
        problem = null;
        if (type.TypeKind == TypeKind.Error)
            return null;

        if (type.SpecialType == SpecialType.System_Boolean)
            return FieldValue.Of(ValueKind.Boolean, "bool");

        if (StateSymbols.Integer(type) is { } integer)
            return FieldValue.OfInteger(ValueKind.Integer, integer, integer);

        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } under } enumeration
            && StateSymbols.Integer(under) is { } raw)
            return FieldValue.OfInteger(ValueKind.Enumeration, type.FullName(), raw) with { Cases = Cases(enumeration) };

        if (type.FindAttribute(AttributeNames.CallValue) is not null)
            return ParseCallValue((INamedTypeSymbol)type, out problem);

        if (type.IsReferenceType && type.NullableAnnotation == NullableAnnotation.Annotated
            && !type.IsNamed(AttributeNames.MachineTimerType))
        {
            problem = "may be null, which a stream cannot say";
            return null;
        }

        if (type.IsNamed(AttributeNames.MachineTimerType))
            return FieldValue.OfInteger(ValueKind.Timer, type.FullName(), "long") with { IsReference = true };

        if (StateSymbols.IsState(type) && type is INamedTypeSymbol state)
            return ParseState(state, owner, cancellation, out problem);

        problem = $"is of type '{type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'";
        return null;
    }

    /// <summary>The values of an enum for a message: <c>0 (None), 1 (All)</c>.</summary>
    public static string Describe(IReadOnlyList<EnumCase> cases) =>
        string.Join(", ", cases.Take(MostListed).Select(value => $"{value.Number} ({value.Member})"))
            + (cases.Count > MostListed ? ", …" : "");

    private static FieldValue? ParseCallValue(INamedTypeSymbol type, out string? problem)
    {
        problem = null;
        var value = type.GetMembers("Value").OfType<IPropertySymbol>().FirstOrDefault();
        if (StateSymbols.Integer(value?.Type) is { } integer
            && type.InstanceConstructors.Any(constructor =>
                constructor.Parameters.Length == 1
                    && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, value!.Type)))
        {
            return FieldValue.OfInteger(ValueKind.CallValue, type.FullName(), integer);
        }

        problem = $"is of type '{type.Name}', whose [CallValue] struct has no integer property Value and a constructor that takes one";
        return null;
    }

    private static FieldValue? ParseState(INamedTypeSymbol type, INamedTypeSymbol owner, CancellationToken cancellation,
        out string? problem)
    {
        problem = null;
        if (StateSymbols.Reaches(type, owner))
        {
            problem = $"is of type '{type.Name}', whose state has that of '{owner.Name}' in it again";
            return null;
        }

        // One that is declared wrongly has its own diagnostic.
        return StateSymbols.IsGenerated(type, cancellation)
            ? FieldValue.Of(ValueKind.State, type.FullName(), type.IsReferenceType)
            : null;
    }

    /// <summary>The values that an enum may have: none listed for flags, which may have any.</summary>
    private static EquatableArray<EnumCase> Cases(INamedTypeSymbol type)
    {
        if (type.FindAttribute("System.FlagsAttribute") is not null)
            return EquatableArray<EnumCase>.Empty;

        var numbers = new HashSet<string>(StringComparer.Ordinal);
        return type.GetMembers().OfType<IFieldSymbol>()
            .Where(field => field.HasConstantValue)
            .Select(field => new EnumCase(field.Name, Convert.ToString(field.ConstantValue, CultureInfo.InvariantCulture)!))
            .Where(value => numbers.Add(value.Number))
            .ToEquatableArray();
    }
}
