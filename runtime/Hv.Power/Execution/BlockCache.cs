using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hv.Power.Declarations;
using Hv.Power.Instructions;
using Hv.Power.Memory;
using Hv.Power.Observation;

namespace Hv.Power.Execution;

/// <summary>
/// Decodes code into blocks and finds them again by address. It holds at most <see cref="Capacity"/> operations; when they are used
/// up everything is decoded anew.
/// </summary>
/// <typeparam name="TMemory">The memory.</typeparam>
internal sealed unsafe class BlockCache<TMemory> : IDisposable
    where TMemory : struct, IPowerMemory
{
    /// <summary>The longest block, in instructions.</summary>
    public const int LongestBlock = 64;

    /// <summary>How many operations there is room for: 16 MiB.</summary>
    public const int Capacity = 512 * 1024;

    private const int NearCount = 4096;
    private const ulong Nowhere = 1;
    private const ulong PageMask = 0xFFF;
    private const uint WordSize = 4;

    private static readonly nint[] Handlers = MakeHandlers();
    private static readonly delegate*<State.PowerState*, Operation*, ref TMemory, Operation*> FallThrough = &SpecialOperations<TMemory>.FallThrough;
    private static readonly delegate*<State.PowerState*, Operation*, ref TMemory, Operation*> Illegal = &SpecialOperations<TMemory>.Illegal;
    private static readonly delegate*<State.PowerState*, Operation*, ref TMemory, Operation*> Breakpoint = &SpecialOperations<TMemory>.Breakpoint;

    private readonly Dictionary<(ulong Address, ulong RealPage), Block> _blocks = [];
    private readonly Isa _level;
    private readonly Block* _near;
    private readonly Operation* _scratch;
    private Operation* _operations;
    private int _used;

    public BlockCache(Isa level)
    {
        _level = level;
        _near = (Block*)NativeMemory.AlignedAlloc((nuint)(NearCount * sizeof(Block)), 64);
        _scratch = (Operation*)NativeMemory.AlignedAlloc((LongestBlock + 1) * Operation.Size, 64);
        Clear();
    }

    /// <summary>Who is told what is decoded, or <see langword="null"/>.</summary>
    public IExecutionObserver? Observer { get; set; }

    /// <summary>Effective addresses before which a debugger stops: they take effect as code is decoded.</summary>
    public FrozenSet<ulong> Breakpoints { get; set; } = [];

    /// <summary>The block at an address, or <see langword="null"/> when its first instruction cannot be fetched.</summary>
    /// <param name="address">The effective address.</param>
    /// <param name="location">The page that it lies in.</param>
    /// <param name="memory">The memory.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Block* Find(ulong address, in CodeLocation location, ref TMemory memory)
    {
        var near = _near + ((address >> 2) & (NearCount - 1));
        return near->Address == address && near->RealPage == location.Real && near->IsCurrent
            ? near
            : FindFar(near, address, in location, ref memory);
    }

    /// <summary>The first instructions of a block as one that ends behind them. It is good until the next one is asked for.</summary>
    public Operation* Shorten(Block* block, int count)
    {
        new Span<Operation>(block->First, count).CopyTo(new Span<Operation>(_scratch, count));
        End(_scratch + count, block->Address + ((ulong)count * WordSize));
        return _scratch;
    }

    /// <summary>Forgets all blocks.</summary>
    public void Clear()
    {
        _blocks.Clear();
        _used = 0;
        for (var index = 0; index < NearCount; index++)
            _near[index].Address = Nowhere;

        Observer?.Forgotten();
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_near);
        NativeMemory.AlignedFree(_scratch);
        NativeMemory.AlignedFree(_operations);
        _operations = null;
    }

    private static nint[] MakeHandlers()
    {
        var operations = PowerIsa.Operations<TMemory>();
        var handlers = new nint[operations.Length];
        for (var index = 0; index < handlers.Length; index++)
            handlers[index] = (nint)operations[index];

        return handlers;
    }

    private static void End(Operation* operation, ulong address)
    {
        operation->Handler = FallThrough;
        operation->Address = Width.Address<TMemory>(address);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Block* FindFar(Block* near, ulong address, in CodeLocation location, ref TMemory memory)
    {
        if (!_blocks.TryGetValue((address, location.Real), out var block) || !block.IsCurrent)
        {
            block = Decode(address, in location, ref memory);
            if (block.Count == 0)
                return null;

            _blocks[(address, location.Real)] = block;
        }

        *near = block;
        return near;
    }

    private Block Decode(ulong address, in CodeLocation location, ref TMemory memory)
    {
        if (_operations is null)
            _operations = (Operation*)NativeMemory.AlignedAlloc((nuint)Capacity * Operation.Size, 64);
        else if (_used + LongestBlock + 1 > Capacity)
            Clear();

        // The version first: what is stored from here on is seen, and counts it up.
        var version = Volatile.Read(ref location.Code->Version);
        var inPage = (uint)(address & PageMask);
        memory.Watch(in location, inPage, Math.Min(LongestBlock * WordSize, (uint)PageMask + 1 - inPage));

        var first = _operations + _used;
        var count = 0;
        var isOpen = true;
        var words = Observer is null ? default : stackalloc uint[LongestBlock];
        while (isOpen && count < LongestBlock)
        {
            var current = address + ((ulong)count * WordSize);

            // A page is mapped and unmapped as a whole: no block has parts of two.
            if (count > 0 && (current & PageMask) == 0)
                break;

            if (memory.Fetch(current, out var word) != Outcome.Completed)
                break;

            if (Observer is not null)
                words[count] = word;

            isOpen = Breakpoints.Contains(Width.Address<TMemory>(current)) ? Stop(first + count, current) : Bind(first + count, word, current);
            count++;
        }

        End(first + count, address + ((ulong)count * WordSize));
        _used += count + 1;
        if (count > 0)
            Observer?.Decoded(address, words[..count]);

        return new Block
        {
            Address = address, RealPage = location.Real, First = first, Page = location.Code, Version = version, Count = count,
        };
    }

    private static bool Stop(Operation* operation, ulong address)
    {
        operation->Handler = Breakpoint;
        operation->Address = address;
        return false;
    }

    /// <summary>Makes the operation of a word.</summary>
    /// <returns>Whether the block goes on behind it.</returns>
    private bool Bind(Operation* operation, uint word, ulong address)
    {
        var instruction = PowerIsa.Decode(word);
        if (instruction < 0 || (Isa)PowerIsa.Levels[instruction] > _level || !PowerIsa.Bind(instruction, word, address, operation))
        {
            operation->Handler = Illegal;
            operation->Address = address;
            operation->Immediate = word;
            return false;
        }

        operation->Handler = (void*)Handlers[PowerIsa.OperationOf(instruction, word)];
        return !PowerIsa.EndsBlock(instruction);
    }
}
