using System.Buffers.Binary;
using System.Numerics;
using Hv.Power.Translation;
using Hv.Pseries.Configuration;
using Hv.Runtime.Memory;

namespace Hv.Pseries.Processors;

/// <summary>The hash page table of the guest, which the hypervisor keeps for it (LoPAR 14.5.4).</summary>
/// <remarks>
/// Memory is taken from the host for what the guest writes. It is changed under the machine's lock; processors look for translations in it
/// at any time, so that each doubleword is read and written at once: an entry gets its second doubleword before it becomes valid. Whoever
/// takes an entry away, or changes what it allows, has the processors forget their translations.
/// </remarks>
public sealed unsafe partial class HashPageTable : ITableMemory, IDisposable
{
    /// <summary>The bytes of an entry.</summary>
    public const int EntrySize = 2 * sizeof(ulong);

    /// <summary>The smallest table has 2 to this power bytes (Power ISA, Book III, 6.7.9.1).</summary>
    public const int SmallestShift = 18;

    /// <summary>The largest table has 2 to this power bytes.</summary>
    public const int LargestShift = 46;

    /// <summary>Bit of an entry's first doubleword: it is valid.</summary>
    public const ulong Valid = 0x01;

    /// <summary>Bit of an entry's second doubleword: a processor has used it (R).</summary>
    public const ulong Referenced = 0x100;

    /// <summary>Bit of an entry's second doubleword: a processor has written to the page (C).</summary>
    public const ulong Written = 0x80;

    // A bit that the architecture leaves to software: the entry changed since it was last sent.
    private const ulong Changed = 0x40;

    private const int RamPerTable = 7;
    private const int LargestShareOfRam = 5;

    private readonly PseriesMachine _machine;
    private RamBlock? _memory;

    /// <summary>Makes a table of the size that the machine's RAM asks for.</summary>
    internal HashPageTable(PseriesMachine machine)
    {
        _machine = machine;
        Resize(DefaultShift);
    }

    /// <summary>The table has 2 to this power bytes; 0: there is none, since the guest has radix page tables.</summary>
    public int Shift { get; private set; }

    /// <summary>How many entries there are.</summary>
    public ulong Count => _memory is null ? 0 : _memory.Size / EntrySize;

    /// <summary>The largest table that a stream or a guest of this machine may ask for.</summary>
    internal int AllowedShift => Math.Clamp(CeilingLog2(LargestRam) - LargestShareOfRam, SmallestShift, LargestShift);

    /// <summary>The size that a table for the RAM there is would have, as a power of two.</summary>
    internal int ShiftForRam => Math.Clamp(CeilingLog2(_machine.Options.RamSize) - RamPerTable, SmallestShift, LargestShift);

    /// <summary>The size that a table for all RAM that there can be would have, as a power of two.</summary>
    internal int ShiftForLargestRam => Math.Clamp(CeilingLog2(LargestRam) - RamPerTable, SmallestShift, LargestShift);

    private ulong LargestRam => Math.Max(_machine.Options.RamSize, _machine.Options.MaximumRamSize);

    /// <summary>A table that cannot be resized is large enough for all RAM that there can be.</summary>
    private int DefaultShift => _machine.EffectiveHptResizing == HptResizing.Disabled ? ShiftForLargestRam : ShiftForRam;

    /// <summary>Reads or writes an entry, as it is without the mark of changes. Who writes has the processors forget their translations.</summary>
    /// <param name="index">Its number.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entry.</exception>
    public HptEntry this[ulong index]
    {
        get => new(First(index) & ~Changed, Second(index));

        set
        {
            SetFirst(index, 0);
            Volatile.Write(ref SecondInMemory(index), ToMemory(value.Second));
            SetFirst(index, value.First);
        }
    }

    /// <inheritdoc/>
    public bool TryRead(ulong address, out ulong value)
    {
        if (Volatile.Read(ref _memory) is { } memory && address <= memory.Size - sizeof(ulong))
        {
            value = ToMemory(Volatile.Read(ref *(ulong*)(memory.Host + address)));
            return true;
        }

        value = 0;
        return false;
    }

