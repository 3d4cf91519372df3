namespace Hv.Power.Translation;

/// <summary>
/// An entry of a hashed page table (Power ISA 2.07, book III-S, 5.7.7.1; PAPR keeps this form on every processor).
/// </summary>
internal readonly record struct HashedPageEntry(ulong First, ulong Second)
{
    public const ulong Valid = 1;
    public const ulong Secondary = 2;
    public const ulong Large = 4;
    public const ulong VirtualPageField = 0xFFFF_FFFF_FFFF_FF80;
    public const ulong PageNumberField = 0x0FFF_FFFF_FFFF_F000;
    public const ulong Reference = 0x100;
    public const ulong Change = 0x80;

    private const ulong NoExecute = 4;
    private const ulong Guarded = 8;

    public bool IsLarge => (First & Large) != 0;

    /// <summary>The virtual page class key, 0 to 31.</summary>
    public int Key => (int)(((Second >> 57) & 0x18) | ((Second >> 9) & 7));

    /// <summary>Whether fetches are kept out: no-execute, or guarded.</summary>
    public bool KeepsFetchesOut => (Second & (NoExecute | Guarded)) != 0;

    /// <summary>What the protection bits allow with a storage key (5.7.13.2); nothing where they are reserved.</summary>
    public PagePermissions Protection(bool key)
    {
        const PagePermissions ReadOnly = PagePermissions.Read | PagePermissions.Execute;
        var bits = (int)((Second >> 61) & 4) | (int)(Second & 3);
        return (bits, key) switch
        {
            (0 or 1 or 2, false) => PagePermissions.All,
            (3 or 6, false) => ReadOnly,
            (1 or 3, true) => ReadOnly,
            (2, true) => PagePermissions.All,
            _ => PagePermissions.None,
        };
    }

    /// <summary>W, I, M, G. All of W, I and M is strong access order; W with I alone is reserved, and taken for I.</summary>
    public StorageAttributes Attributes
    {
        get
        {
            const StorageAttributes StrongOrder =
                StorageAttributes.WriteThrough | StorageAttributes.CachingInhibited | StorageAttributes.Coherent;
            var attributes = (StorageAttributes)((Second >> 3) & 0xF);
            if (attributes == StrongOrder)
                return StorageAttributes.StrongOrder | StorageAttributes.Coherent;

            return (attributes & StorageAttributes.CachingInhibited) == 0
                ? attributes
                : attributes & ~StorageAttributes.WriteThrough;
        }
    }
}
