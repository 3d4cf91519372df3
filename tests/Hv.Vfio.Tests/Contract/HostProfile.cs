using Hv.Vfio.Kernel;

namespace Hv.Vfio.Tests.Contract;

/// <summary>What differs between hosts that all keep the contract. The values were read on real kernels under QEMU 7.2.</summary>
public sealed record HostProfile
{
    /// <summary>The kind of IOMMU that the host is for.</summary>
    public required IommuType Iommu { get; init; }

    /// <summary>Bit n: the IOMMU has pages of 2^n bytes.</summary>
    public required ulong PageSizes { get; init; }

    /// <summary>Addresses that type1 translates; empty for sPAPR.</summary>
    public IReadOnlyList<(ulong First, ulong Last)> IovaRanges { get; init; } = [];

    /// <summary>How many mappings type1 holds.</summary>
    public uint MappingLimit { get; init; }

    /// <summary>Bytes of the default window of sPAPR, which begins at 0.</summary>
    public uint Window32Size { get; init; }

    /// <summary>Windows of sPAPR, the default one included.</summary>
    public uint WindowCount { get; init; }

    /// <summary>Levels that a table of sPAPR may have.</summary>
    public uint Levels { get; init; }

    /// <summary>Where the second window of sPAPR begins.</summary>
    public ulong SecondWindowStart { get; init; }

    /// <summary>Where the first window begins that is made after the default one was removed.</summary>
    public ulong RecreatedWindowStart { get; init; }

    /// <summary>Whether 0 levels are taken as 1.</summary>
    public bool TakesZeroLevels { get; init; }

    /// <summary>Bytes that are counted as locked for each byte of a table.</summary>
    public uint TableCopies { get; init; }

    /// <summary>Whether errors can be handled by EEH.</summary>
    public bool HasEeh { get; init; }

    /// <summary>q35 with intel-iommu.</summary>
    public static HostProfile Q35 { get; } = new()
    {
        Iommu = IommuType.Type1V2,
        PageSizes = 0x4020_1000,
        IovaRanges = [(0, 0xFEDF_FFFF), (0xFEF0_0000, 0x7F_FFFF_FFFF)],
        MappingLimit = 65535,
    };

    /// <summary>powernv9 and powernv10.</summary>
    public static HostProfile Powernv9 { get; } = new()
    {
        Iommu = IommuType.SpaprTceV2,
        PageSizes = 0x4021_1000,
        Window32Size = 0x8000_0000,
        WindowCount = 2,
        Levels = 5,
        SecondWindowStart = 0x0800_0000_0000_0000,
        RecreatedWindowStart = 0,
        TableCopies = 2,
        HasEeh = true,
    };

    /// <summary>pseries-7.2.</summary>
    public static HostProfile Pseries { get; } = new()
    {
        Iommu = IommuType.SpaprTceV2,
        PageSizes = 0x121_1000,
        Window32Size = 0x4000_0000,
        WindowCount = 2,
        Levels = 1,
        SecondWindowStart = 0x0800_0000_0000_0000,
        RecreatedWindowStart = 0x0800_0000_0000_0000,
        TakesZeroLevels = true,
        TableCopies = 1,
    };
}
