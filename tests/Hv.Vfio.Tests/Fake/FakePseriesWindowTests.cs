using Hv.Vfio.Tests.Contract;

namespace Hv.Vfio.Tests.Fake;

/// <summary>Windows of the modelled IOMMU of pseries.</summary>
[TestFixture]
public sealed class FakePseriesWindowTests : SpaprWindowContract
{
    /// <inheritdoc/>
    protected override IContractHost CreateHost() => FakeHost.Pseries();
}
