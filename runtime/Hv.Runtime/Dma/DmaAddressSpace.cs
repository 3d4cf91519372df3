using Hv.Runtime.Memory;
using Hv.Runtime.Tracing;

namespace Hv.Runtime.Dma;

/// <summary>
/// What the devices of a bus reach: windows with translation, and regions without, such as the doorbell of message-signalled
/// interrupts. A region without translation goes before a window at the same address.
/// </summary>
/// <remarks>
/// Transfers take no lock: they find their windows in a view that a change replaces, and their pages in tables that can be read
/// while they change. A transfer that runs while the guest remaps a page reaches the old page or the new one.
/// </remarks>
/// <param name="name">The name that people see.</param>
/// <param name="memory">What translated addresses lead into.</param>
/// <param name="faultEvent">Gets a record of each transfer that failed, or <see langword="null"/>.</param>
/// <param name="updateLock">
/// Held while windows appear and disappear and listeners are told of it: the machine's lock, the same as that of the windows,
/// since a listener that is told of a window starts to listen to it. Without one the address space has its own.
/// </param>
public sealed class DmaAddressSpace(string name, AddressSpace memory, TraceEvent? faultEvent = null, Lock? updateLock = null)
{
    private readonly Lock _lock = updateLock ?? new Lock();
    private IDmaWindowListener[] _listeners = [];
    private View _view = new([], []);
    private bool _isBypassed;
    private ulong _faults;

    /// <summary>The name that people see.</summary>
    public string Name { get; } = name;

    /// <summary>Whether bus addresses are guest-physical addresses: no window is looked at then.</summary>
    public bool IsBypassed
    {
        get => Volatile.Read(ref _isBypassed);
        set => Volatile.Write(ref _isBypassed, value);
    }

    /// <summary>The windows there are.</summary>
    public IReadOnlyList<IommuRegion> Windows => Volatile.Read(ref _view).Windows;

    /// <summary>What windows the hosts of all listeners can have.</summary>
    public DmaWindowLimits Limits =>
        Volatile.Read(ref _listeners) is { Length: > 0 } listeners
            ? listeners.Select(listener => listener.Limits).Aggregate((limits, other) => limits.Intersect(other))
            : DmaWindowLimits.None;

    /// <summary>How many transfers failed.</summary>
    public ulong Faults => Volatile.Read(ref _faults);

    /// <summary>Lets a window appear at its own bus address.</summary>
    /// <returns>
    /// <see langword="false"/> when a listener cannot have it. It does not appear then, and all others were told so.
    /// </returns>
    /// <exception cref="InvalidOperationException">The window is there already.</exception>
    public bool TryMap(IommuRegion window)
    {
        lock (_lock)
        {
            if (_view.Windows.Contains(window))
                throw new InvalidOperationException($"Window {window.Name} is in DMA address space '{Name}' already.");

            var told = 0;
            try
            {
                while (told < _listeners.Length && _listeners[told].WindowAdded(window))
                    told++;
            }
            finally
            {
                // Also when one throws: none may keep a window that does not appear.
                if (told < _listeners.Length)
                {
                    foreach (var listener in _listeners.AsSpan(0, told))
                        listener.WindowRemoved(window);
                }
            }

            if (told < _listeners.Length)
                return false;

            Volatile.Write(ref _view, _view with { Windows = [.. _view.Windows, window] });
            return true;
        }
    }

    /// <summary>Lets a window disappear; nothing happens when it is not there. Unmap it before it changes its place.</summary>
    public void Unmap(IommuRegion window)
    {
        lock (_lock)
        {
            if (!_view.Windows.Contains(window))
                return;

            Volatile.Write(ref _view, _view with { Windows = [.. _view.Windows.Where(other => other != window)] });
            foreach (var listener in _listeners)
                listener.WindowRemoved(window);
        }
    }

    /// <summary>Lets a region appear that needs no translation.</summary>
    /// <exception cref="ArgumentException">It would overlap another such region, or run past the end of the bus.</exception>
    public void Map(MemoryRegion region, ulong busAddress)
    {
        lock (_lock)
        {
            var place = new Place(region, busAddress);
            if (place.Last < busAddress || _view.Places.Any(other => other.BusAddress <= place.Last && busAddress <= other.Last))
            {
                throw new ArgumentException(
                    $"{region} at 0x{busAddress:x} overlaps another region or runs past the end of DMA address space '{Name}'.",
                    nameof(busAddress));
            }

            Volatile.Write(ref _view, _view with { Places = [.. _view.Places, place] });
        }
    }

    /// <summary>Lets a region disappear that needs no translation; nothing happens when it is not there.</summary>
    public void Unmap(MemoryRegion region)
    {
        lock (_lock)
            Volatile.Write(ref _view, _view with { Places = [.. _view.Places.Where(place => place.Region != region)] });
    }

    /// <summary>Tells a listener which windows there are, and from then on every change.</summary>
    /// <returns><see langword="false"/> when it cannot have one that is there. It is told nothing any more then.</returns>
    public bool TryAddListener(IDmaWindowListener listener)
    {
        lock (_lock)
        {
            var told = 0;
            while (told < _view.Windows.Length && listener.WindowAdded(_view.Windows[told]))
                told++;

            if (told < _view.Windows.Length)
            {
                foreach (var window in _view.Windows.AsSpan(0, told))
                    listener.WindowRemoved(window);

                return false;
            }

            Volatile.Write(ref _listeners, [.. _listeners, listener]);
            return true;
        }
    }

    /// <summary>Tells a listener nothing any more; nothing happens when it was told nothing.</summary>
    public void RemoveListener(IDmaWindowListener listener)
    {
        lock (_lock)
            Volatile.Write(ref _listeners, [.. _listeners.Where(other => other != listener)]);
    }

