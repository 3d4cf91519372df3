using Hv.Runtime.Memory;

namespace Hv.Runtime.Pci;

/// <summary>A window of a bridge: addresses that it forwards from its primary bus to its secondary one.</summary>
/// <param name="name">The name that <c>info mtree</c> shows.</param>
internal sealed class BridgeWindow(string name)
{
    private AddressSpace? _from;
    private WindowRegion? _region;

    /// <summary>
    /// Forwards what lies from a base to the end of the granule of a limit; nothing when the limit is below the base. What is
    /// forwarded already stays as it is: most writes to configuration space change no window.
    /// </summary>
    /// <param name="isOpen">Whether the command register lets the bridge forward such accesses at all.</param>
    /// <param name="from">The addresses of the primary bus.</param>
    /// <param name="to">The addresses of the secondary bus.</param>
    /// <param name="start">The base.</param>
    /// <param name="limit">The start of the last granule.</param>
    /// <param name="granule">The size of a granule, as a power of two.</param>
    public void Update(bool isOpen, AddressSpace from, AddressSpace to, ulong start, ulong limit, int granule)
    {
        if (!isOpen || limit < start)
        {
            Close();
            return;
        }

        var last = limit | ((1UL << granule) - 1);
        var size = unchecked(last - start + 1);

        // All 2^64 addresses are more than a window's size can say: it leaves out the last one.
        if (size == 0)
            size = ulong.MaxValue;

        if (_region is not null && _region.TargetAddress == start && _region.Size == size)
            return;

        Close();
        _region = new WindowRegion(name, size, to, start);
        _from = from;
        from.Map(_region, start, priority: 1);
    }

    /// <summary>Forwards nothing.</summary>
    public void Close()
    {
        if (_region is not null)
            _from?.Unmap(_region);

        _region = null;
    }
}
