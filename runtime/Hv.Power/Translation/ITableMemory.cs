namespace Hv.Power.Translation;

/// <summary>
/// Where page tables lie: guest RAM for a radix tree, and what the hypervisor keeps for a hashed page table. Doublewords are
/// big-endian in memory; here they are numbers. Addresses are multiples of 8.
/// </summary>
public interface ITableMemory
{
    /// <summary>Reads a doubleword at once.</summary>
    /// <returns><see langword="false"/> when there is no memory.</returns>
    bool TryRead(ulong address, out ulong value);

    /// <summary>Replaces a doubleword at once if it is what was read.</summary>
    /// <returns><see langword="false"/> when it was not, or there is no memory.</returns>
    bool TryReplace(ulong address, ulong expected, ulong value);
}
