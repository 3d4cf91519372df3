using System.Buffers.Binary;
using System.Numerics;
using Hv.Pseries.Configuration;
using Hv.Runtime.Memory;

namespace Hv.Pseries.Processors;

/// <summary>The hash page table of the guest, which the hypervisor keeps for it (LoPAR 14.5.4).</summary>
/// <remarks>Memory is taken from the host for what the guest writes. Used under the machine's lock.</remarks>
public sealed partial class HashPageTable : IDisposable
{
    /// <summary>The bytes of an entry.</summary>
    public const int EntrySize = 2 * sizeof(ulong);

    /// <summary>The smallest table has 2 to this power bytes (Power ISA, Book III, 6.7.9.1).</summary>
    public const int SmallestShift = 18;

    /// <summary>The largest table has 2 to this power bytes.</summary>
    public const int LargestShift = 46;

    /// <summary>Bit of an entry's first doubleword: it is valid.</summary>
    public const ulong Valid = 0x01;

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

    private ulong LargestRam => Math.Max(_machine.Options.RamSize, _machine.Options.MaximumRamSize);

    /// <summary>A table that cannot be resized is large enough for all RAM that there can be.</summary>
    private int DefaultShift => Math.Clamp(
        CeilingLog2(_machine.EffectiveHptResizing == HptResizing.Disabled ? LargestRam : _machine.Options.RamSize) - RamPerTable,
        SmallestShift, LargestShift);

    /// <summary>Reads or writes an entry.</summary>
    /// <param name="index">Its number.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entry.</exception>
    public HptEntry this[ulong index]
    {
        get
        {
            var entry = Load(index);
            return entry with { First = entry.First & ~Changed };
        }

        set
        {
            if ((Load(index).First & Changed) == 0)
                _changed++;

            Store(index, value with { First = value.First | Changed });
        }
    }

    /// <summary>Puts it into the state after power-on: empty, and as large as the machine's RAM asks for.</summary>
    internal void Reset() => Resize(DefaultShift);

    /// <summary>Makes an empty table for all RAM that there can be, where this one is smaller: the guest cannot make it larger itself.</summary>
    internal void GrowForAllMemory()
    {
        var shift = Math.Clamp(CeilingLog2(LargestRam) - RamPerTable, SmallestShift, LargestShift);
        if (Shift < shift)
            Resize(shift);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory?.Dispose();
        _memory = null;
        Shift = 0;
    }

    private static int CeilingLog2(ulong value) => BitOperations.Log2(value) + (ulong.IsPow2(value) ? 0 : 1);

    /// <summary>Makes an empty table of a size; 0: none.</summary>
    private void Resize(int shift)
    {
        _changed = 0;
        if (shift == Shift)
        {
            _memory?.Clear();
            return;
        }

        Dispose();
        if (shift != 0)
            _memory = new RamBlock("pseries.hpt", 1UL << shift);

        Shift = shift;
    }

    private HptEntry Load(ulong index)
    {
        Span<byte> content = stackalloc byte[EntrySize];
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        _memory!.Read(index * EntrySize, content);
        return new HptEntry(BinaryPrimitives.ReadUInt64BigEndian(content), BinaryPrimitives.ReadUInt64BigEndian(content[sizeof(ulong)..]));
    }

    private void Store(ulong index, HptEntry entry)
    {
        Span<byte> content = stackalloc byte[EntrySize];
        BinaryPrimitives.WriteUInt64BigEndian(content, entry.First);
        BinaryPrimitives.WriteUInt64BigEndian(content[sizeof(ulong)..], entry.Second);
        _memory!.Write(index * EntrySize, content);
    }
}
