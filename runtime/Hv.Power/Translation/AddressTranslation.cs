namespace Hv.Power.Translation;

/// <summary>
/// What became of an access: a page that a TLB can keep, or an interrupt. Nothing in a page table makes more of it than this.
/// </summary>
/// <param name="RealAddress">The real address of the access.</param>
/// <param name="PageShift">The binary logarithm of the size of the page around it.</param>
/// <param name="Permissions">What may be done with the page in the state that it was translated for.</param>
/// <param name="Attributes">How the page is accessed.</param>
/// <param name="MustSetChange">
/// Whether the change bit of the page is still 0: a store must be translated again, which sets it (book III, 5.7.12).
/// </param>
public readonly record struct AddressTranslation(
    ulong RealAddress, byte PageShift, PagePermissions Permissions, StorageAttributes Attributes, bool MustSetChange)
{
    /// <summary>The interrupt that the access takes; then nothing else counts but <see cref="Causes"/>.</summary>
    public StorageInterrupt Interrupt { get; init; }

    /// <summary>The bits of DSISR, or of SRR1 for a fetch.</summary>
    public StorageCauses Causes { get; init; }

    /// <summary>Whether the access has a real address.</summary>
    public bool IsTranslated => Interrupt == StorageInterrupt.None;

    /// <summary>Whether lwarx and its like, and lq and stq, may access the page (book III, 5.8.2).</summary>
    public bool AllowsReservations =>
        (Attributes & (StorageAttributes.CachingInhibited | StorageAttributes.WriteThrough)) == 0;

    /// <summary>The real address of the page.</summary>
    public ulong RealPage => RealAddress & ~((1UL << PageShift) - 1);

    /// <summary>The storage interrupt of an access: data or instruction storage, and for a store that it is one.</summary>
    public static AddressTranslation Fault(AccessKind kind, StorageCauses causes) => new()
    {
        Interrupt = kind == AccessKind.Fetch ? StorageInterrupt.InstructionStorage : StorageInterrupt.DataStorage,
        Causes = causes | (kind == AccessKind.Store ? StorageCauses.Store : StorageCauses.None),
    };

    /// <summary>The segment interrupt of an access.</summary>
    public static AddressTranslation SegmentFault(AccessKind kind) => new()
    {
        Interrupt = kind == AccessKind.Fetch ? StorageInterrupt.InstructionSegment : StorageInterrupt.DataSegment,
    };

    /// <summary>The same fault as one of the hypervisor's.</summary>
    internal AddressTranslation ForHypervisor() => Interrupt switch
    {
        StorageInterrupt.DataStorage => this with { Interrupt = StorageInterrupt.HypervisorDataStorage },
        StorageInterrupt.InstructionStorage => this with { Interrupt = StorageInterrupt.HypervisorInstructionStorage },
        _ => this,
    };
}
