namespace Hv.Cli.Output;

// The shapes of the --json output of hv vfio. Programs read them: names are added, never changed or removed.

/// <summary><c>hv vfio list --json</c>.</summary>
/// <param name="Groups">The IOMMU groups, and the devices in none as one without a number.</param>
/// <param name="Problem">Why nothing can be passed through at all, or <see langword="null"/>.</param>
internal sealed record VfioListDocument(IReadOnlyList<VfioGroupItem> Groups, string? Problem);

/// <summary>An IOMMU group.</summary>
internal sealed record VfioGroupItem(int? Group, bool IsViable, IReadOnlyList<VfioDeviceItem> Devices);

/// <summary>A PCI function of the host; <paramref name="State"/> is what keeps it from being passed through, or "ready".</summary>
internal sealed record VfioDeviceItem(
    string Address, string Vendor, string Device, string Class, string? VendorName, string? DeviceName, string? Driver, bool IsBridge,
    bool BlocksGroup, bool IsReady, string State);

/// <summary><c>hv vfio check ADDRESS --json</c>.</summary>
internal sealed record VfioCheckDocument(string Address, bool CanBePassedThrough, IReadOnlyList<VfioFindingItem> Findings);

/// <summary>What was looked at.</summary>
internal sealed record VfioFindingItem(string Kind, string Topic, string Seen, string? Advice);
