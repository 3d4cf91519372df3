using Hv.Vfio.Kernel.Structures;

namespace Hv.Testing.Vfio;

/// <summary>An IOMMU of the type1 kind, as of x86 and Arm.</summary>
public sealed record FakeType1 : FakeIommu
{
    /// <summary>Makes that of q35 with intel-iommu.</summary>
    public FakeType1() => PageSizes = 0x4020_1000;

    /// <summary>The addresses that it translates, ascending.</summary>
    public IReadOnlyList<IovaRange> IovaRanges { get; init; } =
    [
        new() { Start = 0, End = 0xFEDF_FFFF },
        new() { Start = 0xFEF0_0000, End = 0x7F_FFFF_FFFF },
    ];

    /// <summary>How many mappings a container holds: the module parameter <c>dma_entry_limit</c>.</summary>
    public uint MappingLimit { get; init; } = 65535;

    /// <summary>Whether the kernel has version 2, which every one since 2014 has.</summary>
    public bool HasVersion2 { get; init; } = true;

    /// <summary>Whether the kernel tells ranges and the number of mappings; those before 5.4 do not.</summary>
    public bool HasCapabilities { get; init; } = true;
}
