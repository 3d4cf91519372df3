using Hv.Vfio.Tests.Contract;
using Hv.Vfio.Tests.Passthrough;

namespace Hv.Vfio.Tests.Fake;

/// <summary>A guest with a device of a modelled host: q35 with intel-iommu.</summary>
[TestFixture]
public sealed class FakeType1PassthroughTests : PassthroughContract
{
    /// <inheritdoc/>
    protected override IContractHost CreateHost() => FakeHost.Q35();

    [TearDown]
    public void Check() => Host.CheckAfterTest();
}
