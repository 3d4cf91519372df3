using Hv.Conformance.Vfio.Machines;
using Hv.Vfio.Tests.Contract;
using Hv.Vfio.Tests.Passthrough;

namespace Hv.Conformance.Vfio.Power;

/// <summary>A guest's windows and a device's DMA on the kernel of powernv9.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
[Parallelizable(ParallelScope.Self)]
public sealed class PowerNvPassthroughTests : PassthroughContract
{
    /// <inheritdoc/>
    protected override IContractHost CreateHost() => new PowerHost(MachineKind.PowerNv9, HostProfile.Powernv9, isReset: false);
}
