using Hv.Testing.Vfio;

namespace Hv.Benchmarks.Vfio;

/// <summary>An sPAPR IOMMU of version 2 and pages of 4 KiB.</summary>
public class SpaprSmallPages() : MappingBenchmarks(FakeKernelOptions.Powernv9, 1UL << 59, 12);
