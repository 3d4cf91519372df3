using System.Buffers.Binary;
using Hv.Runtime.Dma;
using Hv.Runtime.Pci;

namespace Hv.Devices.Nvme;

/// <summary>
/// Where the data of a command lie, read from its PRP entries and lists (NVM Express 1.4, 4.3) or its SGL (4.4); and the transfers
/// from and to there. One is used again and again by one thread.
/// </summary>
/// <remarks>
/// What a guest makes it read is bounded: PRP entries by the length of the data, SGL descriptors by <see cref="MaximumDescriptors"/>,
/// of which it keeps <see cref="MaximumSglSegments"/>.
/// </remarks>
/// <param name="function">The controller, whose bus it is.</param>
internal sealed class NvmeDataMap(PciFunction function)
{
    private const int EntriesAtOnce = 512;
    private const int DescriptorSize = 16;
    private const int DescriptorsAtOnce = 256;
    private const int MaximumDescriptors = 1 << 14;
    private const int MaximumSglSegments = 1024;

    private readonly List<NvmeSegment> _segments = [];
    private int _segment;
    private long _offset;

    private enum DescriptorType
    {
        DataBlock = 0,
        BitBucket = 1,
        Segment = 2,
        LastSegment = 3,
    }

    /// <summary>Finds out where the data of a command lie.</summary>
    /// <param name="command">The command.</param>
    /// <param name="length">Bytes of data.</param>
    /// <param name="pageSize">The host's page size (CC.MPS), a power of two.</param>
    public NvmeStatus Map(in NvmeCommand command, long length, int pageSize)
    {
        _segments.Clear();
        Rewind();
        if (length == 0)
            return NvmeStatus.Success;

        return command.DataPointerKind switch
        {
            0 => MapPrp(command.Prp1, command.Prp2, length, pageSize),
            1 or 2 => MapSgl(new Descriptor(command.Prp1, command.Prp2), length),
            _ => NvmeStatus.InvalidField,
        };
    }

    /// <summary>The next transfer begins at the start of the data again.</summary>
    public void Rewind() => (_segment, _offset) = (0, 0);

    /// <summary>Writes the next bytes to the host.</summary>
    public NvmeStatus ToHost(ReadOnlySpan<byte> source)
    {
        while (!source.IsEmpty)
        {
            var part = Next(source.Length, out var address);
            if (part == 0 || function.WriteRam(address, source[..part]) != DmaResult.Success)
                return NvmeStatus.DataTransferError;

            source = source[part..];
        }

        return NvmeStatus.Success;
    }

    /// <summary>Reads the next bytes from the host.</summary>
    public NvmeStatus FromHost(Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var part = Next(destination.Length, out var address);
            if (part == 0 || function.ReadRam(address, destination[..part]) != DmaResult.Success)
                return NvmeStatus.DataTransferError;

            destination = destination[part..];
        }

