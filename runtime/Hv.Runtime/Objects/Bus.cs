using Hv.Runtime.Declarations;

namespace Hv.Runtime.Objects;

/// <summary>What devices sit on: a PCI bus behind a host bridge, for instance. A machine finds it by its name.</summary>
/// <param name="name">The name users give (<c>bus=pci.0</c>), unique in a machine.</param>
/// <param name="typeName">The kind of bus as <c>info qtree</c> shows it, e.g. <c>PCI</c>.</param>
/// <param name="parent">The device the bus belongs to.</param>
[HostOnly("what sits on a bus is for whoever runs the machine to say; its devices migrate themselves")]
public abstract class Bus(string name, string typeName, Device parent)
{
    /// <summary>The name users give.</summary>
    public string Name { get; } = name;

    /// <summary>The kind of bus.</summary>
    public string TypeName { get; } = typeName;

    /// <summary>The device the bus belongs to.</summary>
    public Device Parent { get; } = parent;

    /// <summary>The devices on the bus, in the order of their addresses.</summary>
    public abstract IEnumerable<Device> Devices { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
