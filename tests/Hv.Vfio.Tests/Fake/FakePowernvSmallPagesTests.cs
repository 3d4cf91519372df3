using Hv.Testing.Vfio;
using Hv.Vfio.Tests.Contract;

namespace Hv.Vfio.Tests.Fake;

/// <summary>Windows of the modelled IOMMU of powernv9, on a kernel with pages of 4 KiB.</summary>
[TestFixture]
public sealed class FakePowernvSmallPagesTests : PowernvWindowContract
{
    /// <inheritdoc/>
    protected override IContractHost CreateHost() =>
        new FakeHost(FakeKernelOptions.Powernv9 with { PageSize = 4096 }, HostProfile.Powernv9);
}
