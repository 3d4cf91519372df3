namespace Hv.Generators.Migration;

/// <summary>What a member holds.</summary>
/// <param name="Member">The member, as an expression.</param>
/// <param name="Shape">How many values it holds.</param>
/// <param name="Value">What a value is.</param>
/// <param name="IsBytes">Whether it is an array of bytes that is one field.</param>
/// <param name="MustMatch">Whether it is compared, not loaded.</param>
/// <param name="CanBeSet">Whether a value can be stored in the member.</param>
/// <param name="IsProperty">Whether it is a property, so that a struct behind it cannot be loaded in place.</param>
/// <param name="IsNullable">Whether it may be null.</param>
/// <param name="Count">The number of an array's elements as an expression, or <see langword="null"/>.</param>
/// <param name="Limit">How many elements there are at most, as an expression of type <see cref="long"/>, or <see langword="null"/>.</param>
internal sealed record FieldItem(
    string Id, string Name, string TypeName, StateCondition Condition, string Member, FieldShape Shape, FieldValue Value,
    bool IsBytes, bool MustMatch, bool CanBeSet, bool IsProperty, bool IsNullable, string? Count, string? Limit)
    : StateItem(Id, Name, TypeName, Condition);
