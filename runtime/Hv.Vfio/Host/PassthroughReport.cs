namespace Hv.Vfio.Host;

/// <summary>Whether a device of the host can be passed through to a guest, and why.</summary>
/// <param name="Address">Where the device is, or should be.</param>
/// <param name="Device">The device; <see langword="null"/> when there is none.</param>
/// <param name="Findings">What was looked at, in the order in which it matters.</param>
public sealed record PassthroughReport(HostPciAddress Address, HostPciDevice? Device, IReadOnlyList<PassthroughFinding> Findings)
{
    /// <summary>Whether nothing keeps the device from being passed through as the host is now.</summary>
    public bool CanBePassedThrough => Problems == 0;

    /// <summary>How many things keep it from that.</summary>
    public int Problems => Findings.Count(finding => finding.Kind == FindingKind.Problem);
}
