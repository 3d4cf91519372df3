using Hv.Runtime.Abi;
using Hv.Runtime.Machines;
using Hv.Runtime.Objects;
using Hv.Runtime.Text;

namespace Hv.Cli;

/// <summary>The platforms the program knows: machine families and device types.</summary>
/// <param name="families">The machine families; the first one's default is the machine of a user who names none.</param>
/// <param name="devices">The device types.</param>
/// <param name="findAbi">Tells what a machine version shows its guests; not given: nothing is known of that.</param>
internal sealed class PlatformCatalog(
    IReadOnlyList<MachineFamily> families, IReadOnlyList<ObjectType> devices, Func<string, AbiText?>? findAbi = null)
{
    /// <summary>The machine families.</summary>
    public IReadOnlyList<MachineFamily> Families => families;

    /// <summary>The device types, by name; a machine is none.</summary>
    public IReadOnlyList<ObjectType> Devices { get; } =
    [
        .. devices.Where(device => families.All(family => family.Type != device)).OrderBy(device => device.Name, StringComparer.Ordinal),
    ];

    /// <summary>All names that stand for a machine: those of the versions, and those of the families for their newest version.</summary>
    public IEnumerable<string> MachineNames =>
        families.SelectMany(family => family.Versions.Select(version => version.Name).Append(family.Name));

    /// <summary>The machine of this name.</summary>
    /// <exception cref="CliException">There is none; the message offers the nearest name.</exception>
    public CatalogMachine FindMachine(string name)
    {
        foreach (var family in families)
        {
            if (family.Name == name || family.Versions.Any(version => version.Name == name))
                return new CatalogMachine(family, family.GetVersion(name));
        }

        throw new CliException($"there is no machine '{name}'.{NearestName.Suggest(name, MachineNames)}");
    }

    /// <summary>The machine of this name, or that of a user who names none.</summary>
    /// <exception cref="CliException">There is none.</exception>
    public CatalogMachine FindMachineOrDefault(string? name)
    {
        if (name is not null)
            return FindMachine(name);

        return families is [var first, ..]
            ? new CatalogMachine(first, first.Default)
            : throw new CliException("this build has no machines.");
    }

    /// <summary>What a machine version, or a family's newest, shows its guests.</summary>
    /// <exception cref="CliException">There is no such machine, or nothing is known of it.</exception>
    public AbiText FindAbi(string name)
    {
        var version = FindMachine(name).Version.Name;
        return findAbi?.Invoke(version) ?? throw new CliException($"nothing is known of what '{version}' shows its guests: it was not declared with attributes.");
    }

    /// <summary>The device type of this name.</summary>
    /// <exception cref="CliException">There is none; the message offers the nearest name.</exception>
    public ObjectType FindDevice(string name) =>
        Devices.FirstOrDefault(device => device.Name == name)
        ?? throw new CliException($"there is no device '{name}'.{NearestName.Suggest(name, Devices.Select(device => device.Name))}");
}
