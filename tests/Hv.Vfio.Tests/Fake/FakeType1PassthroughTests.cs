using Hv.Vfio.Tests.Contract;
using Hv.Vfio.Tests.Passthrough;

namespace Hv.Vfio.Tests.Fake;

/// <summary>A guest's windows and a device's DMA on the modelled kernel of Q35.</summary>
public sealed class FakeType1PassthroughTests : PassthroughContract
{
    /// <inheritdoc/>
    protected override IContractHost CreateHost() => FakeHost.Q35();
}
