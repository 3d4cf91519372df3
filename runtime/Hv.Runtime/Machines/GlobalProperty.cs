namespace Hv.Runtime.Machines;

/// <summary>A default that the user sets for all devices of a type: <c>-global TYPE.PROPERTY=VALUE</c>.</summary>
/// <param name="Type">The name of a device type; derived types are included.</param>
/// <param name="Property">The name of the property.</param>
/// <param name="Value">The value as text.</param>
public sealed record GlobalProperty(string Type, string Property, string Value);