    /// <inheritdoc/>
    public bool TryReplace(ulong address, ulong expected, ulong value)
    {
        if (Volatile.Read(ref _memory) is not { } memory || address > memory.Size - sizeof(ulong))
            return false;

        if (Interlocked.CompareExchange(ref *(ulong*)(memory.Host + address), ToMemory(value), ToMemory(expected)) != ToMemory(expected))
            return false;

        // A processor marks a page in the second doubleword; that the entry changed is in the first one.
        if ((Interlocked.Or(ref *(ulong*)(memory.Host + (address & ~(ulong)(EntrySize - 1))), ToMemory(Changed)) & ToMemory(Changed)) == 0)
            Interlocked.Increment(ref _changed);

        return true;
    }

    /// <summary>
    /// Takes an entry out of use; processors forget what it allowed only when they are told, and until then they may add marks to its second
    /// doubleword, which stays as it is.
    /// </summary>
    internal void Invalidate(ulong index) => SetFirst(index, 0);

    /// <summary>Replaces some bits of an entry's second doubleword at once: processors find the old or the new ones.</summary>
    internal void Replace(ulong index, ulong mask, ulong bits)
    {
        ref var second = ref SecondInMemory(index);
        while (true)
        {
            var old = Volatile.Read(ref second);
            if (Interlocked.CompareExchange(ref second, (old & ~ToMemory(mask)) | ToMemory(bits & mask), old) == old)
                break;
        }

        SetFirst(index, First(index));
    }

    /// <summary>Whether an entry is in use: quicker than to read it.</summary>
    internal bool IsInUse(ulong index) => (First(index) & Valid) != 0;

    /// <summary>Puts it into the state after power-on: empty, and as large as the machine's RAM asks for.</summary>
    internal void Reset() => Resize(DefaultShift);

    /// <summary>Makes an empty table for all RAM that there can be, where this one is smaller: the guest cannot make it larger itself.</summary>
    internal void GrowForAllMemory()
    {
        var shift = Math.Clamp(CeilingLog2(LargestRam) - RamPerTable, SmallestShift, LargestShift);
        if (Shift < shift)
            Resize(shift);
    }

    /// <summary>There is none any more: the guest has radix page tables.</summary>
    internal void Remove() => Resize(0);

    /// <inheritdoc/>
    public void Dispose()
    {
        CancelResize();
        _memory?.Dispose();
        _memory = null;
        Shift = 0;
    }

    private static int CeilingLog2(ulong value) => BitOperations.Log2(value) + (ulong.IsPow2(value) ? 0 : 1);

    private static ulong ToMemory(ulong value) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    /// <summary>Makes an empty table of a size; 0: none.</summary>
    private void Resize(int shift)
    {
        CancelResize();
        if (shift == Shift && _memory is { } same)
        {
            same.Clear();
            Use(same, shift);
            return;
        }

        Use(shift != 0 ? new RamBlock("pseries.hpt", 1UL << shift) : null, shift);
    }

    /// <summary>Has the processors use a table, whatever is in it. The one before is given back to the host when none uses it any more.</summary>
    private void Use(RamBlock? memory, int shift)
    {
        var before = _memory;
        var partition = _machine.Execution.Partition;
        partition.HashTableMemory = null;
        Volatile.Write(ref _memory, memory);
        Shift = shift;
        _changed = 0;
        partition.HashTable = new HashedPageTable(0, shift);
        partition.HashTableMemory = memory is null ? null : this;
        _machine.Execution.Group.FlushTranslations();
        if (before != memory)
            before?.Dispose();
    }

    private ulong First(ulong index) => ToMemory(Volatile.Read(ref FirstInMemory(index)));

    private ulong Second(ulong index) => ToMemory(Volatile.Read(ref SecondInMemory(index)));

    private void SetFirst(ulong index, ulong first)
    {
        if ((Interlocked.Exchange(ref FirstInMemory(index), ToMemory(first | Changed)) & ToMemory(Changed)) == 0)
            Interlocked.Increment(ref _changed);
    }

    private ref ulong FirstInMemory(ulong index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return ref *(ulong*)(_memory!.Host + (index * EntrySize));
    }

    private ref ulong SecondInMemory(ulong index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return ref *(ulong*)(_memory!.Host + (index * EntrySize) + sizeof(ulong));
    }
}
