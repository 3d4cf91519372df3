namespace Hv.Runtime.Declarations;

/// <summary>
/// Declares a class as a device type. The class is <c>partial</c>, derives from <see cref="Objects.Device"/> or from another
/// device type, and has a parameterless constructor unless it is <c>abstract</c>.
/// </summary>
/// <remarks>
/// Generated are the type's <see cref="Objects.ObjectType"/> (its registration, in the static property <c>ObjectType</c> and in
/// the assembly's <c>DeviceCatalog</c>) and the bodies of its properties. An <c>abstract</c> class is a device type that cannot
/// be created; a compat row for it applies to all types derived from it.
/// </remarks>
/// <param name="name">
/// The name users and compat tables know, e.g. <c>spapr-pci-host-bridge</c>: letters, digits, <c>-</c>, <c>.</c>, <c>_</c> and
/// <c>,</c> (all ASCII), starting with a letter. Two device types of an assembly have different names.
/// </param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class DeviceAttribute(string name) : Attribute
{
    /// <summary>The name users and compat tables know.</summary>
    public string Name { get; } = name;

    /// <summary>One line for <c>hv devices</c>; the first sentence of the class's documentation when not given.</summary>
    public string? Summary { get; set; }
}
