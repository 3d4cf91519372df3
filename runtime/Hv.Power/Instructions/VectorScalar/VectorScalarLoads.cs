using System.Runtime.Intrinsics;
using Hv.Power.Declarations;
using Hv.Power.Execution;
using Hv.Power.FloatingPoint;
using Hv.Power.Memory;

namespace Hv.Power.Instructions.VectorScalar;

/// <summary>Loads of vector-scalar registers, and of scalars into vector registers (Power ISA, Book I, 7.6.2).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.VectorScalar)]
internal static partial class VectorScalarLoads
{
    /// <summary>Load VSX Scalar Doubleword: XT ← the doubleword.</summary>
    [Instruction("lxsdx", "31 XT RA RB 588 XT", Isa.V2_06)]
    private static Outcome LoadDoubleword<TMemory>(ref TMemory memory, ulong ea, out ulong xt)
        where TMemory : struct, IPowerMemory => memory.Read(ea, out xt);

    /// <summary>Load VSX Scalar Doubleword: VRT ← the doubleword.</summary>
    [Instruction("lxsd", "57 VRT RA DS 2", Isa.V3_0, Facility = Facility.Vector)]
    private static Outcome LoadDoublewordVector<TMemory>(ref TMemory memory, ulong ea, out ulong vrt)
        where TMemory : struct, IPowerMemory => memory.Read(ea, out vrt);

    /// <summary>Load VSX Scalar as Integer Word Algebraic: XT ← the word with its sign.</summary>
    [Instruction("lxsiwax", "31 XT RA RB 76 XT", Isa.V2_07)]
    private static Outcome LoadSignedWord<TMemory>(ref TMemory memory, ulong ea, out ulong xt)
        where TMemory : struct, IPowerMemory
    {
        var outcome = memory.Read(ea, out uint value);
        xt = (ulong)(int)value;
        return outcome;
    }

    /// <summary>Load VSX Scalar as Integer Word and Zero: XT ← the word.</summary>
    [Instruction("lxsiwzx", "31 XT RA RB 12 XT", Isa.V2_07)]
    private static Outcome LoadWord<TMemory>(ref TMemory memory, ulong ea, out ulong xt)
        where TMemory : struct, IPowerMemory
    {
        var outcome = memory.Read(ea, out uint value);
        xt = value;
        return outcome;
    }

    /// <summary>Load VSX Scalar as Integer Byte and Zero: XT ← the byte.</summary>
    [Instruction("lxsibzx", "31 XT RA RB 781 XT", Isa.V3_0, Facility = Facility.VectorScalarOrVector)]
    private static Outcome LoadByte<TMemory>(ref TMemory memory, ulong ea, out ulong xt)
        where TMemory : struct, IPowerMemory
    {
        var outcome = memory.Read(ea, out byte value);
        xt = value;
        return outcome;
    }

    /// <summary>Load VSX Scalar as Integer Halfword and Zero: XT ← the halfword.</summary>
    [Instruction("lxsihzx", "31 XT RA RB 813 XT", Isa.V3_0, Facility = Facility.VectorScalarOrVector)]
    private static Outcome LoadHalfword<TMemory>(ref TMemory memory, ulong ea, out ulong xt)
        where TMemory : struct, IPowerMemory
    {
        var outcome = memory.Read(ea, out ushort value);
        xt = value;
        return outcome;
    }

    /// <summary>Load VSX Scalar Single-Precision: XT ← the single as a double.</summary>
    [Instruction("lxsspx", "31 XT RA RB 524 XT", Isa.V2_07)]
    private static Outcome LoadSingle<TMemory>(ref TMemory memory, ulong ea, out ulong xt)
        where TMemory : struct, IPowerMemory
    {
        var outcome = memory.Read(ea, out uint value);
        xt = RoundedToSingle.FromSingle(value);
        return outcome;
    }

    /// <summary>Load VSX Scalar Single: VRT ← the single as a double.</summary>
    [Instruction("lxssp", "57 VRT RA DS 3", Isa.V3_0, Facility = Facility.Vector)]
    private static Outcome LoadSingleVector<TMemory>(ref TMemory memory, ulong ea, out ulong vrt)
        where TMemory : struct, IPowerMemory => LoadSingle(ref memory, ea, out vrt);

