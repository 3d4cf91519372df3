using Hv.Vfio.Tests.Contract;
using Hv.Vfio.Tests.Passthrough;

namespace Hv.Vfio.Tests.Fake;

/// <summary>A guest with a device of a modelled host: pseries.</summary>
[TestFixture]
public sealed class FakePseriesPassthroughTests : PassthroughContract
{
    /// <inheritdoc/>
    protected override IContractHost CreateHost() => FakeHost.Pseries();

    [TearDown]
    public void Check() => Host.CheckAfterTest();
}
