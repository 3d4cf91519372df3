using Hv.Conformance.Vfio.Machines;
using Hv.Vfio.Tests.Contract;

namespace Hv.Conformance.Vfio.Power;

/// <summary>A device, and its DMA, on the kernel of powernv9.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
[Parallelizable(ParallelScope.Self)]
public sealed class PowerNvDeviceTests : SpaprDeviceContract
{
    /// <inheritdoc/>
    protected override IContractHost CreateHost() => new PowerHost(MachineKind.PowerNv9, HostProfile.Powernv9);
}
