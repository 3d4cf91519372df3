using Hv.Testing.Vfio;

namespace Hv.Benchmarks.Vfio;

/// <summary>A type1 IOMMU and pages of 4 KiB.</summary>
public class Type1SmallPages() : MappingBenchmarks(FakeKernelOptions.Pc, 0x10_0000_0000, 12);
