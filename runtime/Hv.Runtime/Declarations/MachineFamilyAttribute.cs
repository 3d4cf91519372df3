namespace Hv.Runtime.Declarations;

/// <summary>
/// Declares an abstract class derived from <see cref="Machines.Machine"/> as a family of machine versions. Its properties
/// (<see cref="PropertyAttribute"/>) are what all versions have; versions differ by their <see cref="CompatAttribute{T}"/> rows.
/// </summary>
/// <remarks>
/// Generated is the static property <c>Family</c>: the registry of the versions, with <paramref name="name"/> as an alias of the
/// newest and the newest as the default, unless a version is declared <see cref="MachineVersionAttribute.IsDefault"/>.
/// </remarks>
/// <param name="name">The family's name, e.g. <c>pseries</c>; version 2.4 is <c>pseries-2.4</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MachineFamilyAttribute(string name) : Attribute
{
    /// <summary>The family's name.</summary>
    public string Name { get; } = name;

    /// <summary>The name of the machine object's type, e.g. <c>spapr-machine</c>; <c>NAME-machine</c> when not given.</summary>
    public string? TypeName { get; set; }

    /// <summary>One line for <c>hv machines</c>; the first sentence of the class's documentation when not given.</summary>
    public string? Summary { get; set; }
}
