namespace Hv.Vfio.Host;

/// <summary>What binding or unbinding a device did.</summary>
/// <param name="Before">The device as it was.</param>
/// <param name="After">The device as it is.</param>
/// <param name="Blocking">The other devices of its group that still keep the group from being passed through.</param>
public sealed record BindingOutcome(HostPciDevice Before, HostPciDevice After, IReadOnlyList<HostPciDevice> Blocking)
{
    /// <summary>Whether another driver has the device now.</summary>
    public bool HasChanged => Before.Driver != After.Driver;
}
