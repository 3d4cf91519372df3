using Hv.Vfio.Kernel;

namespace Hv.Testing.Vfio.Containers;

/// <summary>All registered memory of the process: containers share it.</summary>
internal sealed class MemoryRegistry(FakeKernel kernel)
{
    private readonly List<RegisteredMemory> _memory = [];
    private RegisteredMemory? _last;

    public IReadOnlyList<RegisteredMemory> All => _memory;

    /// <summary>Finds what was registered by exactly these bounds.</summary>
    public RegisteredMemory? Get(ulong address, ulong size)
    {
        foreach (var memory in _memory)
        {
            if (memory.Address == address && memory.Size == size)
                return memory;
        }

        return null;
    }

    /// <summary>Finds the memory around some bytes.</summary>
    public RegisteredMemory? Find(ulong address, ulong length)
    {
        if (_last is { } last && last.Contains(address, length))
            return last;

        foreach (var memory in _memory)
        {
            if (memory.Contains(address, length))
                return _last = memory;
        }

        return null;
    }

    /// <summary>Registers memory that is not registered yet, for nobody so far.</summary>
    public Errno Add(ulong address, ulong size, out RegisteredMemory? added)
    {
        added = null;
        foreach (var memory in _memory)
        {
            if (address < memory.Address + memory.Size && memory.Address < address + size)
                return Errno.InvalidArgument;
        }

        if (!kernel.TryLock(size))
            return Errno.NoMemory;

        // A size of 0 asks for an array of none, which warns in the log and is refused.
        if (size == 0)
        {
            kernel.Corrupt("memory of 0 bytes was registered: the kernel warns");
            return Errno.NoMemory;
        }

        if (!kernel.Memory.Contains(address, size))
        {
            kernel.Unlock(size);
            return Errno.BadAddress;
        }

        _memory.Add(added = new RegisteredMemory(address, size));
        return Errno.None;
    }

    /// <summary>Gives memory back that nobody uses any more; while entries point to it it stays.</summary>
    public void Drop(RegisteredMemory memory)
    {
        _memory.Remove(memory);
        _last = null;
        kernel.Unlock(memory.Size);
    }
}
