namespace Hv.Power.Debugging;

/// <summary>Data that a debugger watches.</summary>
/// <param name="Address">The effective address of the first byte.</param>
/// <param name="Length">How many bytes, at least 1.</param>
/// <param name="Loads">Whether loads are seen.</param>
/// <param name="Stores">Whether stores are seen.</param>
public sealed record WatchedRange(ulong Address, ulong Length, bool Loads, bool Stores)
{
    /// <summary>Whether some bytes are among these. Addresses wrap.</summary>
    public bool Overlaps(ulong address, ulong length) => address - Address < Length || Address - address < length;
}