    /// <summary>Load VSX Vector Indexed: XT ← the quadword.</summary>
    [Instruction("lxvx", "31 XT RA RB 268 XT", Isa.V3_0, Facility = Facility.VectorScalarOrVector)]
    private static Outcome LoadQuadwordIndexed<TMemory>(ref TMemory memory, ulong ea, out UInt128 xt)
        where TMemory : struct, IPowerMemory => memory.Read(ea, out xt);

    /// <summary>Load VSX Vector Doubleword*2: XT ← the doublewords, the first one first.</summary>
    [Instruction("lxvd2x", "31 XT RA RB 844 XT", Isa.V2_06)]
    private static Outcome LoadDoublewords<TMemory>(ref TMemory memory, ulong ea, out Vector128<ulong> xt)
        where TMemory : struct, IPowerMemory =>
        VectorMemory.Read(ref memory, ea, out xt);

    /// <summary>Load VSX Vector Word*4: XT ← the words, the first one first.</summary>
    [Instruction("lxvw4x", "31 XT RA RB 780 XT", Isa.V2_06)]
    private static Outcome LoadWords<TMemory>(ref TMemory memory, ulong ea, out Vector128<uint> xt)
        where TMemory : struct, IPowerMemory =>
        VectorMemory.Read(ref memory, ea, out xt);

    /// <summary>Load VSX Vector Halfword*8: XT ← the halfwords, the first one first.</summary>
    [Instruction("lxvh8x", "31 XT RA RB 812 XT", Isa.V3_0, Facility = Facility.VectorScalarOrVector)]
    private static Outcome LoadHalfwords<TMemory>(ref TMemory memory, ulong ea, out Vector128<ushort> xt)
        where TMemory : struct, IPowerMemory =>
        VectorMemory.Read(ref memory, ea, out xt);

    /// <summary>Load VSX Vector Byte*16: XT ← the bytes, the first one first.</summary>
    [Instruction("lxvb16x", "31 XT RA RB 876 XT", Isa.V3_0, Facility = Facility.VectorScalarOrVector)]
    private static Outcome LoadBytes<TMemory>(ref TMemory memory, ulong ea, out Vector128<byte> xt)
        where TMemory : struct, IPowerMemory =>
        VectorMemory.Read(ref memory, ea, out xt);

    /// <summary>Load VSX Vector Doubleword and Splat Indexed: the doublewords of XT ← the doubleword.</summary>
    [Instruction("lxvdsx", "31 XT RA RB 332 XT", Isa.V2_06)]
    private static Outcome LoadDoublewordSplat<TMemory>(ref TMemory memory, ulong ea, out Vector128<ulong> xt)
        where TMemory : struct, IPowerMemory
    {
        var outcome = memory.Read(ea, out ulong value);
        xt = Vector128.Create(value);
        return outcome;
    }

    /// <summary>Load VSX Vector Word and Splat Indexed: the words of XT ← the word.</summary>
    [Instruction("lxvwsx", "31 XT RA RB 364 XT", Isa.V3_0, Facility = Facility.VectorScalarOrVector)]
    private static Outcome LoadWordSplat<TMemory>(ref TMemory memory, ulong ea, out Vector128<uint> xt)
        where TMemory : struct, IPowerMemory
    {
        var outcome = memory.Read(ea, out uint value);
        xt = Vector128.Create(value);
        return outcome;
    }

    /// <summary>Load VSX Vector with Length: XT ← as many bytes as RB says, where lxvx puts them, and zeros.</summary>
    [Instruction("lxvl", "31 XT RA RB 269 XT", Isa.V3_0, Facility = Facility.VectorScalarOrVector)]
    private static Outcome LoadBytesWithLength<TMemory>(ref TMemory memory, ulong raOrZero, ulong rb, out UInt128 xt)
        where TMemory : struct, IPowerMemory =>
        VectorMemory.Read(ref memory, raOrZero, rb, !TMemory.IsBigEndian, out xt);

    /// <summary>
    /// Load VSX Vector Left-justified with Length: the first bytes of XT ← as many bytes as RB says, the others zeros.
    /// </summary>
    [Instruction("lxvll", "31 XT RA RB 301 XT", Isa.V3_0, Facility = Facility.VectorScalarOrVector)]
    private static Outcome LoadBytesLeft<TMemory>(ref TMemory memory, ulong raOrZero, ulong rb, out UInt128 xt)
        where TMemory : struct, IPowerMemory =>
        VectorMemory.Read(ref memory, raOrZero, rb, false, out xt);
}
