using Hv.Vfio.Kernel;
using Hv.Vfio.Kernel.Structures;

namespace Hv.Testing.Vfio.Containers;

internal sealed partial class SpaprDriver
{
    private KernelResult Create(Span<byte> argument)
    {
        var error = FakeArguments.Take(argument, FakeArguments.Size<SpaprCreate>(), out SpaprCreate create);
        if (error == Errno.None)
            error = create.Flags != 0 ? Errno.InvalidArgument : MakeDefaultWindow();

        if (error == Errno.None)
            error = MakeWindow((int)Math.Min(create.PageShift, 64), create.WindowSize, create.Levels, out create.StartAddress);

        if (error != Errno.None)
            return KernelResult.Failed(error);

        FakeArguments.Give(argument, ref create, argument.Length);
        return default;
    }

    private KernelResult Remove(Span<byte> argument)
    {
        var error = FakeArguments.Take(argument, FakeArguments.Size<SpaprRemove>(), out SpaprRemove remove);
        if (error != Errno.None)
            return KernelResult.Failed(error);

        if (remove.Flags != 0)
            return KernelResult.Failed(Errno.InvalidArgument);

        if (_isDefaultPending && remove.StartAddress == 0)
        {
            _isDefaultPending = false;
            return default;
        }

        for (var index = 0; index < _windows.Length; index++)
        {
            if (_windows[index]?.Contains(remove.StartAddress) == true)
            {
                RemoveWindow(index);
                return default;
            }
        }

        return KernelResult.Failed(Errno.InvalidArgument);
    }

    /// <summary>The default window exists once somebody needs to know, not before.</summary>
    private Errno MakeDefaultWindow()
    {
        if (!_isDefaultPending)
            return Errno.None;

        var cost = _tables.CostOf(DefaultPageShift, options.Window32Size, 1) ?? 0;
        if (!Kernel.TryLock(cost))
            return Errno.NoMemory;

        _isDefaultPending = false;
        _windows[0] = _default = new SpaprWindow(0, DefaultPageShift, options.Window32Size >> DefaultPageShift, cost);
        return Errno.None;
    }

    private Errno MakeWindow(int pageShift, ulong size, uint levels, out ulong start)
    {
        start = 0;
        var slot = -1;
        for (var index = options.WindowCount - 1; index >= 0; index--)
        {
            if (_windows[index] is null)
                slot = index;
        }

        if (slot < 0)
            return Errno.NoSpace;

        if (pageShift > 63 || (options.PageSizes & (1UL << pageShift)) == 0)
            return Errno.InvalidArgument;

        // What two windows at one place answer was not measured; nothing that makes sense asks for it.
        start = slot == 0 ? options.RecreatedWindowStart : options.SecondWindowStart;
        foreach (var window in _windows)
        {
            if (window is not null && window.Start == start)
                return Errno.InvalidArgument;
        }

        if (_tables.CostOf(pageShift, size, levels) is not { } cost)
            return Errno.InvalidArgument;

        if (!Kernel.TryLock(cost))
            return Errno.NoMemory;

        var error = _tables.Make(pageShift, size, levels);
        if (error != Errno.None)
        {
            Kernel.LoseLocked(cost);
            return error;
        }

        _windows[slot] = new SpaprWindow(start, pageShift, size >> pageShift, cost);
        return Errno.None;
    }

    private void RemoveWindow(int slot)
    {
        if (_windows[slot] is not { } window)
            return;

        Clear(window, 0, window.Entries);
        Kernel.Unlock(window.Cost);
        _windows[slot] = null;
    }

    private SpaprWindow? Find(ulong iova)
    {
        if (_windows[0] is { } first && first.Contains(iova))
            return first;

        return _windows[1] is { } second && second.Contains(iova) ? second : null;
    }

