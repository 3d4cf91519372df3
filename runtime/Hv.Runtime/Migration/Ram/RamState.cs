using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;

namespace Hv.Runtime.Migration.Ram;

/// <summary>The RAM of a machine in a migration stream: the section <c>ram</c>, version 4.</summary>
/// <param name="machine">The machine.</param>
internal sealed partial class RamState(Machine machine) : IIterativeState
{
    /// <summary>The bytes of a page in streams of this architecture.</summary>
    public const int PageSize = 1 << DirtyLog.PageShift;

    /// <summary>Bytes that are tested at once where all pages are asked for: memory is read fastest in long runs.</summary>
    private const int LookAhead = 256 << 10;

    private readonly List<Block> _blocks = [];
    private DirtyLog? _log;
    private int _nextBlock;
    private ulong _nextPage;
    private ulong _remaining;
    private Block? _sentBlock;
    private ulong _zeroPages;
    private ulong _normalPages;
    private ulong _passes;
    private ulong _dirtyPages;

    /// <inheritdoc/>
    public string Name => "ram";

    /// <inheritdoc/>
    public uint Version => 4;

    /// <summary>It was looked for pages that were written; the number of times is given.</summary>
    public Action<ulong>? PassBegun { get; set; }

    /// <summary>How far it has come.</summary>
    public RamProgress Progress => new()
    {
        Total = machine.Memory.Blocks.Aggregate(0UL, (sum, block) => sum + block.Block.Size),
        Remaining = Volatile.Read(ref _remaining) * PageSize,
        ZeroPages = Volatile.Read(ref _zeroPages),
        NormalPages = Volatile.Read(ref _normalPages),
        Passes = Volatile.Read(ref _passes),
        DirtyPages = Volatile.Read(ref _dirtyPages),
    };

    /// <inheritdoc/>
    public ulong GetPendingBytes(bool isExact)
    {
        if (isExact)
            Collect();

        return _remaining * PageSize;
    }

    /// <inheritdoc/>
    public void BeginSave(StateWriter writer)
    {
        _blocks.Clear();
        _blocks.AddRange(machine.Memory.Blocks.Select(block => new Block(block.Block)));
        _log = machine.Memory.StartDirtyLog();
        (_nextBlock, _nextPage, _remaining) = (0, 0, 0);
        (_zeroPages, _normalPages, _passes, _dirtyPages) = (0, 0, 0, 0);
        CheckPages();
        foreach (var block in _blocks)
            block.ToSend.AddAll();

        Collect();
        writer.WriteRaw((ulong)RamFlags.BlockList | _blocks.Aggregate(0UL, (sum, block) => sum + block.Ram.Size));
        foreach (var block in _blocks)
        {
            writer.WriteName(block.Ram.Name);
            writer.WriteRaw(block.Ram.Size);
        }

        writer.WriteRaw((ulong)RamFlags.End);
    }

    /// <inheritdoc/>
    public bool SavePart(StateWriter writer, ulong budget)
    {
        var isDone = SendPages(writer, budget);
        writer.WriteRaw((ulong)RamFlags.End);
        return isDone;
    }

    /// <inheritdoc/>
    public void SaveLast(StateWriter writer)
    {
        Collect();
        SendPages(writer, ulong.MaxValue);
        writer.WriteRaw((ulong)RamFlags.End);
    }

    /// <inheritdoc/>
    public void EndSave()
    {
        _log?.Dispose();
        _log = null;
        _blocks.Clear();
        _sentBlock = null;
    }

    private void CheckPages()
    {
        if (_blocks.Find(block => block.Ram.Size % PageSize != 0) is { } block)
            throw new StateException($"RAM block '{block.Ram.Name}' of 0x{block.Ram.Size:x} bytes is no whole number of pages of {PageSize} bytes");
    }

    /// <summary>Takes over the pages that were written. Under the machine's lock: then none is lost.</summary>
    private void Collect()
    {
        Debug.Assert(machine.Lock.IsHeldByCurrentThread, "Pages that are being written would be lost.");
        var before = _remaining;
        var remaining = 0UL;
        foreach (var block in _blocks)
        {
            _log!.Collect(block.Ram, block.ToSend.Add);
            remaining += block.ToSend.Count;

            // What was known of memory that the host has not taken may not be true any more.
            block.Forget();
            block.IsDense = block.ToSend.Count > Pages(block) / 2;
        }

        _dirtyPages += remaining - before;
        Volatile.Write(ref _remaining, remaining);
        Volatile.Write(ref _passes, _passes + 1);
        PassBegun?.Invoke(_passes);
    }

