using Hv.Runtime.Migration.Ram;

namespace Hv.Runtime.Migration.Description;

/// <summary>Goes through the section with the content of RAM and counts its pages.</summary>
internal sealed class RamDecoder(StreamCursor cursor, uint pageSize)
{
    private const int MaximumBlocks = 4096;

    private readonly List<RamBlockPages> _blocks = [];

    // Remembered from part to part, as it is by who sends them.
    private string? _last;

    /// <summary>Whether the list of blocks has the address of each (a configuration with x-ignore-shared).</summary>
    public bool HasAddresses { get; set; }

    /// <summary>Reads the content of a part.</summary>
    /// <param name="phase">Which part.</param>
    /// <param name="head">The section's head.</param>
    /// <param name="start">Where the part began.</param>
    public RamPart Read(SectionPhase phase, SectionHead head, ulong start)
    {
        var counts = new Dictionary<string, RamBlockPages>(StringComparer.Ordinal);
        var total = 0UL;
        while (true)
        {
            var at = cursor.Position;
            var word = cursor.Read<ulong>("flags of a page");
            var flags = (RamFlags)(word & (pageSize - 1UL));
            var offset = word & ~(pageSize - 1UL);
            RamBlockPages block;
            switch (flags & ~RamFlags.SameBlock)
            {
                case RamFlags.End:
                    IReadOnlyList<RamBlockPages> blocks = phase == SectionPhase.Start ? [.. _blocks] : [.. counts.Values];
                    return new RamPart(start, 0, phase, head, total, blocks);
                case RamFlags.BlockList:
                    total = offset;
                    ReadBlocks(total);
                    break;
                case RamFlags.Zero:
                    block = Block(counts, flags, at, offset);
                    cursor.Skip(1, "value of a page");
                    block.Zero++;
                    break;
                case RamFlags.Page:
                    block = Block(counts, flags, at, offset);
                    cursor.Skip(pageSize, "page");
                    block.Normal++;
                    break;
                case RamFlags.Delta:
                    block = Block(counts, flags, at, offset);
                    cursor.Expect([1], "mark of a page of changes");
                    cursor.Skip(cursor.Read<ushort>("length of a page's changes"), "changes of a page");
                    block.Changed++;
                    break;
                case RamFlags.Deflated:
                    block = Block(counts, flags, at, offset);
                    cursor.Skip(cursor.Read<uint>("length of a compressed page"), "compressed page");
                    block.Compressed++;
                    break;
                default:
                    throw cursor.Fail(
                        at, $"found page flags 0x{(ulong)flags:x}; expected 0x4, 0x10, or one of 0x2, 0x8, 0x40, 0x100, with or without 0x20");
            }
        }
    }

    private void ReadBlocks(ulong total)
    {
        var left = total;
        while (left > 0)
        {
            var at = cursor.Position;
            var name = cursor.ReadName("name of a RAM block");
            var lengthAt = cursor.Position;
            var length = cursor.Read<ulong>("length of a RAM block");
            if (length > left)
                throw cursor.Fail(lengthAt, $"RAM block '{name}' has 0x{length:x} bytes; 0x{left:x} of the total are left");

            if (_blocks.Count == MaximumBlocks || _blocks.Exists(block => block.Name == name))
                throw cursor.Fail(at, _blocks.Count == MaximumBlocks ? $"more than {MaximumBlocks} RAM blocks" : $"RAM block '{name}' comes twice");

            ulong? address = HasAddresses ? cursor.Read<ulong>("address of a RAM block") : null;
            _blocks.Add(new RamBlockPages(name, length) { Address = address });
            left -= length;
        }
    }

    private RamBlockPages Block(Dictionary<string, RamBlockPages> counts, RamFlags flags, ulong at, ulong offset)
    {
        if ((flags & RamFlags.SameBlock) == 0)
        {
            at = cursor.Position;
            _last = cursor.ReadName("name of a RAM block");
        }

        if (_last is null)
            throw cursor.Fail(at, "a page of the same block as the one before, but none is before it");

        if (!counts.TryGetValue(_last, out var block))
        {
            var known = _blocks.Find(known => known.Name == _last)
                ?? throw cursor.Fail(at, $"there is no RAM block '{_last}'; there are {string.Join(", ", _blocks.Select(known => $"'{known.Name}'"))}");
            counts.Add(_last, block = new RamBlockPages(_last, known.Length) { Address = known.Address });
        }

        return offset < block.Length
            ? block
            : throw cursor.Fail(at, $"page 0x{offset:x} of RAM block '{_last}', which has 0x{block.Length:x} bytes");
    }
}
