using Hv.Vfio.Tests.Contract;

namespace Hv.Vfio.Tests.Fake;

/// <summary>Mapping on the modelled IOMMU of pseries.</summary>
[TestFixture]
public sealed class FakePseriesTests : SpaprV2Contract
{
    /// <inheritdoc/>
    protected override IContractHost CreateHost() => FakeHost.Pseries();
}
