using Hv.Testing.Vfio;

namespace Hv.Benchmarks.Vfio;

/// <summary>A type1 IOMMU and pages of 64 KiB.</summary>
public class Type1LargePages() : MappingBenchmarks(FakeKernelOptions.Pc, 0x10_0000_0000, 16);
