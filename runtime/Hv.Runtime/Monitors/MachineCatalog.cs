using Hv.Runtime.Machines;
using Hv.Runtime.Objects;

namespace Hv.Runtime.Monitors;

/// <summary>The machines and device types that a program knows: what monitors introspect and make devices from.</summary>
/// <param name="Families">The machine families.</param>
/// <param name="Devices">The device types.</param>
public sealed record MachineCatalog(IReadOnlyList<MachineFamily> Families, IReadOnlyList<ObjectType> Devices)
{
    /// <summary>The device type of this name, or <see langword="null"/>.</summary>
    public ObjectType? FindDevice(string name) => Devices.FirstOrDefault(device => device.Name == name);
}
