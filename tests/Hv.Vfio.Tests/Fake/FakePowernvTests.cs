using Hv.Vfio.Tests.Contract;

namespace Hv.Vfio.Tests.Fake;

/// <summary>Mapping on the modelled IOMMU of powernv9.</summary>
[TestFixture]
public sealed class FakePowernvTests : SpaprV2Contract
{
    /// <inheritdoc/>
    protected override IContractHost CreateHost() => FakeHost.Powernv9();
}
