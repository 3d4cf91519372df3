namespace Hv.Power.Translation;

/// <summary>
/// How storage is accessed: the bits WIMG of a hashed page (Power ISA, book III, 5.8.2), and what radix pages have.
/// </summary>
[Flags]
public enum StorageAttributes : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>G: no access that the program does not ask for.</summary>
    Guarded = 1,

    /// <summary>M: coherent.</summary>
    Coherent = 2,

    /// <summary>I: not through a cache. Reservations are not possible there, nor quadword accesses.</summary>
    CachingInhibited = 4,

    /// <summary>W: stores go through to memory. Reservations are not possible there.</summary>
    WriteThrough = 8,

    /// <summary>Accesses are performed in program order (SAO): the combination of W, I and M, which is neither of them.</summary>
    StrongOrder = 16,
}
