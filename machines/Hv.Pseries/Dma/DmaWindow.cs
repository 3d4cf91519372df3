using Hv.Runtime.Calls;

namespace Hv.Pseries.Dma;

/// <summary>
/// The geometry of one DMA window of a PCI host bridge: which bus addresses it covers, in pages of which size. A bridge has a
/// fixed number of them, enabled or not; the LIOBN of each is fixed too.
/// </summary>
/// <param name="liobn">The number the guest names it by.</param>
public sealed class DmaWindow(Liobn liobn)
{
    /// <summary>The number the guest names it by.</summary>
    public Liobn Liobn { get; } = liobn;

    /// <summary>Whether it covers anything now.</summary>
    public bool IsEnabled => Entries != 0;

    /// <summary>Whether it was made by a reset, not by the guest. Kept until the next reset, also while disabled.</summary>
    public bool IsDefault { get; private set; }

    /// <summary>The first bus address.</summary>
    public ulong BusAddress { get; private set; }

    /// <summary>Pages have 2^this bytes: 12 to 34.</summary>
    public int PageShift { get; private set; }

    /// <summary>How many pages, each with one TCE: 1 to 2^32 - 1, or 0 while disabled.</summary>
    public uint Entries { get; private set; }

    /// <summary>The bytes covered; 0 while disabled.</summary>
    public ulong Size => (ulong)Entries << PageShift;

    /// <summary>Covers <paramref name="entries"/> pages of 2^<paramref name="pageShift"/> bytes from <paramref name="busAddress"/>.</summary>
    /// <exception cref="InvalidOperationException">The window is enabled already.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no entries, or page sizes that no TCE can have.</exception>
    public void Enable(ulong busAddress, int pageShift, uint entries, bool isDefault)
    {
        if (IsEnabled)
            throw new InvalidOperationException($"DMA window {Liobn} is enabled already.");

        ArgumentOutOfRangeException.ThrowIfZero(entries);
        ArgumentOutOfRangeException.ThrowIfLessThan(pageShift, 12);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pageShift, 34);
        BusAddress = busAddress;
        PageShift = pageShift;
        Entries = entries;
        IsDefault = isDefault;
    }

    /// <summary>Covers nothing any more. What it was, default or not, is remembered.</summary>
    public void Disable()
    {
        BusAddress = 0;
        PageShift = 0;
        Entries = 0;
    }

    /// <summary>Whether any bus address from <paramref name="start"/> to <paramref name="last"/>, inclusive, is covered.</summary>
    public bool Overlaps(ulong start, ulong last) => IsEnabled && start <= BusAddress + (Size - 1) && BusAddress <= last;
}
