using System.Collections.Immutable;
using Hv.Power.Declarations;

namespace Hv.Power.Execution;

/// <summary>A model of processor: what software finds it to be, and what it can do.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The processor version register.</param>
/// <param name="Level">The version of the ISA that it implements.</param>
public sealed record PowerModel(string Name, uint Version, Isa Level)
{
    /// <summary>
    /// The logical versions that software may ask it to behave as, the newest first: its own architecture and the two before it (LoPAR B.6.2.4,
    /// option vector 1; what <c>ibm,client-architecture-support</c> is called with).
    /// </summary>
    public ImmutableArray<LogicalVersion> LogicalVersions { get; init; } = [];

    /// <summary>The binary logarithms of the page sizes of hashed page tables, as base sizes of segments.</summary>
    public ImmutableArray<int> HashedPageShifts { get; init; } = [12, 16, 24];

    /// <summary>The binary logarithms of the page sizes of radix trees; none: it has no radix trees.</summary>
    public ImmutableArray<int> RadixPageShifts { get; init; } = [];

    /// <summary>The binary logarithms of the segment sizes.</summary>
    public ImmutableArray<int> SegmentShifts { get; init; } = [28, 40];

    /// <summary>How many entries the segment lookaside buffer has.</summary>
    public int SegmentEntries { get; init; } = State.PowerState.SlbSize;

    /// <summary>POWER7, version 2.3.</summary>
    public static PowerModel Power7 { get; } = new("POWER7", 0x003F0203, Isa.V2_06)
    {
        LogicalVersions = [LogicalVersion.V2_06Plus, LogicalVersion.V2_06, LogicalVersion.V2_05],
    };

    /// <summary>POWER8, version 2.0.</summary>
    public static PowerModel Power8 { get; } = new("POWER8", 0x004D0200, Isa.V2_07)
    {
        LogicalVersions = [LogicalVersion.V2_07, LogicalVersion.V2_06Plus, LogicalVersion.V2_06],
    };

    /// <summary>POWER9, DD 2.0.</summary>
    public static PowerModel Power9 { get; } = new("POWER9", 0x004E1200, Isa.V3_0)
    {
        LogicalVersions = [LogicalVersion.V3_0, LogicalVersion.V2_07, LogicalVersion.V2_06Plus, LogicalVersion.V2_06],
        RadixPageShifts = [12, 16, 21, 30],
    };

    /// <summary>All models.</summary>
    public static ImmutableArray<PowerModel> All { get; } = [Power7, Power8, Power9];

    /// <summary>Whether it has radix trees.</summary>
    public bool HasRadix => RadixPageShifts.Length > 0;

    /// <summary>The model with a value of the processor version register, of any revision of it, or <see langword="null"/>.</summary>
    public static PowerModel? Find(uint version) => All.FirstOrDefault(model => model.Version >> 16 == version >> 16);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
