using Hv.Vfio.Tests.Contract;

namespace Hv.Vfio.Tests.Real;

/// <summary>An NVMe controller behind the host's own type1 IOMMU: q35 with intel-iommu.</summary>
[TestFixture]
[Explicit("It needs a machine with an IOMMU and an NVMe controller to itself.")]
[Category("RealType1")]
public sealed class RealType1NvmeTests : NvmeContract
{
    /// <inheritdoc/>
    protected override IContractHost CreateHost() => new RealHost(HostProfile.Q35, BoundDevice.BindNvme);
}
