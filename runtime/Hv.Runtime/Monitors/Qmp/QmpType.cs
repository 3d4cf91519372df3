namespace Hv.Runtime.Monitors.Qmp;

/// <summary>The type of a command's argument, of what it returns, or of an event's data.</summary>
internal abstract record QmpType
{
    /// <summary>A text.</summary>
    public static readonly QmpType String = new Builtin("str", "string", "string");

    /// <summary>An integer of 64 bits.</summary>
    public static readonly QmpType Integer = new Builtin("int", "int", "integer");

    /// <summary>True or false.</summary>
    public static readonly QmpType Boolean = new Builtin("bool", "boolean", "boolean");

    /// <summary>Any number.</summary>
    public static readonly QmpType Number = new Builtin("number", "number", "number");

    /// <summary>Any value.</summary>
    public static readonly QmpType Any = new Builtin("any", "value", "any value");

    /// <summary>Nothing: an object without members.</summary>
    public static readonly QmpType Nothing = new Record();

    /// <summary>A type that needs no description.</summary>
    /// <param name="Name">Its name in the schema.</param>
    /// <param name="JsonType">What it is in JSON, as the schema says.</param>
    /// <param name="Expected">What it is in JSON, as errors say.</param>
    public sealed record Builtin(string Name, string JsonType, string Expected) : QmpType;

    /// <summary>One of several texts.</summary>
    public sealed record Enumeration(params IReadOnlyList<string> Values) : QmpType;

    /// <summary>A list.</summary>
    public sealed record List(QmpType Element) : QmpType;

    /// <summary>An object.</summary>
    public sealed record Record(params IReadOnlyList<QmpMember> Members) : QmpType;
}
