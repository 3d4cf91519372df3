namespace Hv.Power.Translation;

/// <summary>
/// Why a storage interrupt is taken: bits of DSISR, and for fetches of SRR1 (Power ISA, book III, 6.5.3, 6.5.5).
/// </summary>
[Flags]
public enum StorageCauses : uint
{
    /// <summary>No cause is told, as with segment interrupts.</summary>
    None = 0,

    /// <summary>Bit 33: there is no translation.</summary>
    NotFound = 0x4000_0000,

    /// <summary>Bit 35, fetches: the storage is no-execute or guarded.</summary>
    NoExecute = 0x1000_0000,

    /// <summary>Bit 36: storage protection.</summary>
    Protection = 0x0800_0000,

    /// <summary>
    /// Bit 37, data: a reservation or a quadword access where storage has attributes that do not allow it. No walk tells it, since
    /// none knows the instruction: <see cref="AddressTranslation.AllowsReservations"/>.
    /// </summary>
    Attributes = 0x0400_0000,

    /// <summary>Bit 38, data: the access is a store.</summary>
    Store = 0x0200_0000,

    /// <summary>Bit 42: virtual page class key protection.</summary>
    Key = 0x0020_0000,

    /// <summary>Bit 44: a shape of the radix tree that no processor here supports.</summary>
    Unsupported = 0x0008_0000,

    /// <summary>Bit 45: reference and change bits could not be set, since the entry changed all the time.</summary>
    ReferenceChange = 0x0004_0000,

    /// <summary>Bit 46: the access is one to the process table or to the radix tree.</summary>
    ProcessTable = 0x0002_0000,
}
