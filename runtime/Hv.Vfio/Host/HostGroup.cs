namespace Hv.Vfio.Host;

/// <summary>The devices of the host that are passed through together or not at all.</summary>
/// <param name="Number">The number of the IOMMU group; <see langword="null"/> for the devices that are in none.</param>
/// <param name="Devices">The devices, by address.</param>
public sealed record HostGroup(int? Number, IReadOnlyList<HostPciDevice> Devices)
{
    /// <summary>Whether the host uses none of the devices.</summary>
    public bool IsViable => Number is not null && !Devices.Any(device => device.BlocksGroup);

    /// <summary>Whether a device of the group is as it must be to be passed through, as far as drivers and groups go.</summary>
    public bool IsReady(HostPciDevice device) => IsViable && device.IsBoundToVfio;

    /// <summary>What keeps a device of the group from being passed through, in a few words; or "ready".</summary>
    public string StateOf(HostPciDevice device)
    {
        if (device.IsBridge)
            return device.BlocksGroup && Devices.Count > 1 ? "bridge, blocks the group" : "bridge";

        if (Number is null)
            return "no IOMMU";

        if (device.BlocksGroup)
            return "used by the host";

        var blocking = Devices.Where(other => other.BlocksGroup).Select(other => other.Address).ToList();
        if (blocking.Count > 0)
            return $"blocked by {string.Join(", ", blocking)}";

        return device.IsBoundToVfio ? "ready" : "to be bound";
    }
}
