using Hv.Vfio.Tests.Contract;

namespace Hv.Vfio.Tests.Fake;

/// <summary>Mapping on a modelled type1 IOMMU.</summary>
[TestFixture]
public sealed class FakeType1Tests : Type1Contract
{
    /// <inheritdoc/>
    protected override IContractHost CreateHost() => FakeHost.Q35();
}
