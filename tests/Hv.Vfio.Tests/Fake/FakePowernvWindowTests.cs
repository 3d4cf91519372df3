using Hv.Vfio.Tests.Contract;

namespace Hv.Vfio.Tests.Fake;

/// <summary>Windows of the modelled IOMMU of powernv9.</summary>
[TestFixture]
public sealed class FakePowernvWindowTests : PowernvWindowContract
{
    /// <inheritdoc/>
    protected override IContractHost CreateHost() => FakeHost.Powernv9();
}
