using Hv.Vfio.Kernel;

namespace Hv.Testing.Vfio;

/// <summary>What a modelled host is like. The values of <see cref="Pc"/>, <see cref="Powernv9"/> and <see cref="Pseries"/> were read on real kernels.</summary>
public sealed record FakeKernelOptions
{
    /// <summary>How requests are numbered.</summary>
    public HostArchitecture Architecture { get; init; }

    /// <summary>Bytes of a page: 4096 or 65536.</summary>
    public int PageSize { get; init; } = 4096;

    /// <summary>The IOMMU; <see langword="null"/>: there is none, hence no groups.</summary>
    public FakeIommu? Iommu { get; init; } = new FakeType1();

    /// <summary>RLIMIT_MEMLOCK in bytes.</summary>
    public ulong LockedMemoryLimit { get; init; } = 8 << 20;

    /// <summary>Whether the process has CAP_IPC_LOCK, for which the limit does not count.</summary>
    public bool CanLockMemory { get; init; } = true;

    /// <summary>Whether interrupts of devices are isolated; type1 wants it.</summary>
    public bool HasInterruptRemapping { get; init; } = true;

    /// <summary>The parameter of vfio_iommu_type1 that does without.</summary>
    public bool AllowsUnsafeInterrupts { get; init; }

    /// <summary>The size of the pages behind RAM as a power of two; 0: that of the kernel. More only with huge pages.</summary>
    public int MemoryPageShift { get; init; }

    /// <summary>How many descriptors there can be: RLIMIT_NOFILE.</summary>
    public int DescriptorLimit { get; init; } = 1024;

    /// <summary>q35 with intel-iommu.</summary>
    public static FakeKernelOptions Pc { get; } = new();

    /// <summary>powernv9 with pages of 64 KiB.</summary>
    public static FakeKernelOptions Powernv9 { get; } = new()
    {
        Architecture = HostArchitecture.PowerPc,
        PageSize = 65536,
        Iommu = FakeSpapr.Powernv9,
    };

    /// <summary>pseries-7.2 with pages of 64 KiB.</summary>
    public static FakeKernelOptions Pseries { get; } = Powernv9 with { Iommu = FakeSpapr.Pseries };
}
