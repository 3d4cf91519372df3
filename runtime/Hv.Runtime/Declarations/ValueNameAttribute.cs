namespace Hv.Runtime.Declarations;

/// <summary>Gives an enum member the name users write for it, where the derived one is not the field's: <c>power7+</c>.</summary>
/// <param name="name">The name users write.</param>
[AttributeUsage(AttributeTargets.Field, Inherited = false)]
public sealed class ValueNameAttribute(string name) : Attribute
{
    /// <summary>The name users write.</summary>
    public string Name { get; } = name;
}
