using System.Runtime.Intrinsics;
using Hv.Power.Declarations;
using Hv.Power.Execution;
using Hv.Power.FloatingPoint;
using Hv.Power.Memory;

namespace Hv.Power.Instructions.VectorScalar;

/// <summary>Stores of vector-scalar registers, and of scalars in vector registers (Power ISA, Book I, 7.6.2).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.VectorScalar)]
internal static partial class VectorScalarStores
{
    /// <summary>Store VSX Scalar Doubleword: the doubleword ← XS.</summary>
    [Instruction("stxsdx", "31 XS RA RB 716 XS", Isa.V2_06)]
    private static Outcome StoreDoubleword<TMemory>(ref TMemory memory, ulong ea, ulong xs)
        where TMemory : struct, IPowerMemory => memory.Write(ea, xs);

    /// <summary>Store VSX Scalar Doubleword: the doubleword ← VRS.</summary>
    [Instruction("stxsd", "61 VRS RA DS 2", Isa.V3_0, Facility = Facility.Vector)]
    private static Outcome StoreDoublewordVector<TMemory>(ref TMemory memory, ulong ea, ulong vrs)
        where TMemory : struct, IPowerMemory => memory.Write(ea, vrs);

    /// <summary>Store VSX Scalar as Integer Word: the word ← the less significant one of XS.</summary>
    [Instruction("stxsiwx", "31 XS RA RB 140 XS", Isa.V2_07)]
    private static Outcome StoreWord<TMemory>(ref TMemory memory, ulong ea, ulong xs)
        where TMemory : struct, IPowerMemory => memory.Write(ea, (uint)xs);

    /// <summary>Store VSX Scalar as Integer Byte: the byte ← the least significant one of XS.</summary>
    [Instruction("stxsibx", "31 XS RA RB 909 XS", Isa.V3_0, Facility = Facility.VectorScalarOrVector)]
    private static Outcome StoreByte<TMemory>(ref TMemory memory, ulong ea, ulong xs)
        where TMemory : struct, IPowerMemory => memory.Write(ea, (byte)xs);

    /// <summary>Store VSX Scalar as Integer Halfword: the halfword ← the least significant one of XS.</summary>
    [Instruction("stxsihx", "31 XS RA RB 941 XS", Isa.V3_0, Facility = Facility.VectorScalarOrVector)]
    private static Outcome StoreHalfword<TMemory>(ref TMemory memory, ulong ea, ulong xs)
        where TMemory : struct, IPowerMemory => memory.Write(ea, (ushort)xs);

    /// <summary>Store VSX Scalar Single-Precision: the word ← XS as a single.</summary>
    [Instruction("stxsspx", "31 XS RA RB 652 XS", Isa.V2_07)]
    private static Outcome StoreSingle<TMemory>(ref TMemory memory, ulong ea, ulong xs)
        where TMemory : struct, IPowerMemory => memory.Write(ea, RoundedToSingle.ToSingle(xs));

    /// <summary>Store VSX Scalar Single: the word ← VRS as a single.</summary>
    [Instruction("stxssp", "61 VRS RA DS 3", Isa.V3_0, Facility = Facility.Vector)]
    private static Outcome StoreSingleVector<TMemory>(ref TMemory memory, ulong ea, ulong vrs)
        where TMemory : struct, IPowerMemory => memory.Write(ea, RoundedToSingle.ToSingle(vrs));

    /// <summary>Store VSX Vector Indexed: the quadword ← XS.</summary>
    [Instruction("stxvx", "31 XS RA RB 396 XS", Isa.V3_0, Facility = Facility.VectorScalarOrVector)]
    private static Outcome StoreQuadwordIndexed<TMemory>(ref TMemory memory, ulong ea, UInt128 xs)
        where TMemory : struct, IPowerMemory => memory.Write(ea, xs);

    /// <summary>Store VSX Vector Doubleword*2: the doublewords, the first one first, ← XS.</summary>
    [Instruction("stxvd2x", "31 XS RA RB 972 XS", Isa.V2_06)]
    private static Outcome StoreDoublewords<TMemory>(ref TMemory memory, ulong ea, Vector128<ulong> xs)
        where TMemory : struct, IPowerMemory =>
        VectorMemory.Write(ref memory, ea, xs);

    /// <summary>Store VSX Vector Word*4: the words, the first one first, ← XS.</summary>
    [Instruction("stxvw4x", "31 XS RA RB 908 XS", Isa.V2_06)]
    private static Outcome StoreWords<TMemory>(ref TMemory memory, ulong ea, Vector128<uint> xs)
        where TMemory : struct, IPowerMemory =>
        VectorMemory.Write(ref memory, ea, xs);

    /// <summary>Store VSX Vector Halfword*8: the halfwords, the first one first, ← XS.</summary>
    [Instruction("stxvh8x", "31 XS RA RB 940 XS", Isa.V3_0, Facility = Facility.VectorScalarOrVector)]
    private static Outcome StoreHalfwords<TMemory>(ref TMemory memory, ulong ea, Vector128<ushort> xs)
        where TMemory : struct, IPowerMemory =>
        VectorMemory.Write(ref memory, ea, xs);

    /// <summary>Store VSX Vector Byte*16: the bytes, the first one first, ← XS.</summary>
    [Instruction("stxvb16x", "31 XS RA RB 1004 XS", Isa.V3_0, Facility = Facility.VectorScalarOrVector)]
    private static Outcome StoreBytes<TMemory>(ref TMemory memory, ulong ea, Vector128<byte> xs)
        where TMemory : struct, IPowerMemory =>
        VectorMemory.Write(ref memory, ea, xs);

    /// <summary>Store VSX Vector with Length: as many bytes as RB says ← those of XS that stxvx stores there.</summary>
    [Instruction("stxvl", "31 XS RA RB 397 XS", Isa.V3_0, Facility = Facility.VectorScalarOrVector)]
    private static Outcome StoreBytesWithLength<TMemory>(ref TMemory memory, ulong raOrZero, ulong rb, UInt128 xs)
        where TMemory : struct, IPowerMemory =>
        VectorMemory.Write(ref memory, raOrZero, rb, !TMemory.IsBigEndian, xs);

    /// <summary>Store VSX Vector Left-justified with Length: as many bytes as RB says ← the first ones of XS.</summary>
    [Instruction("stxvll", "31 XS RA RB 429 XS", Isa.V3_0, Facility = Facility.VectorScalarOrVector)]
    private static Outcome StoreBytesLeft<TMemory>(ref TMemory memory, ulong raOrZero, ulong rb, UInt128 xs)
        where TMemory : struct, IPowerMemory =>
        VectorMemory.Write(ref memory, raOrZero, rb, false, xs);
}
