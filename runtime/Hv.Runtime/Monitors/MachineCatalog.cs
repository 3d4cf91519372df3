using Hv.Runtime.Machines;
using Hv.Runtime.Objects;

namespace Hv.Runtime.Monitors;

/// <summary>The machines and device types that a program knows: what monitors introspect and make devices from.</summary>
/// <param name="Families">The machine families; the default machine is the first one's.</param>
/// <param name="Devices">The device types.</param>
public sealed record MachineCatalog(IReadOnlyList<MachineFamily> Families, IReadOnlyList<ObjectType> Devices)
{
    /// <summary>Tells what a platform knows of one of its machine versions.</summary>
    public Func<MachineVersion, MachineDetails> Describe { get; init; } = _ => new MachineDetails();

    /// <summary>The device type of this name, or <see langword="null"/>.</summary>
    public ObjectType? FindDevice(string name) => Devices.FirstOrDefault(device => device.Name == name);

    /// <summary>
    /// All types by name, each with the name of its parent: <c>object</c>, <c>device</c> and <c>machine</c> are the parents of what
    /// has no other.
    /// </summary>
    public IReadOnlyList<TypeEntry> Types =>
    [
        new("object", null, IsAbstract: true, null),
        new("device", "object", IsAbstract: true, null),
        new("machine", "object", IsAbstract: true, null),
        .. Devices.Select(device => new TypeEntry(device.Name, device.Parent?.Name ?? "device", device.IsAbstract, device)),
        .. Families.Where(family => family.Type.Name != "machine").Select(family => new TypeEntry(family.Type.Name, "machine", IsAbstract: true, null)),
        .. Families.SelectMany(family => family.Versions.Select(version =>
            new TypeEntry($"{version.Name}-machine", family.Type.Name, IsAbstract: false, null))),
    ];
}
