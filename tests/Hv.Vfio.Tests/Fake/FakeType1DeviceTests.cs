using Hv.Vfio.Tests.Contract;

namespace Hv.Vfio.Tests.Fake;

/// <summary>A device behind a modelled type1 IOMMU.</summary>
[TestFixture]
public sealed class FakeType1DeviceTests : DeviceContract
{
    /// <inheritdoc/>
    protected override IContractHost CreateHost() => FakeHost.Q35();
}
