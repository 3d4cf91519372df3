using Hv.Conformance.Vfio.Machines;
using Hv.Vfio.Tests.Contract;

namespace Hv.Conformance.Vfio.Power;

/// <summary>Registered memory and mapping on the kernel of pseries.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
[Parallelizable(ParallelScope.Self)]
public sealed class PseriesMemoryTests : SpaprV2Contract
{
    /// <inheritdoc/>
    protected override IContractHost CreateHost() => new PowerHost(MachineKind.Pseries, HostProfile.Pseries);
}
