using Hv.Conformance.Vfio.Machines;
using Hv.Vfio.Tests.Contract;

namespace Hv.Conformance.Vfio.Power;

/// <summary>Registered memory and mapping on the kernel of powernv9.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
[Parallelizable(ParallelScope.Self)]
public sealed class PowerNvMemoryTests : SpaprV2Contract
{
    /// <inheritdoc/>
    protected override IContractHost CreateHost() => new PowerHost(MachineKind.PowerNv9, HostProfile.Powernv9);
}
