namespace Hv.Runtime.Dma;

/// <summary>A DMA window at one moment, for people.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Number">The number the guest names it by (LIOBN), or <see langword="null"/>.</param>
/// <param name="IsDefault">Whether a reset made it, not the guest.</param>
/// <param name="BusAddress">The first bus address.</param>
/// <param name="Size">Bytes covered; 0: nothing now.</param>
/// <param name="PageShift">Pages have 2^this bytes; 0 while nothing is covered.</param>
/// <param name="MappedPages">How many pages are mapped.</param>
/// <param name="Occupancy">For equal parts of the window, in order, which share of each is mapped: 0 to 1. Empty while nothing is covered.</param>
public sealed record DmaWindowState(
    string Name, uint? Number, bool IsDefault, ulong BusAddress, ulong Size, int PageShift, ulong MappedPages, IReadOnlyList<double> Occupancy)
{
    /// <summary>Whether it covers anything.</summary>
    public bool IsEnabled => Size != 0;

    /// <summary>How many pages there are.</summary>
    public ulong Pages => Size >> PageShift;

    /// <summary>Looks at a window. It costs what is mapped, not what is covered.</summary>
    /// <param name="window">The window.</param>
    /// <param name="parts">Into how many parts it is divided, 1 or more.</param>
    public static DmaWindowState Of(IommuRegion window, int parts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        var (address, size, shift) = (window.BusAddress, window.Size, window.PageShift);
        if (size == 0)
            return new DmaWindowState(window.Name, window.Number, window.IsDefault, 0, 0, 0, 0, []);

        var counter = new Counter(address, size, parts);
        window.Replay(counter);
        return new DmaWindowState(window.Name, window.Number, window.IsDefault, address, size, shift, counter.Bytes >> shift, counter.Occupancy);
    }

    private sealed class Counter(ulong start, ulong size, int parts) : IIommuListener
    {
        private readonly double _partSize = (double)size / parts;
        private readonly double[] _bytes = new double[parts];

        public ulong Bytes { get; private set; }

        public IReadOnlyList<double> Occupancy => [.. _bytes.Select(bytes => Math.Min(bytes / _partSize, 1))];

        public bool Mapped(in IommuMapping mapping) => Add(mapping.Address, mapping.Length);

        public bool MappedRepeatedly(in IommuMapping page, ulong count) => Add(page.Address, page.Length * count);

        // A replay maps only.
        public bool Unmapped(ulong address, ulong length) => true;

        private bool Add(ulong address, ulong length)
        {
            // The guest may have moved the window since its place was read; what lies outside of it is not of this moment.
            if (address < start || address - start >= size)
                return true;

            Bytes += length;
            double first = address - start;
            var last = first + length;
            for (var part = (int)(first / _partSize); part < parts && part * _partSize < last; part++)
                _bytes[part] += Math.Max(Math.Min(last, (part + 1) * _partSize) - Math.Max(first, part * _partSize), 0);

            return true;
        }
    }
}
