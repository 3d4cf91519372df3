namespace Hv.Runtime.Memory;

/// <summary>Something that answers accesses when it is mapped into an <see cref="AddressSpace"/>: RAM, a device's registers, a window.</summary>
public abstract class MemoryRegion
{
    /// <summary>Makes a region.</summary>
    /// <param name="name">The name that <c>info mtree</c> shows.</param>
    /// <param name="size">Bytes, at least 1.</param>
    protected MemoryRegion(string name, ulong size)
    {
        Name = name;
        Size = size;
    }

    /// <summary>The name that <c>info mtree</c> shows.</summary>
    public string Name { get; }

    /// <summary>The size in bytes, at least 1.</summary>
    public ulong Size { get; }

    /// <summary>Reads bytes in the order of their addresses.</summary>
    /// <param name="offset">The first byte, from the start of the region.</param>
    /// <param name="destination">Takes the bytes; zero for those that nothing answers.</param>
    /// <returns><see langword="false"/> when not all of it was answered.</returns>
    public abstract bool Read(ulong offset, Span<byte> destination);

    /// <summary>Writes bytes in the order of their addresses.</summary>
    /// <param name="offset">The first byte, from the start of the region.</param>
    /// <param name="source">The bytes; those that nothing takes are dropped.</param>
    /// <returns><see langword="false"/> when not all of it was taken.</returns>
    public abstract bool Write(ulong offset, ReadOnlySpan<byte> source);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} (0x{Size:x} bytes)";
}
