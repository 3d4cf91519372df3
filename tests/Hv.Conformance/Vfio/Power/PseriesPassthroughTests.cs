using Hv.Conformance.Vfio.Machines;
using Hv.Vfio.Tests.Contract;
using Hv.Vfio.Tests.Passthrough;

namespace Hv.Conformance.Vfio.Power;

/// <summary>A guest's windows and a device's DMA on the kernel of pseries.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
[Parallelizable(ParallelScope.Self)]
public sealed class PseriesPassthroughTests : PassthroughContract
{
    /// <inheritdoc/>
    protected override IContractHost CreateHost() => new PowerHost(MachineKind.Pseries, HostProfile.Pseries);
}
