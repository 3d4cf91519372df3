using Hv.Conformance.Vfio.Machines;
using Hv.Vfio.Tests.Contract;

namespace Hv.Conformance.Vfio.Power;

/// <summary>Windows on the kernel of pseries.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
[Parallelizable(ParallelScope.Self)]
public sealed class PseriesWindowTests : SpaprWindowContract
{
    /// <inheritdoc/>
    protected override IContractHost CreateHost() => new PowerHost(MachineKind.Pseries, HostProfile.Pseries);
}
