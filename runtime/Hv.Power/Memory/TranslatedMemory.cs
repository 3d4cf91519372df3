using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Hv.Power.Execution;
using Hv.Power.Tlb;

namespace Hv.Power.Memory;

/// <summary>
/// The memory of a guest as a processor sees it: effective addresses, translated by what its system has set up. An access to a page
/// that the software TLB has costs a handful of host instructions; all others go to the memory management.
/// </summary>
/// <typeparam name="TMode">The mode of the processor.</typeparam>
public unsafe struct TranslatedMemory<TMode> : IPowerMemory
    where TMode : struct, IProcessorMode
{
    private const ulong PageMask = ~TlbBank.OffsetMask;

    private readonly MemoryUnit _unit;
    private DataTlbEntry* _data;

    internal TranslatedMemory(MemoryUnit unit)
    {
        _unit = unit;
        _data = unit.Tlb.Current.Data;
    }

    /// <inheritdoc/>
    public static bool IsBigEndian => TMode.IsBigEndian;

    /// <inheritdoc/>
    public static bool Is32Bit => TMode.Is32Bit;

    /// <inheritdoc/>
    public static uint CacheBlock => 128;

    /// <inheritdoc/>
    public static bool SeesStoresToCode => true;

    /// <inheritdoc/>
    public readonly StorageFault Fault => _unit.Fault;

    private static bool Swaps
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TMode.IsBigEndian == BitConverter.IsLittleEndian;
    }

    /// <inheritdoc/>
    public readonly Outcome Locate(ulong address, out CodeLocation location)
    {
        var entry = _unit.Locate(address);
        if (entry == null)
        {
            location = default;
            return Outcome.Fetch;
        }

        location = new CodeLocation(entry->RealPage, (nint)entry->Page);
        return Outcome.Completed;
    }

    /// <inheritdoc/>
    public readonly void Watch(in CodeLocation location, uint offset, uint length) =>
        _unit.WatchCode(location.Code, location.Real, CodePage.LinesOf(offset, length));

    /// <inheritdoc/>
    public readonly Outcome Fetch(ulong address, out uint word)
    {
        var entry = _unit.Locate(address);
        if (entry == null)
        {
            word = 0;
            return Outcome.Fetch;
        }

        word = Unsafe.ReadUnaligned<uint>(entry->Host + (address & TlbBank.OffsetMask));
        if (Swaps)
            word = BinaryPrimitives.ReverseEndianness(word);

        return Outcome.Completed;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Outcome Read(ulong ea, out byte value)
    {
        var entry = Entry(ea);
        if ((ea & PageMask) != entry->ReadTag)
            return ReadFar(ea, out value);

        value = *(byte*)(ea + (ulong)entry->Addend);
        return Outcome.Completed;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Outcome Read(ulong ea, out ushort value)
    {
        var entry = Entry(ea);
        if (((ea + sizeof(ushort) - 1) & PageMask) != entry->ReadTag)
            return ReadFar(ea, out value);

        value = Unsafe.ReadUnaligned<ushort>((void*)(ea + (ulong)entry->Addend));
        if (Swaps)
            value = BinaryPrimitives.ReverseEndianness(value);

        return Outcome.Completed;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Outcome Read(ulong ea, out uint value)
    {
        var entry = Entry(ea);
        if (((ea + sizeof(uint) - 1) & PageMask) != entry->ReadTag)
            return ReadFar(ea, out value);

        value = Unsafe.ReadUnaligned<uint>((void*)(ea + (ulong)entry->Addend));
        if (Swaps)
            value = BinaryPrimitives.ReverseEndianness(value);

        return Outcome.Completed;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Outcome Read(ulong ea, out ulong value)
    {
        var entry = Entry(ea);
        if (((ea + sizeof(ulong) - 1) & PageMask) != entry->ReadTag)
            return ReadFar(ea, out value);

        value = Unsafe.ReadUnaligned<ulong>((void*)(ea + (ulong)entry->Addend));
        if (Swaps)
            value = BinaryPrimitives.ReverseEndianness(value);

        return Outcome.Completed;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Outcome Read(ulong ea, out UInt128 value)
    {
        var entry = Entry(ea);
        if (((ea + 15) & PageMask) != entry->ReadTag)
            return _unit.Load(ea, 16, out value);

        value = Unsafe.ReadUnaligned<UInt128>((void*)(ea + (ulong)entry->Addend));
        if (Swaps)
            value = BinaryPrimitives.ReverseEndianness(value);

        return Outcome.Completed;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Outcome Write(ulong ea, byte value)
    {
        var entry = Entry(ea);
        if ((ea & PageMask) != entry->WriteTag)
            return WriteFar(ea, sizeof(byte), value);

        *(byte*)(ea + (ulong)entry->Addend) = value;
        return Outcome.Completed;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Outcome Write(ulong ea, ushort value)
    {
        var entry = Entry(ea);
        if (((ea + sizeof(ushort) - 1) & PageMask) != entry->WriteTag)
            return WriteFar(ea, sizeof(ushort), value);

        Unsafe.WriteUnaligned((void*)(ea + (ulong)entry->Addend), Swaps ? BinaryPrimitives.ReverseEndianness(value) : value);
        return Outcome.Completed;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Outcome Write(ulong ea, uint value)
    {
        var entry = Entry(ea);
        if (((ea + sizeof(uint) - 1) & PageMask) != entry->WriteTag)
            return WriteFar(ea, sizeof(uint), value);

        Unsafe.WriteUnaligned((void*)(ea + (ulong)entry->Addend), Swaps ? BinaryPrimitives.ReverseEndianness(value) : value);
        return Outcome.Completed;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Outcome Write(ulong ea, ulong value)
    {
        var entry = Entry(ea);
        if (((ea + sizeof(ulong) - 1) & PageMask) != entry->WriteTag)
            return WriteFar(ea, sizeof(ulong), value);

        Unsafe.WriteUnaligned((void*)(ea + (ulong)entry->Addend), Swaps ? BinaryPrimitives.ReverseEndianness(value) : value);
        return Outcome.Completed;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Outcome Write(ulong ea, UInt128 value)
    {
        var entry = Entry(ea);
        if (((ea + 15) & PageMask) != entry->WriteTag)
            return _unit.Store(ea, 16, value);

        Unsafe.WriteUnaligned((void*)(ea + (ulong)entry->Addend), Swaps ? BinaryPrimitives.ReverseEndianness(value) : value);
        return Outcome.Completed;
    }

    /// <inheritdoc/>
    public readonly Outcome CompareExchange(ulong ea, byte expected, byte value, out bool stored)
    {
        stored = false;
        var outcome = Exchangeable(ea, sizeof(byte), out var host, out var isSeen);
        if (outcome == Outcome.Completed)
        {
            stored = Interlocked.CompareExchange(ref *host, value, expected) == expected;
            Finish(ea, sizeof(byte), stored && isSeen);
        }

        return outcome;
    }

    /// <inheritdoc/>
    public readonly Outcome CompareExchange(ulong ea, ushort expected, ushort value, out bool stored)
    {
        stored = false;
        var outcome = Exchangeable(ea, sizeof(ushort), out var host, out var isSeen);
        if (outcome == Outcome.Completed)
        {
            if (Swaps)
                (expected, value) = (BinaryPrimitives.ReverseEndianness(expected), BinaryPrimitives.ReverseEndianness(value));

            stored = Interlocked.CompareExchange(ref *(ushort*)host, value, expected) == expected;
            Finish(ea, sizeof(ushort), stored && isSeen);
        }

        return outcome;
    }

    /// <inheritdoc/>
    public readonly Outcome CompareExchange(ulong ea, uint expected, uint value, out bool stored)
    {
        stored = false;
        var outcome = Exchangeable(ea, sizeof(uint), out var host, out var isSeen);
        if (outcome == Outcome.Completed)
        {
            if (Swaps)
                (expected, value) = (BinaryPrimitives.ReverseEndianness(expected), BinaryPrimitives.ReverseEndianness(value));

            stored = Interlocked.CompareExchange(ref *(uint*)host, value, expected) == expected;
            Finish(ea, sizeof(uint), stored && isSeen);
        }

        return outcome;
    }

    /// <inheritdoc/>
    public readonly Outcome CompareExchange(ulong ea, ulong expected, ulong value, out bool stored)
    {
        stored = false;
        var outcome = Exchangeable(ea, sizeof(ulong), out var host, out var isSeen);
        if (outcome == Outcome.Completed)
        {
            if (Swaps)
                (expected, value) = (BinaryPrimitives.ReverseEndianness(expected), BinaryPrimitives.ReverseEndianness(value));

            stored = Interlocked.CompareExchange(ref *(ulong*)host, value, expected) == expected;
            Finish(ea, sizeof(ulong), stored && isSeen);
        }

        return outcome;
    }

    /// <inheritdoc/>
    /// <remarks>Atomic among the quadword exchanges of this process; a plain store of another processor can fall in between.</remarks>
    public readonly Outcome CompareExchange(ulong ea, UInt128 expected, UInt128 value, out bool stored)
    {
        stored = false;
        var outcome = Exchangeable(ea, 16, out var host, out var isSeen);
        if (outcome == Outcome.Completed)
        {
            if (Swaps)
                (expected, value) = (BinaryPrimitives.ReverseEndianness(expected), BinaryPrimitives.ReverseEndianness(value));

            stored = QuadwordExchange.TryReplace(host, expected, value);
            Finish(ea, 16, stored && isSeen);
        }

        return outcome;
    }

    /// <inheritdoc/>
    public readonly Outcome Probe(ulong ea, uint length, bool isStore)
    {
        var entry = Entry(ea);
        return ((ea + (length - 1)) & PageMask) == (isStore ? entry->WriteTag : entry->ReadTag)
            ? Outcome.Completed
            : _unit.Probe(ea, length, isStore);
    }

    /// <summary>Takes the pages of another context.</summary>
    internal void Use(TlbBank bank) => _data = bank.Data;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly DataTlbEntry* Entry(ulong ea) => _data + ((ea >> TlbBank.PageShift) & (TlbBank.DataCount - 1));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly Outcome ReadFar<T>(ulong ea, out T value)
        where T : unmanaged
    {
        var outcome = _unit.Load(ea, sizeof(T), out var number);
        var low = (ulong)number;
        value = *(T*)&low;
        return outcome;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly Outcome WriteFar(ulong ea, int size, ulong value) => _unit.Store(ea, size, value);

    private readonly Outcome Exchangeable(ulong ea, int size, out byte* host, out bool isSeen)
    {
        var entry = Entry(ea);
        isSeen = ((ea + (ulong)(size - 1)) & PageMask) != entry->WriteTag;
        if (isSeen)
            return _unit.Exchangeable(ea, size, out host);

        host = (byte*)(ea + (ulong)entry->Addend);
        return Outcome.Completed;
    }

    private readonly void Finish(ulong ea, int size, bool isSeen)
    {
        if (isSeen)
            _unit.Exchanged(ea, size);
    }
}
