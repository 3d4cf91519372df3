namespace Hv.Generators.Migration;

/// <summary>What a value is.</summary>
internal enum ValueKind
{
    /// <summary>A bool.</summary>
    Boolean,

    /// <summary>An integer.</summary>
    Integer,

    /// <summary>An enum: the integer under it.</summary>
    Enumeration,

    /// <summary>A value of calls: its <c>Value</c>.</summary>
    CallValue,

    /// <summary>A type with state.</summary>
    State,

    /// <summary>A timer.</summary>
    Timer,

    /// <summary>What a codec saves and loads.</summary>
    Coded,
}
