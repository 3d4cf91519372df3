using Hv.Testing.Vfio;

namespace Hv.Benchmarks.Vfio;

/// <summary>An sPAPR IOMMU of version 2 and pages of 64 KiB.</summary>
public class SpaprLargePages() : MappingBenchmarks(FakeKernelOptions.Powernv9, 1UL << 59, 16);
