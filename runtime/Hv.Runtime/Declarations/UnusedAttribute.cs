namespace Hv.Runtime.Declarations;

/// <summary>
/// Declares bytes without a meaning before a migrated member's field: zero when saved, skipped when loaded. Fields that are gone for
/// good leave them behind.
/// </summary>
/// <param name="bytes">How many, at least 1.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = true, Inherited = false)]
public sealed class UnusedAttribute(int bytes) : Attribute
{
    /// <summary>How many.</summary>
    public int Bytes { get; } = bytes;

    /// <summary>The version of the state that brought them.</summary>
    public int Since { get; set; }

    /// <summary>The version from which on they are gone; 0, the default: they are there.</summary>
    public int Before { get; set; }

    /// <summary>The name of a bool member that says whether they are there (<see cref="MigratedAttribute.When"/>).</summary>
    public string? When { get; set; }
}
