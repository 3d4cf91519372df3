namespace Hv.Runtime.Declarations;

/// <summary>
/// Declares a mutable field as one that follows from others: it is not migrated, and a method with
/// <see cref="AfterLoadAttribute"/> makes it anew.
/// </summary>
/// <param name="from">The names of the members it follows from.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, Inherited = false)]
public sealed class DerivedAttribute(params string[] from) : Attribute
{
    /// <summary>The names of the members it follows from.</summary>
    public IReadOnlyList<string> From { get; } = from;
}
