using System.IO.Compression;

namespace Hv.Runtime.Migration.Ram;

/// <content>What is received.</content>
internal sealed partial class RamState
{
    private const ulong OffsetMask = ~(ulong)(PageSize - 1);
    private const int LongestName = 255;
    private const byte DeltaMark = 1;

    /// <summary>What zlib makes of a page at most: its compressBound.</summary>
    private const int LargestDeflated = PageSize + (PageSize >> 12) + (PageSize >> 14) + (PageSize >> 25) + 13;

    private static readonly StateField BlockListField = new("blocks", "uint64");
    private static readonly StateField BlockField = new("block", "buffer");
    private static readonly StateField WordField = new("page", "uint64");

    private readonly byte[] _name = new byte[LongestName];
    private readonly byte[] _piece = new byte[LargestDeflated];
    private Block? _receivedBlock;
    private bool _hasBlockList;

    /// <inheritdoc/>
    public void BeginLoad()
    {
        _blocks.Clear();
        _blocks.AddRange(machine.Memory.Blocks.Select(block => new Block(block.Block)));
        _receivedBlock = null;
        _hasBlockList = false;
        CheckPages();
    }

    /// <inheritdoc/>
    public void Load(StateReader reader, IterativePhase phase, uint version)
    {
        while (true)
        {
            reader.BeginField(WordField);
            var word = reader.ReadRaw<ulong>();
            var (offset, flags) = (word & OffsetMask, (RamFlags)(word & ~OffsetMask));
            switch (flags)
            {
                case RamFlags.End when offset == 0:
                    return;
                case RamFlags.BlockList when phase == IterativePhase.Start && !_hasBlockList:
                    LoadBlockList(reader, offset);
                    break;
                case var _ when (flags & ~RamFlags.SameBlock) is RamFlags.Zero or RamFlags.Page or RamFlags.Delta or RamFlags.Deflated:
                    if ((flags & RamFlags.SameBlock) == 0)
                        _receivedBlock = ReadBlock(reader);

                    LoadPage(reader, offset, flags & ~RamFlags.SameBlock);
                    break;
                case var _ when (flags & RamFlags.Hook) != 0:
                    throw reader.Fail(WordField, word, "pages of a transport's own (RDMA) are not supported");
                default:
                    throw reader.Fail(WordField, word, "these flags do not go together here");
            }
        }
    }

    /// <inheritdoc/>
    public void EndLoad()
    {
        _blocks.Clear();
        _receivedBlock = null;
    }

    private static ulong Pages(Block block) => block.Ram.Size / PageSize;

    private void LoadBlockList(StateReader reader, ulong total)
    {
        _hasBlockList = true;
        var missing = _blocks.ToList();
        while (total > 0)
        {
            var block = ReadBlock(reader);
            if (!missing.Remove(block))
                throw reader.Fail($"RAM block '{block.Ram.Name}' comes twice");

            var size = reader.ReadRaw<ulong>();
            if (size != block.Ram.Size)
                throw reader.Fail($"RAM block '{block.Ram.Name}' has 0x{size:x} bytes there and 0x{block.Ram.Size:x} here; give both sides the same RAM");

            if (size > total)
                throw reader.Fail(BlockListField, total, $"less than the 0x{size:x} bytes of RAM block '{block.Ram.Name}' are left of the sum");

            total -= size;
        }

        if (missing.Count > 0)
            throw reader.Fail($"RAM block '{missing[0].Ram.Name}' of 0x{missing[0].Ram.Size:x} bytes is not there");
    }

    private Block ReadBlock(StateReader reader)
    {
        reader.BeginField(BlockField);
        var name = _name.AsSpan(0, reader.ReadRaw<byte>());
        reader.ReadRaw(name);
        foreach (var block in _blocks)
        {
            if (name.SequenceEqual(block.Name))
                return block;
        }

        throw reader.Fail(
            $"RAM block '{StateText.Printable(name)}' is not one of this machine, which has "
            + string.Join(", ", _blocks.Select(block => $"'{block.Ram.Name}'")));
    }

    private void LoadPage(StateReader reader, ulong offset, RamFlags kind)
    {
        if (!_hasBlockList)
            throw reader.Fail("a page comes before the list of RAM blocks");

        if (_receivedBlock is not { } block)
            throw reader.Fail("the page is of the block of the page before, and there is none");

        if (offset / PageSize >= Pages(block))
            throw reader.Fail(WordField, offset, $"RAM block '{block.Ram.Name}' has 0x{block.Ram.Size:x} bytes");

        switch (kind)
        {
            case RamFlags.Zero:
                Fill(block, offset, reader.ReadRaw<byte>());
                break;
            case RamFlags.Page:
                reader.ReadRaw(PageAt(block, offset));
                Loaded(block, offset);
                break;
            case RamFlags.Delta:
                LoadDelta(reader, block, offset);
                break;
            default:
                LoadDeflated(reader, block, offset);
                break;
        }
    }

    /// <summary>Fills a page with one value. Memory that the host has not taken is zero and stays so.</summary>
    private static void Fill(Block block, ulong offset, byte value)
    {
        if (value == 0 && block.IsZero(offset, LookAhead))
            return;

        PageAt(block, offset).Fill(value);
        Loaded(block, offset);
    }

    private void LoadDelta(StateReader reader, Block block, ulong offset)
    {
        var mark = reader.ReadRaw<byte>();
        if (mark != DeltaMark)
            throw reader.Fail(WordField, mark, $"the page's encoding is {DeltaMark}");

        var length = reader.ReadRaw<ushort>();
        if (length > PageSize)
            throw reader.Fail(WordField, length, $"what is different in a page has at most {PageSize} bytes");

        var delta = _piece.AsSpan(0, length);
        reader.ReadRaw(delta);
        var problem = DeltaCodec.Apply(delta, PageAt(block, offset));
        Loaded(block, offset);
        if (problem is not null)
            throw reader.Fail($"what is different in the page cannot be read: {problem}");
    }

    private void LoadDeflated(StateReader reader, Block block, ulong offset)
    {
        var length = reader.ReadRaw<uint>();
        if (length > LargestDeflated)
            throw reader.Fail(WordField, length, $"a deflated page has at most {LargestDeflated} bytes");

        reader.ReadRaw(_piece.AsSpan(0, (int)length));
        try
        {
            using var inflated = new ZLibStream(new MemoryStream(_piece, 0, (int)length), CompressionMode.Decompress);
            inflated.ReadExactly(PageAt(block, offset));
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw reader.Fail("the page cannot be inflated", exception);
        }
        finally
        {
            Loaded(block, offset);
        }
    }

    private static void Loaded(Block block, ulong offset)
    {
        block.Ram.MarkDirty(offset, PageSize);
        block.Wrote(offset);
    }
}
