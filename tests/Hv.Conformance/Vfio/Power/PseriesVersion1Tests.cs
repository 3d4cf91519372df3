using Hv.Conformance.Vfio.Machines;
using Hv.Vfio.Tests.Contract;

namespace Hv.Conformance.Vfio.Power;

/// <summary>Mapping of version 1 on the kernel of pseries.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
[Parallelizable(ParallelScope.Self)]
public sealed class PseriesVersion1Tests : SpaprV1Contract
{
    /// <inheritdoc/>
    protected override IContractHost CreateHost() => new PowerHost(MachineKind.Pseries, HostProfile.Pseries);
}
