using Hv.Vfio.Tests.Contract;

namespace Hv.Vfio.Tests.Fake;

/// <summary>A device behind the modelled IOMMU of pseries.</summary>
[TestFixture]
public sealed class FakePseriesDeviceTests : SpaprDeviceContract
{
    /// <inheritdoc/>
    protected override IContractHost CreateHost() => FakeHost.Pseries();
}
