namespace Hv.Testing.Vfio;

/// <summary>An IOMMU of the sPAPR kind: TCE tables, as of POWER hosts.</summary>
public sealed record FakeSpapr : FakeIommu
{
    /// <summary>Whether the kernel has version 2: registered memory and windows that come and go.</summary>
    public bool HasVersion2 { get; init; } = true;

    /// <summary>Bytes of the default window, which begins at 0.</summary>
    public uint Window32Size { get; init; } = 0x8000_0000;

    /// <summary>Windows, the default one included: 1 or 2.</summary>
    public int WindowCount { get; init; } = 2;

    /// <summary>Levels that a table may have; more than 1 only where no hypervisor is below.</summary>
    public int Levels { get; init; } = 5;

    /// <summary>Where the second window begins.</summary>
    public ulong SecondWindowStart { get; init; } = 0x0800_0000_0000_0000;

    /// <summary>Where the first window begins that is made after the default one was removed.</summary>
    public ulong RecreatedWindowStart { get; init; }

    /// <summary>Whether 0 levels are taken as 1.</summary>
    public bool TakesZeroLevels { get; init; }

    /// <summary>How often each byte of a table counts as locked.</summary>
    public int TableCopies { get; init; } = 2;

    /// <summary>Whether errors can be handled by EEH.</summary>
    public bool HasEeh { get; init; } = true;

    /// <summary>powernv9 and powernv10.</summary>
    public static FakeSpapr Powernv9 { get; } = new() { PageSizes = 0x4021_1000 };

    /// <summary>pseries-7.2, a guest that gives devices to its own guests.</summary>
    public static FakeSpapr Pseries { get; } = new()
    {
        PageSizes = 0x121_1000,
        Window32Size = 0x4000_0000,
        Levels = 1,
        RecreatedWindowStart = 0x0800_0000_0000_0000,
        TakesZeroLevels = true,
        TableCopies = 1,
        HasEeh = false,
    };
}
