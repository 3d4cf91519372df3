namespace Hv.Runtime.Declarations;

/// <summary>
/// A compat row: in this machine version, and in all older ones, the property <paramref name="property"/> of
/// <typeparamref name="T"/> has another default.
/// </summary>
/// <remarks>
/// Precedence, strongest first: the user (<c>-device</c>, <c>-global</c>, <c>-machine</c>), the row of the older version, the row
/// of the newer version, the property's own default. A row for a device type applies to every type derived from it, and order
/// alone decides: a row for a base type in an older version overrides one for a derived type in a newer version; within a version
/// an exception for a derived type follows the row for its base.
/// Checked at compile time: the type, the property, the value and its range (HV3005 to HV3008), that the row changes something
/// (HV3009), that it is alone in its version (HV3010), that it reaches a device (HV3011) and that it is on a version (HV3015).
/// </remarks>
/// <typeparam name="T">A device type, or the family's machine class for a value of the machine itself.</typeparam>
/// <param name="property">The C# name of the property: <c>nameof(PciHostBridge.DynamicDmaWindows)</c>.</param>
/// <param name="value">The value, a constant that converts to the property's type without loss.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class CompatAttribute<T>(string property, object? value) : Attribute
    where T : Objects.HvObject
{
    /// <summary>The C# name of the property.</summary>
    public string Property { get; } = property;

    /// <summary>The value.</summary>
    public object? Value { get; } = value;
}
