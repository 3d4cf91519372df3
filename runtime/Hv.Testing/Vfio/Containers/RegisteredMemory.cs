namespace Hv.Testing.Vfio.Containers;

/// <summary>Memory of the process that is registered, by one container or several.</summary>
internal sealed class RegisteredMemory(ulong address, ulong size)
{
    public ulong Address => address;

    public ulong Size => size;

    /// <summary>How many containers have it.</summary>
    public int Users { get; set; }

    /// <summary>How many entries of tables point to it.</summary>
    public long Entries { get; set; }

    public bool Contains(ulong first, ulong length) => first - address < size && length <= size - (first - address);
}
