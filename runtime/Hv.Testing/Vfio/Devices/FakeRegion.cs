using Hv.Vfio.Kernel.Structures;

namespace Hv.Testing.Vfio.Devices;

/// <summary>A region of a modelled device: registers behind a BAR, say.</summary>
public abstract class FakeRegion
{
    /// <summary>Makes one.</summary>
    /// <param name="size">Bytes, a power of two.</param>
    protected FakeRegion(ulong size)
    {
        if (!System.Numerics.BitOperations.IsPow2(size))
            throw new ArgumentOutOfRangeException(nameof(size), size, "Regions have powers of two.");

        Size = size;
    }

    /// <summary>Bytes.</summary>
    public ulong Size { get; }

    /// <summary>Whether it can be mapped into the process; accesses are not seen then, so that it needs memory behind it.</summary>
    public virtual bool IsMappable => false;

    /// <summary>The parts that can be mapped; none: all of it, when it can be.</summary>
    public IReadOnlyList<SparseMapArea> SparseAreas { get; init; } = [];

    /// <summary>The address of its first byte in this process.</summary>
    internal virtual ulong Host => 0;

    /// <summary>Reads.</summary>
    /// <param name="offset">Where; what is read lies inside.</param>
    /// <param name="destination">1, 2, 4 or 8 bytes.</param>
    public abstract void Read(ulong offset, Span<byte> destination);

    /// <summary>Writes.</summary>
    /// <param name="offset">Where; what is written lies inside.</param>
    /// <param name="source">1, 2, 4 or 8 bytes.</param>
    public abstract void Write(ulong offset, ReadOnlySpan<byte> source);
}
