using Hv.Vfio.Tests.Contract;
using Hv.Vfio.Tests.Passthrough;

namespace Hv.Vfio.Tests.Fake;

/// <summary>A guest with a device of a modelled host: powernv9.</summary>
[TestFixture]
public sealed class FakePowernvPassthroughTests : PassthroughContract
{
    /// <inheritdoc/>
    protected override IContractHost CreateHost() => FakeHost.Powernv9();

    [TearDown]
    public void Check() => Host.CheckAfterTest();
}
