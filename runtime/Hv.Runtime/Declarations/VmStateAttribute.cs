namespace Hv.Runtime.Declarations;

/// <summary>
/// Declares that objects of this class or struct have state that migrates. The generator writes how it is saved and loaded
/// (<see cref="Migration.IVmState"/>), in the wire format of QEMU, and every mutable field must be said to be
/// <see cref="MigratedAttribute">migrated</see>, <see cref="DerivedAttribute">derived</see> or
/// <see cref="HostOnlyAttribute">the host's own</see>.
/// </summary>
/// <remarks>
/// <para>
/// Fields go in the order in which their members stand in the source, all of them in one part of the type. When the base class has
/// state of its own, it comes first, as a struct of the name <see cref="BaseName"/>.
/// </para>
/// <para>
/// The members of a struct or class inside of another's state are one field there. What sits in a machine by itself is a section of
/// the stream: a device is one, under its name and its place on its bus (<see cref="Objects.Device.StateSections"/>).
/// </para>
/// </remarks>
/// <param name="name">The name of the state in streams, e.g. <c>spapr_iommu</c>: 1 to 255 bytes of ASCII.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class VmStateAttribute(string name) : Attribute
{
    /// <summary>The name of the state in streams.</summary>
    public string Name { get; } = name;

    /// <summary>The version that is saved; the newest that can be loaded. At least 0, which QEMU has, too.</summary>
    public int Version { get; set; } = 1;

    /// <summary>The oldest version that can be loaded; 0, the default: <see cref="Version"/> alone.</summary>
    public int MinimumVersion { get; set; }

    /// <summary>
    /// The name of the base class's state, which comes before the own fields; not given: <c>parent_obj</c>. Empty: the base class's state
    /// is left out.
    /// </summary>
    public string? BaseName { get; set; }
}
