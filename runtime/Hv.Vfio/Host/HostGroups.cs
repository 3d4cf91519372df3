using Hv.Vfio.Kernel;

namespace Hv.Vfio.Host;

/// <summary>All PCI devices of the host by IOMMU group.</summary>
/// <param name="Groups">The groups by number; the devices in none come last, as a group without a number.</param>
/// <param name="Problem">Why nothing can be passed through at all, and what would help; or <see langword="null"/>.</param>
public sealed record HostGroups(IReadOnlyList<HostGroup> Groups, string? Problem)
{
    /// <summary>Looks at the host.</summary>
    public static HostGroups Read(IHostFiles files)
    {
        var groups = HostPciDevice.All(files)
            .GroupBy(device => device.Group)
            .OrderBy(group => group.Key ?? int.MaxValue)
            .Select(group => new HostGroup(group.Key, [.. group]))
            .ToList();
        return new HostGroups(groups, groups.Count == 0 ? "The host has no PCI devices."
            : groups.Exists(group => group.Number is not null) ? null
            : $"No device can be passed through. {HostFindings.ExplainNoGroup(files)} Advice: {HostFindings.AdviseNoGroup(files)}.");
    }
}
