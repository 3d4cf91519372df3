using System.Runtime.Intrinsics;
using Hv.Power.Declarations;
using Hv.Power.Execution;
using Hv.Power.Memory;
using Hv.Power.State;

namespace Hv.Power.Instructions.Vector;

/// <summary>Loads and stores of vector registers, and what aligns them (Power ISA, Book I, 6.7).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.Vector)]
internal static partial class VectorStorage
{
    /// <summary>Load Vector Indexed: VRT ← the aligned quadword.</summary>
    [Instruction("lvx", "31 VRT RA RB 103 /", Isa.V2_03)]
    [Instruction("lvxl", "31 VRT RA RB 359 /", Isa.V2_03)]
    private static Outcome LoadVector<TMemory>(ref TMemory memory, ulong ea, out UInt128 vrt)
        where TMemory : struct, IPowerMemory => memory.Read(ea & ~15UL, out vrt);

    /// <summary>Load Vector Element Byte Indexed: the byte of VRT that lies there in a quadword ← the aligned byte.</summary>
    [Instruction("lvebx", "31 VRT RA RB 7 /", Isa.V2_03)]
    private static Outcome LoadByte<TMemory>(ref PowerState state, ref TMemory memory, ulong ea, int vrtNumber)
        where TMemory : struct, IPowerMemory =>
        Put<TMemory, byte>(ref state, vrtNumber, ea, memory.Read(ea, out byte value), value);

    /// <summary>
    /// Load Vector Element Halfword Indexed: the halfword of VRT that lies there in a quadword ← the aligned halfword.
    /// </summary>
    [Instruction("lvehx", "31 VRT RA RB 39 /", Isa.V2_03)]
    private static Outcome LoadHalfword<TMemory>(ref PowerState state, ref TMemory memory, ulong ea, int vrtNumber)
        where TMemory : struct, IPowerMemory =>
        Put<TMemory, ushort>(ref state, vrtNumber, ea, memory.Read(ea & ~1UL, out ushort value), value);

    /// <summary>Load Vector Element Word Indexed: the word of VRT that lies there in a quadword ← the aligned word.</summary>
    [Instruction("lvewx", "31 VRT RA RB 71 /", Isa.V2_03)]
    private static Outcome LoadWord<TMemory>(ref PowerState state, ref TMemory memory, ulong ea, int vrtNumber)
        where TMemory : struct, IPowerMemory =>
        Put<TMemory, uint>(ref state, vrtNumber, ea, memory.Read(ea & ~3UL, out uint value), value);

    /// <summary>Store Vector Indexed: the aligned quadword ← VRS.</summary>
    [Instruction("stvx", "31 VRS RA RB 231 /", Isa.V2_03)]
    [Instruction("stvxl", "31 VRS RA RB 487 /", Isa.V2_03)]
    private static Outcome StoreVector<TMemory>(ref TMemory memory, ulong ea, UInt128 vrs)
        where TMemory : struct, IPowerMemory => memory.Write(ea & ~15UL, vrs);

    /// <summary>Store Vector Element Byte Indexed: the aligned byte ← the one of VRS that lies there in a quadword.</summary>
    [Instruction("stvebx", "31 VRS RA RB 135 /", Isa.V2_03)]
    private static Outcome StoreByte<TMemory>(ref TMemory memory, ulong ea, Vector128<byte> vrs)
        where TMemory : struct, IPowerMemory => memory.Write(ea, vrs.Element(Element<TMemory, byte>(ea)));

    /// <summary>
    /// Store Vector Element Halfword Indexed: the aligned halfword ← the one of VRS that lies there in a quadword.
    /// </summary>
    [Instruction("stvehx", "31 VRS RA RB 167 /", Isa.V2_03)]
    private static Outcome StoreHalfword<TMemory>(ref TMemory memory, ulong ea, Vector128<ushort> vrs)
        where TMemory : struct, IPowerMemory => memory.Write(ea & ~1UL, vrs.Element(Element<TMemory, ushort>(ea)));

    /// <summary>Store Vector Element Word Indexed: the aligned word ← the one of VRS that lies there in a quadword.</summary>
    [Instruction("stvewx", "31 VRS RA RB 199 /", Isa.V2_03)]
    private static Outcome StoreWord<TMemory>(ref TMemory memory, ulong ea, Vector128<uint> vrs)
        where TMemory : struct, IPowerMemory => memory.Write(ea & ~3UL, vrs.Element(Element<TMemory, uint>(ea)));

    /// <summary>
    /// Load Vector for Shift Left: VRT ← sixteen numbers that follow each other from the last four bits of the address on.
    /// </summary>
    [Instruction("lvsl", "31 VRT RA RB 6 /", Isa.V2_03)]
    private static Vector128<byte> ShiftLeft(ulong ea) => Numbers((int)ea & 15);

    /// <summary>
    /// Load Vector for Shift Right: VRT ← sixteen numbers that follow each other from 16 less the last four bits of the address
    /// on.
    /// </summary>
    [Instruction("lvsr", "31 VRT RA RB 38 /", Isa.V2_03)]
    private static Vector128<byte> ShiftRight(ulong ea) => Numbers(16 - ((int)ea & 15));

    /// <summary>Makes what was loaded an element of a vector register.</summary>
    private static Outcome Put<TMemory, T>(ref PowerState state, int number, ulong ea, Outcome outcome, T value)
        where TMemory : struct, IPowerMemory
    {
        ref var vector = ref state.Vr<Vector128<T>>(number);
        if (outcome == Outcome.Completed)
            vector = vector.With(Element<TMemory, T>(ea), value);

        return outcome;
    }

    /// <summary>Which element of a quadword of the memory lies at an address.</summary>
    private static int Element<TMemory, T>(ulong ea)
        where TMemory : struct, IPowerMemory
    {
        var element = (int)(ea & 15) / (16 / Vector128<T>.Count);
        return TMemory.IsBigEndian ? element : Vector128<T>.Count - 1 - element;
    }

    private static Vector128<byte> Numbers(int first)
    {
        var indices = Vector128<byte>.Indices;
        return (BitConverter.IsLittleEndian ? Vector128.Create((byte)15) - indices : indices) + Vector128.Create((byte)first);
    }
}
