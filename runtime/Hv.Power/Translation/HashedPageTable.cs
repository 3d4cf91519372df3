namespace Hv.Power.Translation;

/// <summary>Where a hashed page table lies, and how large it is (SDR1; Power ISA, book III, 5.7.7.2).</summary>
/// <param name="Address">The address of its first byte, a multiple of its size.</param>
/// <param name="SizeShift">The binary logarithm of its size in bytes, 18 to 46.</param>
public readonly record struct HashedPageTable(ulong Address, int SizeShift)
{
    private const int GroupShift = 7;

    /// <summary>The address of a group of eight entries. A size out of range is taken for the nearest that there is.</summary>
    internal ulong GroupAddress(ulong hash)
    {
        var groups = 1UL << (Math.Clamp(SizeShift, 18, 46) - GroupShift);
        return unchecked(Address + ((hash & (groups - 1)) << GroupShift));
    }
}