    private KernelResult Map(Span<byte> argument)
    {
        if (!_isEnabled)
            return KernelResult.Failed(Errno.NotPermitted);

        var error = FakeArguments.Take(argument, FakeArguments.Size<Type1Map>(), out Type1Map map);
        if (error == Errno.None)
            error = (map.Flags & ~DmaFlags.ReadWrite) != 0 ? Errno.InvalidArgument : MakeDefaultWindow();

        if (error != Errno.None)
            return KernelResult.Failed(error);

        if (Find(map.Iova) is not { } window)
            return KernelResult.Failed(Errno.NoSuchAddress);

        var mask = window.PageSize - 1;
        if (((map.Size | map.Address) & mask) != 0 || map.Flags == 0)
            return KernelResult.Failed(Errno.InvalidArgument);

        // The kernel answers what is true of the address, not an error.
        if ((map.Iova & mask) != 0)
            return new KernelResult(1);

        var first = (map.Iova - window.Start) >> window.PageShift;
        error = MapPages(window, first, map.Size >> window.PageShift, map.Address, map.Flags);
        return error == Errno.None ? default : KernelResult.Failed(error);
    }

    private Errno MapPages(SpaprWindow window, ulong first, ulong count, ulong address, uint flags)
    {
        for (var index = 0UL; index < count; index++, address += window.PageSize)
        {
            // Only the first page is checked against the end of the table.
            if (first + index >= window.Entries)
            {
                Kernel.Corrupt($"{count - index} entries were written past the end of the window at 0x{window.Start:x}");
                Kernel.Calls.CountMapped((long)index, index << window.PageShift);
                return Errno.None;
            }

            var error = Use(address, window.PageShift);
            if (error != Errno.None)
            {
                Clear(window, first, first + index);
                return error;
            }

            EndUse(window.Exchange(first + index, address | flags), window.PageShift);
        }

        Kernel.Calls.CountMapped((long)count, count << window.PageShift);
        return Errno.None;
    }

    private Errno Use(ulong address, int pageShift)
    {
        if (!isVersion2)
            return Kernel.Memory.Contains(address, 1UL << pageShift) ? Errno.None : Errno.BadAddress;

        if (Kernel.Registry.Find(address, 1UL << pageShift) is not { } memory || pageShift > _memoryShift)
            return Errno.InvalidArgument;

        memory.Entries++;
        return Errno.None;
    }

    private void EndUse(ulong entry, int pageShift)
    {
        if (entry != 0 && isVersion2 && Kernel.Registry.Find(entry & ~(ulong)DmaFlags.ReadWrite, 1UL << pageShift) is { } memory)
            memory.Entries--;
    }

    private KernelResult Unmap(Span<byte> argument)
    {
        if (!_isEnabled)
            return KernelResult.Failed(Errno.NotPermitted);

        var error = FakeArguments.Take(argument, FakeArguments.Size<Type1Unmap>(), out Type1Unmap unmap);
        if (error == Errno.None)
            error = unmap.Flags != 0 ? Errno.InvalidArgument : MakeDefaultWindow();

        if (error != Errno.None)
            return KernelResult.Failed(error);

        if (Find(unmap.Iova) is not { } window)
            return KernelResult.Failed(Errno.NoSuchAddress);

        var mask = window.PageSize - 1;
        if ((unmap.Size & mask) != 0)
            return KernelResult.Failed(Errno.InvalidArgument);

        var first = (unmap.Iova - window.Start) >> window.PageShift;
        var count = unmap.Size >> window.PageShift;
        if ((unmap.Iova & mask) != 0)
            return new KernelResult(1);

        // As with a mapping only the first page is checked against the end of the table; the size comes back as it went in.
        var end = Math.Min(first + count, window.Entries);
        if (end < first + count)
            Kernel.Corrupt($"{first + count - end} entries were cleared past the end of the window at 0x{window.Start:x}");

        Clear(window, first, end);
        return default;
    }

    private void Clear(SpaprWindow window, ulong first, ulong end)
    {
        var cleared = 0UL;
        for (var index = window.NextUsed(first, end); index < end; index = window.NextUsed(index + 1, end))
        {
            EndUse(window.Exchange(index, 0), window.PageShift);
            cleared++;
        }

        Kernel.Calls.CountUnmapped(cleared << window.PageShift);
    }
}
