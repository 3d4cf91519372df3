using Hv.Vfio.Tests.Contract;
using Hv.Vfio.Tests.Passthrough;

namespace Hv.Vfio.Tests.Fake;

/// <summary>A guest's windows and a device's DMA on the modelled kernel of Pseries.</summary>
public sealed class FakePseriesPassthroughTests : PassthroughContract
{
    /// <inheritdoc/>
    protected override IContractHost CreateHost() => FakeHost.Pseries();
}
