using System.Buffers.Binary;

namespace Hv.Runtime.Memory;

/// <summary>
/// The RAM of a guest: one block from address 0, and blocks above it that were added. What is not RAM, such as a device's
/// registers, is not reached here but through the machine's <see cref="AddressSpace"/>.
/// </summary>
/// <remarks>
/// Reads and writes that do not lie wholly inside one block return <see langword="false"/> and change nothing. They take no lock;
/// accesses from several threads are as atomic as the host makes them for the width used: the guest sees no torn aligned word.
/// </remarks>
public sealed unsafe class GuestMemory : IDisposable
{
    private readonly Lock _lock = new();
    private readonly RamBlock _first;
    private MappedBlock[] _added = [];

    /// <summary>Makes <paramref name="size"/> bytes of zeroed RAM at address 0.</summary>
    /// <param name="size">Bytes, at least 1.</param>
    /// <param name="name">The name of the block.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is 0.</exception>
    /// <exception cref="OutOfMemoryException">The host does not give it.</exception>
    public GuestMemory(ulong size, string name = "ram") => _first = new RamBlock(name, size);

    /// <summary>The size of the block at address 0, in bytes: the RAM at power-on.</summary>
    public ulong Size => _first.Size;

    /// <summary>The blocks and their addresses, by address.</summary>
    public IReadOnlyList<(GuestPhysicalAddress Address, RamBlock Block)> Blocks =>
        [(default, _first), .. Volatile.Read(ref _added).Select(added => (new GuestPhysicalAddress(added.Address), added.Block))];

    /// <summary>Decides which accesses fail, for tests; <see langword="null"/> for a guest.</summary>
    public IGuestMemoryFaults? Faults
    {
        get => _first.Faults;
        set
        {
            lock (_lock)
            {
                foreach (var (_, block) in Blocks)
                    block.Faults = value;
            }
        }
    }

    /// <summary>Adds RAM. The block then belongs to this memory and is disposed with it.</summary>
    /// <exception cref="ArgumentException">It would overlap RAM or run past the last address.</exception>
    public void Add(RamBlock block, GuestPhysicalAddress address)
    {
        lock (_lock)
        {
            var last = unchecked(address.Value + (block.Size - 1));
            if (last < address.Value
                || Blocks.Any(other => other.Address.Value <= last && address.Value <= other.Address.Value + (other.Block.Size - 1)))
            {
                throw new ArgumentException($"{block} at {address} overlaps other RAM or runs past the last address.", nameof(address));
            }

            block.Address = address;
            block.Faults = Faults;
            Volatile.Write(ref _added, [.. _added.Append(new MappedBlock(address.Value, block)).OrderBy(added => added.Address)]);
        }
    }

    /// <summary>Takes RAM away that was added; the caller disposes the block when nobody uses it any more.</summary>
    public void Remove(RamBlock block)
    {
        lock (_lock)
            Volatile.Write(ref _added, [.. _added.Where(added => added.Block != block)]);
    }

    /// <summary>Raised when a log starts: who keeps host addresses to write to writes through them no more.</summary>
    public event Action? LogStarted;

    /// <summary>Starts to take note of the pages that are written, in the blocks there are now.</summary>
    public DirtyLog StartDirtyLog()
    {
        var log = new DirtyLog(Blocks.Select(block => block.Block));
        LogStarted?.Invoke();
        return log;
    }

    /// <summary>Finds the block that an address lies in.</summary>
    /// <param name="address">The address.</param>
    /// <param name="block">The block.</param>
    /// <param name="offset">The address, from the start of the block.</param>
    /// <returns><see langword="false"/> when no RAM is there.</returns>
    public bool TryFindBlock(GuestPhysicalAddress address, out RamBlock block, out ulong offset) =>
        TryFind(address.Value, 1, out block, out offset);

    /// <summary>Whether <paramref name="length"/> bytes from <paramref name="address"/> all lie in one block.</summary>
    public bool Contains(GuestPhysicalAddress address, ulong length) => TryFind(address.Value, length, out _, out _);

    /// <summary>
    /// Gives the host's view of <paramref name="length"/> bytes from <paramref name="address"/>. The span is valid until
    /// <see cref="Dispose"/>. Other threads of the guest can change the bytes at any time: read what is checked once. Hold the
    /// machine's lock while you write to it (<see cref="DirtyLog"/> says why).
    /// </summary>
    /// <returns><see langword="false"/> when not all of it is RAM.</returns>
    public bool TryGetSpan(GuestPhysicalAddress address, int length, bool forWrite, out Span<byte> span)
    {
        if (length < 0 || !TryFind(address.Value, (ulong)length, out var block, out var offset))
        {
            span = default;
            return false;
        }

        if (block.Fails(offset, length, forWrite))
        {
            span = default;
            return false;
        }

        if (forWrite && block.Observers.Length > 0)
            block.MarkDirty(offset, (ulong)length);

        span = new Span<byte>(block.Host + offset, length);
        return true;
    }

    /// <summary>Copies from RAM.</summary>
    /// <returns><see langword="false"/>, and <paramref name="destination"/> unchanged, when not all of it is RAM.</returns>
    public bool TryRead(GuestPhysicalAddress address, Span<byte> destination)
    {
        if (!TryGetSpan(address, destination.Length, forWrite: false, out var source))
            return false;

        source.CopyTo(destination);
        return true;
    }

    /// <summary>Copies to RAM.</summary>
    /// <returns><see langword="false"/>, and RAM unchanged, when not all of the destination is RAM.</returns>
    public bool TryWrite(GuestPhysicalAddress address, ReadOnlySpan<byte> source) =>
        TryFind(address.Value, (ulong)source.Length, out var block, out var offset) && block.Write(offset, source);

    /// <summary>Reads a big-endian 32-bit word.</summary>
    public bool TryReadUInt32(GuestPhysicalAddress address, out uint value)
    {
        if (TryGetSpan(address, sizeof(uint), forWrite: false, out var span))
        {
            value = BinaryPrimitives.ReadUInt32BigEndian(span);
            return true;
        }

        value = 0;
        return false;
    }

    /// <summary>Writes a big-endian 32-bit word.</summary>
    public bool TryWriteUInt32(GuestPhysicalAddress address, uint value)
    {
        Span<byte> word = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(word, value);
        return TryWrite(address, word);
    }

    /// <summary>Gives the memory back to the host; later accesses fail as those outside RAM do. No thread may be inside one.</summary>
    public void Dispose()
    {
        _first.Dispose();
        foreach (var added in _added)
            added.Block.Dispose();
    }

    private bool TryFind(ulong address, ulong length, out RamBlock block, out ulong offset)
    {
        block = _first;
        offset = address;
        if (address <= block.Size && length <= block.Size - address)
            return block.Host != null;

        foreach (var added in Volatile.Read(ref _added))
        {
            offset = unchecked(address - added.Address);
            if (offset <= added.Block.Size && length <= added.Block.Size - offset)
            {
                block = added.Block;
                return block.Host != null;
            }
        }

        return false;
    }

    private readonly record struct MappedBlock(ulong Address, RamBlock Block);
}
