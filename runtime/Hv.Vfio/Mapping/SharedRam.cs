using System.Runtime.InteropServices;
using Hv.Runtime.Memory;
using Hv.Vfio.Kernel;

namespace Hv.Vfio.Mapping;

/// <summary>Guest RAM as the kernel's process has it: what devices can be given.</summary>
internal sealed class SharedRam : IDisposable
{
    private readonly IHostKernel _kernel;
    private readonly List<Piece> _pieces = [];

    /// <summary>Shares all of a guest's RAM with the kernel's process.</summary>
    /// <exception cref="VfioException">The kernel's process cannot have it.</exception>
    public SharedRam(IHostKernel kernel, GuestMemory memory)
    {
        _kernel = kernel;
        foreach (var (address, block) in memory.Blocks)
        {
            var shared = kernel.Share(block);
            if (shared.IsError)
            {
                Dispose();
                throw new VfioException($"RAM block '{block.Name}' of {block.Size >> 20} MiB cannot be shared with devices: {shared}.");
            }

            _pieces.Add(new Piece(address.Value, (ulong)shared.Value, block.Size, block));
        }
    }

    /// <summary>All bytes of it.</summary>
    public ulong Size => _pieces.Aggregate(0UL, (size, piece) => size + piece.Block.Size);

    /// <summary>The pieces: guest-physical address, address in the kernel's process, bytes.</summary>
    public IEnumerable<(ulong Guest, ulong Host, ulong Size)> Pieces => _pieces.Select(piece => (piece.Guest, piece.Host, piece.Block.Size));

    /// <summary>Finds the RAM behind a guest-physical address.</summary>
    /// <param name="guest">The address.</param>
    /// <param name="length">How many bytes are wanted; how many there are in one piece.</param>
    /// <param name="host">The address in the kernel's process.</param>
    /// <returns><see langword="false"/> when no RAM is there; the length goes to where it begins then, at most as far as wanted.</returns>
    public bool TryFind(ulong guest, ref ulong length, out ulong host)
    {
        // Addresses end; what goes on at 0 is looked up there.
        if (guest != 0)
            length = Math.Min(length, 0UL - guest);

        foreach (ref readonly var piece in CollectionsMarshal.AsSpan(_pieces))
        {
            if (guest >= piece.Guest && guest - piece.Guest < piece.Size)
            {
                host = piece.Host + (guest - piece.Guest);
                length = Math.Min(length, piece.Size - (guest - piece.Guest));
                return true;
            }

            if (guest < piece.Guest)
                length = Math.Min(length, piece.Guest - guest);
        }

        host = 0;
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var piece in _pieces)
            _kernel.Unshare(piece.Block);

        _pieces.Clear();
    }

    private readonly record struct Piece(ulong Guest, ulong Host, ulong Size, RamBlock Block);
}
