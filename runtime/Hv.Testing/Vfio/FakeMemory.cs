using Hv.Runtime.Memory;

namespace Hv.Testing.Vfio;

/// <summary>
/// The memory of the process that the kernel knows of: RAM that is shared with it, and regions of devices that are mapped. An address
/// outside is one where nothing is, and is never looked at.
/// </summary>
/// <remarks>
/// RAM has the address that it has in this process, unless that is not at a page of the modelled kernel, whose pages may be larger than
/// the host's: then it has one that no process can have.
/// </remarks>
/// <param name="pageSize">Bytes of a page.</param>
internal sealed unsafe class FakeMemory(int pageSize)
{
    /// <summary>Above all addresses of processes, and below those of the kernel.</summary>
    private const ulong FirstFree = 1UL << 56;

    private ulong _free = FirstFree;

    private readonly List<Share> _shares = [];
    private readonly List<MappedFile> _files = [];

    public IReadOnlyList<Share> Shares => _shares;

    public IReadOnlyList<MappedFile> Files => _files;

    public ulong Add(RamBlock block)
    {
        foreach (var share in _shares)
        {
            if (share.Block == block)
            {
                share.Count++;
                return share.Address;
            }
        }

        var address = (ulong)block.Host;
        if (address % (ulong)pageSize != 0)
        {
            // A page stays free behind each block, so that running past its end is seen.
            address = _free;
            _free += (block.Size + (2 * (ulong)pageSize) - 1) & ~((ulong)pageSize - 1);
        }

        _shares.Add(new Share(block, address));
        return address;
    }

    /// <returns>Whether it was there.</returns>
    public bool Remove(RamBlock block)
    {
        var index = _shares.FindIndex(share => share.Block == block);
        if (index < 0)
            return false;

        if (--_shares[index].Count == 0)
            _shares.RemoveAt(index);

        return true;
    }

    public void Add(MappedFile file) => _files.Add(file);

    /// <returns>Whether any was there.</returns>
    public bool RemoveFile(ulong address, ulong length)
    {
        var index = _files.FindIndex(file => file.Address == address && file.Length == length);
        if (index < 0)
            return false;

        _files.RemoveAt(index);
        return true;
    }

    /// <summary>Whether there is memory at all of some bytes.</summary>
    public bool Contains(ulong address, ulong length)
    {
        var end = unchecked(address + length);
        while (address < end)
        {
            var reached = EndOf(address);
            if (reached == 0)
                return false;

            address = reached;
        }

        return length > 0 && address >= end;
    }

    /// <summary>Finds the memory of an address.</summary>
    /// <returns>How many bytes follow there; 0: there is no memory.</returns>
    public ulong Find(ulong address, out byte* host)
    {
        foreach (var share in _shares)
        {
            if (address - share.Address < share.Block.Size && share.IsThere)
            {
                host = share.Block.Host + (address - share.Address);
                return share.Block.Size - (address - share.Address);
            }
        }

        foreach (var file in _files)
        {
            if (address - file.Address < file.Length)
            {
                host = (byte*)address;
                return file.Length - (address - file.Address);
            }
        }

        host = null;
        return 0;
    }

    private ulong EndOf(ulong address)
    {
        foreach (var share in _shares)
        {
            if (address - share.Address < share.Block.Size && share.IsThere)
                return share.Address + share.Block.Size;
        }

        foreach (var file in _files)
        {
            if (address - file.Address < file.Length)
                return file.Address + file.Length;
        }

        return 0;
    }

    internal sealed class Share(RamBlock block, ulong address)
    {
        public RamBlock Block => block;

        public ulong Address => address;

        /// <summary>A block that was given back while it is shared is memory no more.</summary>
        public bool IsThere => block.Host != null;

        public int Count { get; set; } = 1;
    }

    internal sealed record MappedFile(string Path, ulong Address, ulong Length);
}
