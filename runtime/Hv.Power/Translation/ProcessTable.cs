namespace Hv.Power.Translation;

/// <summary>Where the process table of a guest lies (Power ISA 3.0, book III, 5.7.6.2; H_REGISTER_PROC_TBL).</summary>
/// <param name="Address">The guest-real address of its first byte, a multiple of its size.</param>
/// <param name="SizeField">The field PRTS, 0 to 31: the binary logarithm of its size in bytes, less 12.</param>
public readonly record struct ProcessTable(ulong Address, int SizeField)
{
    /// <summary>Its size in bytes.</summary>
    public ulong Size => 1UL << ((SizeField & 31) + 12);
}
