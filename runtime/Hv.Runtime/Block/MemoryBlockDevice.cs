namespace Hv.Runtime.Block;

/// <summary>Sectors in memory, zero at first, and gone when the device is disposed. Memory is taken as sectors are written.</summary>
public sealed class MemoryBlockDevice : BlockDevice
{
    /// <summary>The longest one: 1 TiB.</summary>
    public const long MaximumLength = 1L << 40;

    private const int ChunkShift = 16;
    private const int ChunkSize = 1 << ChunkShift;

    private readonly byte[]?[] _chunks;

    /// <summary>Makes a device.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="length">Bytes, a multiple of 512, at most <see cref="MaximumLength"/>.</param>
    /// <param name="isReadOnly">Whether writes are refused.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is no such number.</exception>
    public MemoryBlockDevice(string id, long length, bool isReadOnly = false)
        : base(id, length, isReadOnly)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaximumLength);
        _chunks = new byte[]?[(length + ChunkSize - 1) >> ChunkShift];
    }

    /// <inheritdoc/>
    public override string Kind => "memory";

    /// <inheritdoc/>
    public override string Format => Kind;

    /// <inheritdoc/>
    protected override BlockStatus ReadCore(long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var (index, start, length) = Part(offset, destination.Length);
            if (Volatile.Read(ref _chunks[index]) is { } chunk)
                chunk.AsSpan(start, length).CopyTo(destination);
            else
                destination[..length].Clear();

            destination = destination[length..];
            offset += length;
        }

        return BlockStatus.Success;
    }

    /// <inheritdoc/>
    protected override BlockStatus WriteCore(long offset, ReadOnlySpan<byte> source)
    {
        while (!source.IsEmpty)
        {
            var (index, start, length) = Part(offset, source.Length);
            if (Take(index) is not { } chunk)
                return Fail(BlockStatus.NoSpace, "the host has no memory left");

            source[..length].CopyTo(chunk.AsSpan(start));
            source = source[length..];
            offset += length;
        }

        return BlockStatus.Success;
    }

    /// <inheritdoc/>
    protected override BlockStatus WriteZeroesCore(long offset, long length)
    {
        while (length > 0)
        {
            var (index, start, part) = Part(offset, (int)Math.Min(length, ChunkSize));
            if (part == ChunkSize)
                Volatile.Write(ref _chunks[index], null);
            else
                Volatile.Read(ref _chunks[index])?.AsSpan(start, part).Clear();

            length -= part;
            offset += part;
        }

        return BlockStatus.Success;
    }

    /// <inheritdoc/>
    protected override BlockStatus DiscardCore(long offset, long length) => WriteZeroesCore(offset, length);

    /// <inheritdoc/>
    protected override BlockStatus FlushCore() => BlockStatus.Success;

    private static (int Index, int Start, int Length) Part(long offset, int length)
    {
        var start = (int)(offset & (ChunkSize - 1));
        return ((int)(offset >> ChunkShift), start, Math.Min(length, ChunkSize - start));
    }

    private byte[]? Take(int index)
    {
        if (Volatile.Read(ref _chunks[index]) is { } chunk)
            return chunk;

        try
        {
            var added = new byte[ChunkSize];
            return Interlocked.CompareExchange(ref _chunks[index], added, null) ?? added;
        }
        catch (OutOfMemoryException)
        {
            return null;
        }
    }
}
