namespace Hv.Vfio.Containers;

/// <summary>Bus addresses that lead to memory, contiguous in both.</summary>
/// <param name="Iova">The first bus address.</param>
/// <param name="Size">Bytes, at least 1.</param>
/// <param name="Address">The memory behind the first one, as the kernel's process has it.</param>
/// <param name="Permission">What devices may do.</param>
public readonly record struct IovaRun(ulong Iova, ulong Size, ulong Address, IovaPermission Permission)
{
    /// <summary>The last bus address.</summary>
    public ulong Last => Iova + (Size - 1);

    /// <summary>The part of it from one bus address on.</summary>
    /// <param name="iova">A bus address in it.</param>
    /// <param name="size">Bytes, not beyond its end.</param>
    public IovaRun Part(ulong iova, ulong size) => new(iova, size, Address + (iova - Iova), Permission);

    /// <summary>Whether another one goes on where this one ends, in both and as it may be used.</summary>
    public bool GoesOnAt(in IovaRun other) =>
        unchecked(Iova + Size) == other.Iova && unchecked(Address + Size) == other.Address && Permission == other.Permission;
}
