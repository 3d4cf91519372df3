using Hv.Vfio.Tests.Contract;
using Hv.Vfio.Tests.Passthrough;

namespace Hv.Vfio.Tests.Real;

/// <summary>A guest's windows and a device's DMA on the host's own type1 IOMMU: q35 with intel-iommu.</summary>
[TestFixture]
[Explicit("It needs a machine with an IOMMU and an edu device to itself.")]
[Category("RealType1")]
public sealed class RealType1PassthroughTests : PassthroughContract
{
    /// <inheritdoc/>
    protected override IContractHost CreateHost() => new RealHost(HostProfile.Q35, BoundDevice.BindEdu);
}
