using Hv.Power.Translation;

namespace Hv.Power.Tests.Translation;

/// <summary>What a reference walk says of an access: its address and page, or the bits of DSISR or SRR1.</summary>
internal sealed record ReferenceOutcome(
    StorageInterrupt Interrupt, uint Causes, ulong RealAddress = 0, int PageShift = 0, string Wimg = "")
{
    public static ReferenceOutcome Segment(AccessKind kind) =>
        new(kind == AccessKind.Fetch ? StorageInterrupt.InstructionSegment : StorageInterrupt.DataSegment, 0);

    /// <summary>A storage interrupt with some bits of DSISR or SRR1, numbered from 32 as the ISA does.</summary>
    public static ReferenceOutcome Storage(AccessKind kind, params int[] bits)
    {
        var causes = 0u;
        foreach (var bit in bits)
            causes |= 1u << (63 - bit);
        if (kind == AccessKind.Store)
            causes |= 1u << (63 - 38);
        return new ReferenceOutcome(
            kind == AccessKind.Fetch ? StorageInterrupt.InstructionStorage : StorageInterrupt.DataStorage, causes);
    }
}
