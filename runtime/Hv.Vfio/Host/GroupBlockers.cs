using Hv.Vfio.Kernel;

namespace Hv.Vfio.Host;

/// <summary>Which devices keep an IOMMU group from being passed through, in words.</summary>
internal static class GroupBlockers
{
    /// <summary>Says why a group is not viable.</summary>
    public static string Explain(IHostFiles files, int group) =>
        $"IOMMU group {group} is not viable: devices that share it are not isolated from each other, and the host still uses"
        + $" {Name([.. HostPciDevice.OfGroup(files, group).Where(device => device.BlocksGroup)])}. {Capital(Advice(files, group))}.";

    /// <summary>Says what to do so that a group can be used.</summary>
    public static string Advice(IHostFiles files, int group)
    {
        var members = HostPciDevice.OfGroup(files, group);
        if (members.FirstOrDefault(device => device.BlocksGroup && device.IsBridge) is { } bridge)
            return $"{bridge.Address} is a bridge, and stays the host's: unload {bridge.Driver}, or put the device into another slot";

        var wanted = members.Where(device => !device.IsBridge && !device.IsBoundToVfio).ToList();
        var blocking = wanted.Where(device => device.BlocksGroup).ToList();
        var binding = blocking.Count > 0 ? blocking : wanted;
        return binding.Count == 0
            ? "load the module vfio-pci and bind the device again"
            : $"bind {string.Join(" and ", binding.Select(device => device.Address))} to vfio-pci (hv vfio bind {string.Join(' ', binding.Select(device => device.Address))})";
    }

    private static string Name(IReadOnlyList<HostPciDevice> devices) =>
        devices.Count == 0 ? "a device of it" : string.Join(", ", devices);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
