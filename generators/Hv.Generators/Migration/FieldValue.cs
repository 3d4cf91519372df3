namespace Hv.Generators.Migration;

/// <summary>What a value is.</summary>
/// <param name="Kind">Which kind.</param>
/// <param name="TypeName">The type of the value in C#, with <c>global::</c>.</param>
/// <param name="Native">The integer behind it (<c>uint</c>); empty where there is none.</param>
/// <param name="Wire">The integer in the stream; empty where there is none.</param>
/// <param name="IsReference">Whether it is an object of a class.</param>
/// <param name="Cases">The values that an enum may have; empty for one that may have any.</param>
/// <param name="Codec">The class that saves and loads it; empty where there is none.</param>
internal sealed record FieldValue(
    ValueKind Kind, string TypeName, string Native, string Wire, bool IsReference, EquatableArray<EnumCase> Cases, string Codec)
{
    /// <summary>A value without an integer behind it.</summary>
    public static FieldValue Of(ValueKind kind, string typeName, bool isReference = false, string codec = "") =>
        new(kind, typeName, Native: "", Wire: "", isReference, EquatableArray<EnumCase>.Empty, codec);

    /// <summary>A value with an integer behind it.</summary>
    public static FieldValue OfInteger(ValueKind kind, string typeName, string integer) =>
        new(kind, typeName, integer, integer, IsReference: false, EquatableArray<EnumCase>.Empty, Codec: "");
}
