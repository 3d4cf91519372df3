using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hv.Power.Execution;
using Hv.Power.Tlb;

namespace Hv.Power.Memory;

/// <summary>
/// One range of memory at fixed effective addresses, without translation: for programs that run by themselves, tests and
/// measurements.
/// </summary>
/// <typeparam name="TMode">The mode of the processor.</typeparam>
/// <param name="host">Where the bytes are in the host: memory that does not move, aligned to 16 bytes, while this is used.</param>
/// <param name="start">The effective address of the first one, a multiple of 16.</param>
/// <param name="size">How many there are: a multiple of 16, at least 16.</param>
public unsafe struct FlatMemory<TMode>(byte* host, ulong start, ulong size) : IPowerMemory
    where TMode : struct, IProcessorMode
{
    private const uint NotFound = 0x4000_0000;
    private const uint Store = 0x0200_0000;

    /// <summary>A page that never changes: icbi tells of all that does.</summary>
    private static readonly CodePage* Unwatched = (CodePage*)NativeMemory.AllocZeroed((nuint)sizeof(CodePage));

    private readonly byte* _host = (nuint)host % 16 == 0 ? host : throw new ArgumentException("The memory is not aligned to 16 bytes.", nameof(host));
    private readonly ulong _start = start % 16 == 0 ? start : throw new ArgumentException("The first address is no multiple of 16.", nameof(start));
    private readonly ulong _size = size >= 16 && size % 16 == 0 ? size : throw new ArgumentException("The size is no multiple of 16.", nameof(size));

    /// <inheritdoc/>
    public static bool IsBigEndian => TMode.IsBigEndian;

    /// <inheritdoc/>
    public static bool Is32Bit => TMode.Is32Bit;

    /// <inheritdoc/>
    public static uint CacheBlock => 128;

    /// <inheritdoc/>
    public static bool SeesStoresToCode => false;

    /// <inheritdoc/>
    public StorageFault Fault { get; private set; }

    private static bool Swaps
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TMode.IsBigEndian == BitConverter.IsLittleEndian;
    }

    /// <inheritdoc/>
    public readonly Outcome Locate(ulong address, out CodeLocation location)
    {
        location = new CodeLocation(address & ~TlbBank.OffsetMask, (nint)Unwatched);
        return Outcome.Completed;
    }

    /// <inheritdoc/>
    public readonly void Watch(in CodeLocation location, uint offset, uint length)
    {
    }

    /// <inheritdoc/>
    public Outcome Fetch(ulong address, out uint word)
    {
        var outcome = Read(address, out word);
        if (outcome == Outcome.Completed)
            return outcome;

        Fault = Fault with { Vector = InterruptVector.InstructionStorage };
        return Outcome.Fetch;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Outcome Read(ulong ea, out byte value)
    {
        var offset = ea - _start;
        if (offset > _size - sizeof(byte))
        {
            value = 0;
            return Fail(ea, 0);
        }

        value = Unsafe.ReadUnaligned<byte>(_host + offset);
        return Outcome.Completed;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Outcome Read(ulong ea, out ushort value)
    {
        var offset = ea - _start;
        if (offset > _size - sizeof(ushort))
        {
            value = 0;
            return Fail(ea, 0);
        }

        value = Unsafe.ReadUnaligned<ushort>(_host + offset);
        if (Swaps)
            value = BinaryPrimitives.ReverseEndianness(value);

        return Outcome.Completed;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Outcome Read(ulong ea, out uint value)
    {
        var offset = ea - _start;
        if (offset > _size - sizeof(uint))
        {
            value = 0;
            return Fail(ea, 0);
        }

        value = Unsafe.ReadUnaligned<uint>(_host + offset);
        if (Swaps)
            value = BinaryPrimitives.ReverseEndianness(value);

        return Outcome.Completed;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Outcome Read(ulong ea, out ulong value)
    {
        var offset = ea - _start;
        if (offset > _size - sizeof(ulong))
        {
            value = 0;
            return Fail(ea, 0);
        }

        value = Unsafe.ReadUnaligned<ulong>(_host + offset);
        if (Swaps)
            value = BinaryPrimitives.ReverseEndianness(value);

        return Outcome.Completed;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Outcome Read(ulong ea, out UInt128 value)
    {
        var offset = ea - _start;
        if (offset > _size - 16)
        {
            value = 0;
            return Fail(ea, 0);
        }

        value = Unsafe.ReadUnaligned<UInt128>(_host + offset);
        if (Swaps)
            value = BinaryPrimitives.ReverseEndianness(value);

        return Outcome.Completed;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Outcome Write(ulong ea, byte value)
    {
        var offset = ea - _start;
        if (offset > _size - sizeof(byte))
            return Fail(ea, Store);

        Unsafe.WriteUnaligned(_host + offset, value);
        return Outcome.Completed;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Outcome Write(ulong ea, ushort value)
    {
        var offset = ea - _start;
        if (offset > _size - sizeof(ushort))
            return Fail(ea, Store);

        Unsafe.WriteUnaligned(_host + offset, Swaps ? BinaryPrimitives.ReverseEndianness(value) : value);
        return Outcome.Completed;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Outcome Write(ulong ea, uint value)
    {
        var offset = ea - _start;
        if (offset > _size - sizeof(uint))
            return Fail(ea, Store);

        Unsafe.WriteUnaligned(_host + offset, Swaps ? BinaryPrimitives.ReverseEndianness(value) : value);
        return Outcome.Completed;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Outcome Write(ulong ea, ulong value)
    {
        var offset = ea - _start;
        if (offset > _size - sizeof(ulong))
            return Fail(ea, Store);

        Unsafe.WriteUnaligned(_host + offset, Swaps ? BinaryPrimitives.ReverseEndianness(value) : value);
        return Outcome.Completed;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Outcome Write(ulong ea, UInt128 value)
    {
        var offset = ea - _start;
        if (offset > _size - 16)
            return Fail(ea, Store);

        Unsafe.WriteUnaligned(_host + offset, Swaps ? BinaryPrimitives.ReverseEndianness(value) : value);
        return Outcome.Completed;
    }

    /// <inheritdoc/>
    public Outcome CompareExchange(ulong ea, byte expected, byte value, out bool stored)
    {
        stored = false;
        if (Probe(ea, sizeof(byte), isStore: true) is not Outcome.Completed and var outcome)
            return outcome;

        stored = Interlocked.CompareExchange(ref *(byte*)(_host + (ea - _start)), value, expected) == expected;
        return Outcome.Completed;
    }

    /// <inheritdoc/>
    public Outcome CompareExchange(ulong ea, ushort expected, ushort value, out bool stored)
    {
        stored = false;
        if (Probe(ea, sizeof(ushort), isStore: true) is not Outcome.Completed and var outcome)
            return outcome;

        if (Swaps)
        {
            expected = BinaryPrimitives.ReverseEndianness(expected);
            value = BinaryPrimitives.ReverseEndianness(value);
        }

        stored = Interlocked.CompareExchange(ref *(ushort*)(_host + (ea - _start)), value, expected) == expected;
        return Outcome.Completed;
    }

    /// <inheritdoc/>
    public Outcome CompareExchange(ulong ea, uint expected, uint value, out bool stored)
    {
        stored = false;
        if (Probe(ea, sizeof(uint), isStore: true) is not Outcome.Completed and var outcome)
            return outcome;

        if (Swaps)
        {
            expected = BinaryPrimitives.ReverseEndianness(expected);
            value = BinaryPrimitives.ReverseEndianness(value);
        }

        stored = Interlocked.CompareExchange(ref *(uint*)(_host + (ea - _start)), value, expected) == expected;
        return Outcome.Completed;
    }

    /// <inheritdoc/>
    public Outcome CompareExchange(ulong ea, ulong expected, ulong value, out bool stored)
    {
        stored = false;
        if (Probe(ea, sizeof(ulong), isStore: true) is not Outcome.Completed and var outcome)
            return outcome;

        if (Swaps)
        {
            expected = BinaryPrimitives.ReverseEndianness(expected);
            value = BinaryPrimitives.ReverseEndianness(value);
        }

        stored = Interlocked.CompareExchange(ref *(ulong*)(_host + (ea - _start)), value, expected) == expected;
        return Outcome.Completed;
    }

    /// <inheritdoc/>
    /// <remarks>Atomic among the quadword exchanges of this process; a plain store of another processor can fall in between.</remarks>
    public Outcome CompareExchange(ulong ea, UInt128 expected, UInt128 value, out bool stored)
    {
        stored = false;
        if (Probe(ea, 16, isStore: true) is not Outcome.Completed and var outcome)
            return outcome;

        if (Swaps)
        {
            expected = BinaryPrimitives.ReverseEndianness(expected);
            value = BinaryPrimitives.ReverseEndianness(value);
        }

        stored = QuadwordExchange.TryReplace(_host + (ea - _start), expected, value);
        return Outcome.Completed;
    }

    /// <inheritdoc/>
    public Outcome Probe(ulong ea, uint length, bool isStore)
    {
        var offset = ea - _start;
        return offset < _size && length <= _size - offset ? Outcome.Completed : Fail(ea, isStore ? Store : 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Outcome Fail(ulong ea, uint status)
    {
        Fault = new StorageFault(InterruptVector.DataStorage, ea, NotFound | status);
        return Outcome.Storage;
    }
}
