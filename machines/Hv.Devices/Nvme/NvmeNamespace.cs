using System.Buffers.Binary;
using System.Numerics;
using Hv.Runtime.Block;
using Hv.Runtime.Objects;

namespace Hv.Devices.Nvme;

/// <summary>A namespace of a controller: a block device, divided into logical blocks (NVM Express 1.4, 6.1).</summary>
internal sealed class NvmeNamespace
{
    /// <summary>The highest number that a namespace can have.</summary>
    public const uint Maximum = 256;

    private const int SmallestBlock = 512;
    private const int LargestBlock = 64 << 10;
    private const int DeallocationGranularity = 4096;

    private long _bytesRead;
    private long _bytesWritten;
    private long _reads;
    private long _writes;
    private long _errors;

    /// <summary>Makes a namespace.</summary>
    /// <param name="id">Its number, 1 to <see cref="Maximum"/>.</param>
    /// <param name="block">What it is made of.</param>
    /// <param name="blockSize">Bytes of a logical block.</param>
    /// <param name="uuid">Its UUID; empty: none.</param>
    /// <param name="eui64">Its IEEE Extended Unique Identifier; 0: none.</param>
    /// <param name="owner">The device and property that chose the block size, for the message.</param>
    /// <exception cref="PropertyException">There are no such blocks.</exception>
    public NvmeNamespace(uint id, BlockDevice block, uint blockSize, Guid uuid, ulong eui64, string owner)
    {
        if (blockSize is < SmallestBlock or > LargestBlock || !uint.IsPow2(blockSize))
            throw new PropertyException($"{owner}: {blockSize} bytes; allowed: a power of two from {SmallestBlock} to {LargestBlock}");

        Id = id;
        Block = block;
        BlockShift = BitOperations.Log2(blockSize);
        Uuid = uuid;
        Eui64 = eui64;
    }

    /// <summary>Its number.</summary>
    public uint Id { get; }

    /// <summary>What it is made of.</summary>
    public BlockDevice Block { get; }

    /// <summary>A logical block has 2^this bytes.</summary>
    public int BlockShift { get; }

    /// <summary>Its UUID; empty: none.</summary>
    public Guid Uuid { get; }

    /// <summary>Its IEEE Extended Unique Identifier; 0: none.</summary>
    public ulong Eui64 { get; }

    /// <summary>How many logical blocks it has.</summary>
    public ulong Blocks => (ulong)(Block.Length >> BlockShift);

    /// <summary>How long commands are tried again (Error Recovery, TLER).</summary>
    public uint ErrorRecovery { get; set; }

    /// <summary>What was read and written: bytes and commands; and commands that the disk failed.</summary>
    public (long BytesRead, long BytesWritten, long Reads, long Writes, long Errors) Statistics => (
        Interlocked.Read(ref _bytesRead), Interlocked.Read(ref _bytesWritten), Interlocked.Read(ref _reads), Interlocked.Read(ref _writes),
        Interlocked.Read(ref _errors));

    /// <summary>Whether blocks lie inside.</summary>
    public bool Contains(ulong first, ulong count) => first <= Blocks && count <= Blocks - first;

    /// <summary>Counts a command that read.</summary>
    public void CountRead(long bytes)
    {
        Interlocked.Add(ref _bytesRead, bytes);
        Interlocked.Increment(ref _reads);
    }

    /// <summary>Counts a command that wrote.</summary>
    public void CountWrite(long bytes)
    {
        Interlocked.Add(ref _bytesWritten, bytes);
        Interlocked.Increment(ref _writes);
    }

    /// <summary>Counts a command that the disk failed.</summary>
    public void CountError() => Interlocked.Increment(ref _errors);

    /// <summary>Fills in the Identify Namespace data structure (NVM Express 1.4, figure 245): 4096 zeros so far.</summary>
    public void Identify(Span<byte> data)
    {
        // Size, capacity, utilization: nothing is thin for the guest.
        BinaryPrimitives.WriteUInt64LittleEndian(data, Blocks);
        BinaryPrimitives.WriteUInt64LittleEndian(data[8..], Blocks);
        BinaryPrimitives.WriteUInt64LittleEndian(data[16..], Blocks);

        // NSFEAT: fields about the best granularity are valid. One format; deallocated blocks read as zeros.
        data[24] = 0x10;
        data[33] = 1;
        var granularity = (ushort)(Math.Max(1, DeallocationGranularity >> BlockShift) - 1);
        BinaryPrimitives.WriteUInt16LittleEndian(data[68..], granularity);
        BinaryPrimitives.WriteUInt16LittleEndian(data[70..], granularity);

        // NSATTR: write protected.
        data[99] = (byte)(Block.IsReadOnly ? 1 : 0);
        BinaryPrimitives.WriteUInt64BigEndian(data[120..], Eui64);
        data[130] = (byte)BlockShift;
    }

    /// <summary>Fills in the Namespace Identification Descriptor list (NVM Express 1.4, figure 247): 4096 zeros so far.</summary>
    public void IdentifyDescriptors(Span<byte> data)
    {
        const byte Eui64Type = 1;
        const byte UuidType = 3;
        const byte CommandSetType = 4;
        if (Uuid != Guid.Empty)
        {
            (data[0], data[1]) = (UuidType, 16);
            Uuid.TryWriteBytes(data[4..], bigEndian: true, out _);
            data = data[20..];
        }

        if (Eui64 != 0)
        {
            (data[0], data[1]) = (Eui64Type, sizeof(ulong));
            BinaryPrimitives.WriteUInt64BigEndian(data[4..], Eui64);
            data = data[12..];
        }

        (data[0], data[1]) = (CommandSetType, 1);
    }
}
