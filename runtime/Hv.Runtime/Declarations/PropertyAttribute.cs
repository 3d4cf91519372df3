namespace Hv.Runtime.Declarations;

/// <summary>
/// Declares a partial property of a device or machine as one that users set (<c>-device spapr-pci-host-bridge,ddw=off</c>), that
/// compat rows set, and that help and introspection show.
/// </summary>
/// <remarks>
/// <para>
/// Types: <see cref="bool"/>, <see cref="byte"/>, <see cref="ushort"/>, <see cref="uint"/>, <see cref="ulong"/>,
/// <see cref="int"/>, <see cref="long"/>, <see cref="string"/> and enums. An enum's values are written in lower case with dashes
/// (<c>FixedCcd</c> is <c>fixed-ccd</c>) unless <see cref="ValueNameAttribute"/> says otherwise.
/// </para>
/// <para>
/// A property without a setter is a value of the machine version: compat rows set it, users cannot. A property with a setter,
/// whatever its accessibility, <c>init</c> included, is one that users set by its name. It is frozen once its object is realized.
/// Setting a value out of range throws <see cref="Objects.PropertyException"/>, whose message names the type, the property, the
/// value and what is allowed.
/// </para>
/// <para>The help text is the first sentence of the property's documentation.</para>
/// </remarks>
/// <param name="name">
/// The name users know, e.g. <c>ddw</c>: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, starting with a letter.
/// </param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class PropertyAttribute(string name) : Attribute
{
    /// <summary>The name users know.</summary>
    public string Name { get; } = name;

    /// <summary>The default: a constant that converts to the property's type without loss. Not given: zero, off, empty.</summary>
    public object? Default { get; set; }

    /// <summary>The smallest value allowed (numbers only).</summary>
    public object? Minimum { get; set; }

    /// <summary>The largest value allowed (numbers only).</summary>
    public object? Maximum { get; set; }

    /// <summary>How a number is shown.</summary>
    public PropertyFormat Format { get; set; }
}
