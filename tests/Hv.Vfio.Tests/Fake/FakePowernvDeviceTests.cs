using Hv.Vfio.Tests.Contract;

namespace Hv.Vfio.Tests.Fake;

/// <summary>A device behind the modelled IOMMU of powernv9.</summary>
[TestFixture]
public sealed class FakePowernvDeviceTests : SpaprDeviceContract
{
    /// <inheritdoc/>
    protected override IContractHost CreateHost() => FakeHost.Powernv9();
}