        return NvmeStatus.Success;
    }

    /// <summary>Takes the next bytes of one segment.</summary>
    private int Next(int wanted, out ulong address)
    {
        if (_segment == _segments.Count)
        {
            address = 0;
            return 0;
        }

        var segment = _segments[_segment];
        address = unchecked(segment.Address + (ulong)_offset);
        var part = (int)Math.Min(wanted, segment.Length - _offset);
        _offset += part;
        if (_offset == segment.Length)
            (_segment, _offset) = (_segment + 1, 0);

        return part;
    }

    private void Add(ulong address, long length)
    {
        if (_segments.Count > 0 && _segments[^1] is var last && unchecked(last.Address + (ulong)last.Length) == address)
            _segments[^1] = last with { Length = last.Length + length };
        else
            _segments.Add(new NvmeSegment(address, length));
    }

    private NvmeStatus MapPrp(ulong first, ulong second, long length, int pageSize)
    {
        var inPage = (ulong)(pageSize - 1);
        var part = Math.Min(length, pageSize - (long)(first & inPage));
        Add(first, part);
        length -= part;
        if (length == 0)
            return NvmeStatus.Success;

        if (length > pageSize)
            return MapPrpLists(second, length, pageSize);

        if ((second & inPage) != 0)
            return NvmeStatus.PrpOffsetInvalid | NvmeStatus.DoNotRetry;

        Add(second, length);
        return NvmeStatus.Success;
    }

    /// <summary>A list ends with its page; where that is not all, its last entry leads to the next one.</summary>
    private NvmeStatus MapPrpLists(ulong list, long length, int pageSize)
    {
        Span<byte> bytes = stackalloc byte[EntriesAtOnce * sizeof(ulong)];
        var inPage = (ulong)(pageSize - 1);
        if (list % sizeof(ulong) != 0)
            return NvmeStatus.PrpOffsetInvalid | NvmeStatus.DoNotRetry;

        while (true)
        {
            var room = (int)(((ulong)pageSize - (list & inPage)) / sizeof(ulong));
            var needed = (length + pageSize - 1) / pageSize;
            var isLast = needed <= room;
            var entries = isLast ? (int)needed : room;
            for (var index = 0; index < entries; index++)
            {
                var at = index % EntriesAtOnce;
                if (at == 0)
                {
                    var chunk = bytes[..(Math.Min(EntriesAtOnce, entries - index) * sizeof(ulong))];
                    if (function.ReadRam(unchecked(list + ((ulong)index * sizeof(ulong))), chunk) != DmaResult.Success)
                        return NvmeStatus.DataTransferError | NvmeStatus.DoNotRetry;
                }

                var entry = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(at * sizeof(ulong))..]);
                if ((entry & inPage) != 0)
                    return NvmeStatus.PrpOffsetInvalid | NvmeStatus.DoNotRetry;

                if (!isLast && index == entries - 1)
                {
                    list = entry;
                    break;
                }

                var part = Math.Min(length, pageSize);
                Add(entry, part);
                length -= part;
            }

            if (isLast)
                return NvmeStatus.Success;
        }
    }

    private NvmeStatus MapSgl(Descriptor descriptor, long length)
    {
        if (descriptor.Type == DescriptorType.DataBlock)
        {
            var status = MapDataBlock(descriptor, ref length);
            return status == NvmeStatus.Success ? EndSgl(length) : status;
        }

        var left = MaximumDescriptors;
        while (true)
        {
            if (descriptor.Type is not (DescriptorType.Segment or DescriptorType.LastSegment)
                || descriptor.Length == 0 || descriptor.Length % DescriptorSize != 0)
            {
                return NvmeStatus.InvalidSglSegmentDescriptor | NvmeStatus.DoNotRetry;
            }

            if (ulong.MaxValue - descriptor.Address < descriptor.Length)
                return NvmeStatus.DataSglLengthInvalid | NvmeStatus.DoNotRetry;

            left -= (int)Math.Min(descriptor.Length / DescriptorSize, MaximumDescriptors + 1);
            if (left < 0)
                return NvmeStatus.InvalidNumberOfSglDescriptors | NvmeStatus.DoNotRetry;

            var status = MapSegment(descriptor, ref length, out var next);
            if (status != NvmeStatus.Success)
                return status;

            if (next is null)
                return EndSgl(length);

            descriptor = next.Value;
        }
    }

    /// <summary>Reads the descriptors of a segment; the last one may lead to the next.</summary>
    private NvmeStatus MapSegment(Descriptor segment, ref long length, out Descriptor? next)
    {
        next = null;
        Span<byte> bytes = stackalloc byte[DescriptorsAtOnce * DescriptorSize];
        var count = (int)(segment.Length / DescriptorSize);
        for (var index = 0; index < count; index++)
        {
            var at = index % DescriptorsAtOnce;
            if (at == 0)
            {
                var chunk = bytes[..(Math.Min(DescriptorsAtOnce, count - index) * DescriptorSize)];
                if (function.ReadRam(segment.Address + ((ulong)index * DescriptorSize), chunk) != DmaResult.Success)
                    return NvmeStatus.DataTransferError | NvmeStatus.DoNotRetry;
            }

            var descriptor = Descriptor.Read(bytes[(at * DescriptorSize)..]);
            var isSegment = descriptor.Type is DescriptorType.Segment or DescriptorType.LastSegment;
            if (isSegment && index == count - 1)
            {
                if (segment.Type == DescriptorType.LastSegment)
                    return NvmeStatus.InvalidSglSegmentDescriptor | NvmeStatus.DoNotRetry;

                next = descriptor;
                return NvmeStatus.Success;
            }

            if (isSegment)
                return NvmeStatus.InvalidNumberOfSglDescriptors | NvmeStatus.DoNotRetry;

            // What ends a segment leads on, or describes data.
            if (index == count - 1 && descriptor.Type != DescriptorType.DataBlock)
                return NvmeStatus.InvalidSglSegmentDescriptor | NvmeStatus.DoNotRetry;

            var status = MapDataBlock(descriptor, ref length);
            if (status != NvmeStatus.Success)
                return status;
        }

        return NvmeStatus.Success;
    }

    private NvmeStatus MapDataBlock(Descriptor descriptor, ref long length)
    {
        if (descriptor.Type != DescriptorType.DataBlock)
            return NvmeStatus.SglDescriptorTypeInvalid | NvmeStatus.DoNotRetry;

        if (descriptor.Length == 0)
            return NvmeStatus.Success;

        // The whole SGL describes the data, no more: that is what the controller says of itself (SGLS).
        if (length == 0 || ulong.MaxValue - descriptor.Address < descriptor.Length)
            return NvmeStatus.DataSglLengthInvalid | NvmeStatus.DoNotRetry;

        if (_segments.Count == MaximumSglSegments)
            return NvmeStatus.InternalError | NvmeStatus.DoNotRetry;

        var part = Math.Min(length, descriptor.Length);
        Add(descriptor.Address, part);
        length -= part;
        return NvmeStatus.Success;
    }

    private static NvmeStatus EndSgl(long left) =>
        left == 0 ? NvmeStatus.Success : NvmeStatus.DataSglLengthInvalid | NvmeStatus.DoNotRetry;

    /// <summary>An SGL descriptor: address, length, type in the upper half of the last byte.</summary>
    private readonly record struct Descriptor(ulong Address, ulong Rest)
    {
        public uint Length => (uint)Rest;

        public DescriptorType Type => (DescriptorType)(Rest >> 60);

        public static Descriptor Read(ReadOnlySpan<byte> bytes) =>
            new(BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[sizeof(ulong)..]));
    }
}
