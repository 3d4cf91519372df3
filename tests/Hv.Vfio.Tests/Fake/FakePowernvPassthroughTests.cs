using Hv.Vfio.Tests.Contract;
using Hv.Vfio.Tests.Passthrough;

namespace Hv.Vfio.Tests.Fake;

/// <summary>A guest's windows and a device's DMA on the modelled kernel of Powernv9.</summary>
public sealed class FakePowernvPassthroughTests : PassthroughContract
{
    /// <inheritdoc/>
    protected override IContractHost CreateHost() => FakeHost.Powernv9();
}