    /// <summary>A device reads memory.</summary>
    /// <param name="busAddress">The first bus address.</param>
    /// <param name="destination">
    /// Takes the bytes. What was read before a fault stays in it; the rest is zero, so that a device never passes on what it
    /// held.
    /// </param>
    /// <param name="fromRamOnly">
    /// Whether registers of devices do not answer. Such a transfer never waits for the machine's lock, which an access to registers
    /// takes.
    /// </param>
    public DmaResult Read(ulong busAddress, Span<byte> destination, bool fromRamOnly = false)
    {
        while (!destination.IsEmpty)
        {
            var result = TryFind(busAddress, IommuPermission.Read, destination.Length, out var target);
            if (result == DmaResult.Success && !target.Read(memory, destination[..target.Length], fromRamOnly))
                result = DmaResult.NotAnswered;

            if (result != DmaResult.Success)
            {
                destination.Clear();
                return Fail(busAddress, IommuPermission.Read, result);
            }

            destination = destination[target.Length..];
            if (!TryAdvance(ref busAddress, target.Length) && !destination.IsEmpty)
            {
                destination.Clear();
                return Fail(busAddress, IommuPermission.Read, DmaResult.NotDecoded);
            }
        }

        return DmaResult.Success;
    }

    /// <summary>A device writes memory. What was written before a fault stays written.</summary>
    /// <param name="busAddress">The first bus address.</param>
    /// <param name="source">The bytes.</param>
    /// <param name="toRamOnly">Whether registers of devices do not take them, as for <see cref="Read"/>.</param>
    public DmaResult Write(ulong busAddress, ReadOnlySpan<byte> source, bool toRamOnly = false)
    {
        while (!source.IsEmpty)
        {
            var result = TryFind(busAddress, IommuPermission.Write, source.Length, out var target);
            if (result == DmaResult.Success && !target.Write(memory, source[..target.Length], toRamOnly))
                result = DmaResult.NotAnswered;

            if (result != DmaResult.Success)
                return Fail(busAddress, IommuPermission.Write, result);

            source = source[target.Length..];
            if (!TryAdvance(ref busAddress, target.Length) && !source.IsEmpty)
                return Fail(busAddress, IommuPermission.Write, DmaResult.NotDecoded);
        }

        return DmaResult.Success;
    }

    /// <summary>Goes on; the bus does not begin again after its last address.</summary>
    private static bool TryAdvance(ref ulong busAddress, int length)
    {
        busAddress = unchecked(busAddress + (ulong)length);
        return busAddress >= (ulong)length;
    }

    private DmaResult TryFind(ulong busAddress, IommuPermission wanted, int length, out Target target)
    {
        var view = Volatile.Read(ref _view);
        foreach (var place in view.Places)
        {
            if (busAddress >= place.BusAddress && busAddress <= place.Last)
            {
                target = new Target(place.Region, busAddress - place.BusAddress, Shorter(length, place.Last - busAddress));
                return DmaResult.Success;
            }

            // It goes before the window that the transfer may be in.
            if (busAddress < place.BusAddress)
                length = Shorter(length, place.BusAddress - busAddress - 1);
        }

        if (IsBypassed)
        {
            target = new Target(null, busAddress, Shorter(length, ulong.MaxValue - busAddress));
            return DmaResult.Success;
        }

        foreach (var window in view.Windows)
        {
            // The window checks the place itself, against the same state that it translates with.
            if (window.TryTranslate(busAddress, wanted, out var translation))
            {
                target = new Target(null, translation.Target.Value, Shorter(length, translation.Length - 1));
                return DmaResult.Success;
            }

            if (translation.Permission != IommuPermission.None)
            {
                target = default;
                return DmaResult.NotPermitted;
            }
        }

        target = default;
        return Array.Exists(view.Windows, window => busAddress - window.BusAddress < window.Size)
            ? DmaResult.NotMapped
            : DmaResult.NotDecoded;
    }

    /// <summary>The length, but not beyond <paramref name="last"/>, counted from 0.</summary>
    private static int Shorter(int length, ulong last) => last < (ulong)length ? (int)last + 1 : length;

    private DmaResult Fail(ulong busAddress, IommuPermission wanted, DmaResult result)
    {
        Interlocked.Increment(ref _faults);
        if (faultEvent is { IsEnabled: true })
            faultEvent.Write($"{Name}: {wanted} at 0x{busAddress:x} -> {result}");

        return result;
    }

    private sealed record View(IommuRegion[] Windows, Place[] Places);

    private readonly record struct Place(MemoryRegion Region, ulong BusAddress)
    {
        public ulong Last => unchecked(BusAddress + (Region.Size - 1));
    }

    /// <summary>A part of a transfer: an address in a region, or a guest-physical one.</summary>
    private readonly record struct Target(MemoryRegion? Region, ulong Address, int Length)
    {
        public bool Read(AddressSpace memory, Span<byte> destination, bool ramOnly)
        {
            if (ramOnly && !IsRam(memory))
                return false;

            return Region?.Read(Address, destination) ?? memory.Read(Address, destination);
        }

        public bool Write(AddressSpace memory, ReadOnlySpan<byte> source, bool ramOnly)
        {
            if (ramOnly && !IsRam(memory))
                return false;

            return Region?.Write(Address, source) ?? memory.Write(Address, source);
        }

        private bool IsRam(AddressSpace memory)
        {
            if (Region is not null)
                return Region is RamBlock;

            // RAM that was added to the machine follows what it had from the start, block after block.
            var (address, left) = (Address, (ulong)Length);
            while (memory.TryFind(address, out var region, out _, out var length) && region is RamBlock)
            {
                if (length >= left)
                    return true;

                address += length;
                left -= length;
            }

            return false;
        }
    }
}
