using Hv.Vfio.Tests.Contract;

namespace Hv.Vfio.Tests.Fake;

/// <summary>Version 1 of the modelled IOMMU of powernv9.</summary>
[TestFixture]
public sealed class FakePowernvV1Tests : SpaprV1Contract
{
    /// <inheritdoc/>
    protected override IContractHost CreateHost() => FakeHost.Powernv9();
}
