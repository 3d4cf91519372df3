using Hv.Runtime.Declarations;

namespace Hv.Pseries.Interrupts;

/// <summary>Where the interrupts of a source go, where the guest has XIVE.</summary>
[VmState("spapr-xive/eas")]
public partial struct XiveEventAssignment
{
    /// <summary>Whether the source is there.</summary>
    public const ulong IsValid = 0x8000_0000_0000_0000;

    /// <summary>Whether its interrupts go nowhere.</summary>
    public const ulong IsMasked = 0x0000_0000_8000_0000;

    /// <summary>The entry, in the order of bits that the architecture has.</summary>
    [Migrated(Name = "w", TypeName = "uint64", Codec = typeof(LittleEndianLongCodec))]
    public ulong Word { get; set; }
}