    /// <summary>Sends pages, from where it ended last on and then from the first.</summary>
    /// <returns>Whether none is left.</returns>
    private bool SendPages(StateWriter writer, ulong budget)
    {
        // Each part names its first block: whoever reads it needs no other part.
        _sentBlock = null;
        var start = writer.Position;
        while (_remaining > 0)
        {
            var block = _blocks[_nextBlock];
            if (block.ToSend.Next(_nextPage) is not { } page)
            {
                (_nextBlock, _nextPage) = ((_nextBlock + 1) % _blocks.Count, 0);
                continue;
            }

            block.ToSend.Remove(page);
            Volatile.Write(ref _remaining, _remaining - 1);
            _nextPage = page + 1;
            Send(writer, block, page * PageSize);
            if (writer.Position - start >= budget)
                return _remaining == 0;
        }

        return true;
    }

    private unsafe void Send(StateWriter writer, Block block, ulong offset)
    {
        var flags = block == _sentBlock ? RamFlags.SameBlock : RamFlags.None;

        // Where nearly all pages go, as in the first pass, those after this one do too.
        var isZero = block.IsZero(offset, block.IsDense ? LookAhead : PageSize);
        writer.WriteRaw(offset | (ulong)(flags | (isZero ? RamFlags.Zero : RamFlags.Page)));
        if (block != _sentBlock)
            writer.WriteName(block.Ram.Name);

        _sentBlock = block;
        if (isZero)
        {
            writer.WriteRaw((byte)0);
            Volatile.Write(ref _zeroPages, _zeroPages + 1);
        }
        else
        {
            writer.WriteRaw(PageAt(block, offset));
            Volatile.Write(ref _normalPages, _normalPages + 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Span<byte> PageAt(Block block, ulong offset) => new(block.Ram.Host + offset, PageSize);

    /// <summary>A block, and what is known of it.</summary>
    private sealed class Block(RamBlock ram)
    {
        public RamBlock Ram { get; } = ram;

        /// <summary>Its name as it is in streams.</summary>
        public byte[] Name { get; } = Encoding.UTF8.GetBytes(ram.Name);

        /// <summary>The pages that are to be sent.</summary>
        public PageSet ToSend { get; } = new(ram.Size / PageSize);

        /// <summary>Whether most of its pages are to be sent.</summary>
        public bool IsDense { get; set; }

        /// <summary>From the first to the second the host has taken no memory; from there to the third it has.</summary>
        private (ulong From, ulong Start, ulong End) _known;

        /// <summary>From the first to the second all is zero.</summary>
        private (ulong From, ulong End) _zero;

        /// <summary>Forgets what is known of its content.</summary>
        public void Forget() => (_known, _zero) = (default, default);

        /// <summary>Whether a page is zero. One for which the host has taken no memory is, and is not touched.</summary>
        /// <param name="offset">The page.</param>
        /// <param name="lookAhead">How many bytes are tested at once, from the page on.</param>
        public unsafe bool IsZero(ulong offset, int lookAhead)
        {
            if (offset < _known.From || offset >= _known.End)
            {
                var (start, end) = Ram.FindCommitted(offset);

                // When there is no more of it, all that follows is known.
                _known = (offset, start, end);
            }

            if (offset < _known.Start || (offset >= _zero.From && offset < _zero.End))
                return true;

            var bytes = new ReadOnlySpan<byte>(Ram.Host + offset, (int)Math.Min((ulong)lookAhead, _known.End - offset));
            var other = bytes.IndexOfAnyExcept((byte)0);
            _zero = (offset, offset + (ulong)((other < 0 ? bytes.Length : other) & -PageSize));
            return _zero.End > offset;
        }

        /// <summary>A page was written here: what is known ends before it, or begins after it.</summary>
        public void Wrote(ulong offset)
        {
            if (offset >= _known.From && offset < _known.Start)
                _known = (offset + PageSize, Math.Max(_known.Start, offset + PageSize), _known.End);

            if (offset >= _zero.From && offset < _zero.End)
                _zero = default;
        }
    }
}
