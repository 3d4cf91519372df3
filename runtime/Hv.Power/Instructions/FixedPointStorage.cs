using System.Buffers.Binary;
using Hv.Power.Declarations;
using Hv.Power.Execution;
using Hv.Power.Memory;

namespace Hv.Power.Instructions;

/// <summary>Loads and stores of fixed-point registers (Power ISA, Book I, 3.3.2 to 3.3.5).</summary>
[Instructions(typeof(PowerIsa))]
internal static partial class FixedPointStorage
{
    private const ulong QuadwordMask = 15;

    /// <summary>Load Byte and Zero: RT ← the byte.</summary>
    [Instruction("lbz", "34 RT RA D")]
    [Instruction("lbzu", "35 RT RA D", Update = true)]
    [Instruction("lbzx", "31 RT RA RB 87 /")]
    [Instruction("lbzux", "31 RT RA RB 119 /", Update = true)]
    private static Outcome LoadByte<TMemory>(ref TMemory memory, ulong ea, out ulong rt)
        where TMemory : struct, IPowerMemory
    {
        var outcome = memory.Read(ea, out byte value);
        rt = value;
        return outcome;
    }

    /// <summary>Load Halfword and Zero: RT ← the halfword.</summary>
    [Instruction("lhz", "40 RT RA D")]
    [Instruction("lhzu", "41 RT RA D", Update = true)]
    [Instruction("lhzx", "31 RT RA RB 279 /")]
    [Instruction("lhzux", "31 RT RA RB 311 /", Update = true)]
    private static Outcome LoadHalfword<TMemory>(ref TMemory memory, ulong ea, out ulong rt)
        where TMemory : struct, IPowerMemory
    {
        var outcome = memory.Read(ea, out ushort value);
        rt = value;
        return outcome;
    }

    /// <summary>Load Halfword Algebraic: RT ← the halfword with its sign.</summary>
    [Instruction("lha", "42 RT RA D")]
    [Instruction("lhau", "43 RT RA D", Update = true)]
    [Instruction("lhax", "31 RT RA RB 343 /")]
    [Instruction("lhaux", "31 RT RA RB 375 /", Update = true)]
    private static Outcome LoadHalfwordAlgebraic<TMemory>(ref TMemory memory, ulong ea, out ulong rt)
        where TMemory : struct, IPowerMemory
    {
        var outcome = memory.Read(ea, out ushort value);
        rt = (ulong)(short)value;
        return outcome;
    }

    /// <summary>Load Word and Zero: RT ← the word.</summary>
    [Instruction("lwz", "32 RT RA D")]
    [Instruction("lwzu", "33 RT RA D", Update = true)]
    [Instruction("lwzx", "31 RT RA RB 23 /")]
    [Instruction("lwzux", "31 RT RA RB 55 /", Update = true)]
    private static Outcome LoadWord<TMemory>(ref TMemory memory, ulong ea, out ulong rt)
        where TMemory : struct, IPowerMemory
    {
        var outcome = memory.Read(ea, out uint value);
        rt = value;
        return outcome;
    }

    /// <summary>Load Word Algebraic: RT ← the word with its sign.</summary>
    [Instruction("lwa", "58 RT RA DS 2")]
    [Instruction("lwax", "31 RT RA RB 341 /")]
    [Instruction("lwaux", "31 RT RA RB 373 /", Update = true)]
    private static Outcome LoadWordAlgebraic<TMemory>(ref TMemory memory, ulong ea, out ulong rt)
        where TMemory : struct, IPowerMemory
    {
        var outcome = memory.Read(ea, out uint value);
        rt = (ulong)(int)value;
        return outcome;
    }

    /// <summary>Load Doubleword: RT ← the doubleword.</summary>
    [Instruction("ld", "58 RT RA DS 0")]
    [Instruction("ldu", "58 RT RA DS 1", Update = true)]
    [Instruction("ldx", "31 RT RA RB 21 /")]
    [Instruction("ldux", "31 RT RA RB 53 /", Update = true)]
    private static Outcome LoadDoubleword<TMemory>(ref TMemory memory, ulong ea, out ulong rt)
        where TMemory : struct, IPowerMemory
    {
        var outcome = memory.Read(ea, out ulong value);
        rt = value;
        return outcome;
    }

    /// <summary>Store Byte: the byte ← RS.</summary>
    [Instruction("stb", "38 RS RA D")]
    [Instruction("stbu", "39 RS RA D", Update = true)]
    [Instruction("stbx", "31 RS RA RB 215 /")]
    [Instruction("stbux", "31 RS RA RB 247 /", Update = true)]
    private static Outcome StoreByte<TMemory>(ref TMemory memory, ulong ea, ulong rs)
        where TMemory : struct, IPowerMemory => memory.Write(ea, (byte)rs);

    /// <summary>Store Halfword: the halfword ← RS.</summary>
    [Instruction("sth", "44 RS RA D")]
    [Instruction("sthu", "45 RS RA D", Update = true)]
    [Instruction("sthx", "31 RS RA RB 407 /")]
    [Instruction("sthux", "31 RS RA RB 439 /", Update = true)]
    private static Outcome StoreHalfword<TMemory>(ref TMemory memory, ulong ea, ulong rs)
        where TMemory : struct, IPowerMemory => memory.Write(ea, (ushort)rs);

    /// <summary>Store Word: the word ← RS.</summary>
    [Instruction("stw", "36 RS RA D")]
    [Instruction("stwu", "37 RS RA D", Update = true)]
    [Instruction("stwx", "31 RS RA RB 151 /")]
    [Instruction("stwux", "31 RS RA RB 183 /", Update = true)]
    private static Outcome StoreWord<TMemory>(ref TMemory memory, ulong ea, ulong rs)
        where TMemory : struct, IPowerMemory => memory.Write(ea, (uint)rs);

    /// <summary>Store Doubleword: the doubleword ← RS.</summary>
    [Instruction("std", "62 RS RA DS 0")]
    [Instruction("stdu", "62 RS RA DS 1", Update = true)]
    [Instruction("stdx", "31 RS RA RB 149 /")]
    [Instruction("stdux", "31 RS RA RB 181 /", Update = true)]
    private static Outcome StoreDoubleword<TMemory>(ref TMemory memory, ulong ea, ulong rs)
        where TMemory : struct, IPowerMemory => memory.Write(ea, rs);

    /// <summary>Load Halfword Byte-Reverse: RT ← the halfword, its bytes reversed.</summary>
    [Instruction("lhbrx", "31 RT RA RB 790 /")]
    private static Outcome LoadHalfwordReversed<TMemory>(ref TMemory memory, ulong ea, out ulong rt)
        where TMemory : struct, IPowerMemory
    {
        var outcome = memory.Read(ea, out ushort value);
        rt = BinaryPrimitives.ReverseEndianness(value);
        return outcome;
    }

    /// <summary>Load Word Byte-Reverse: RT ← the word, its bytes reversed.</summary>
    [Instruction("lwbrx", "31 RT RA RB 534 /")]
    private static Outcome LoadWordReversed<TMemory>(ref TMemory memory, ulong ea, out ulong rt)
        where TMemory : struct, IPowerMemory
    {
        var outcome = memory.Read(ea, out uint value);
        rt = BinaryPrimitives.ReverseEndianness(value);
        return outcome;
    }

    /// <summary>Load Doubleword Byte-Reverse: RT ← the doubleword, its bytes reversed.</summary>
    [Instruction("ldbrx", "31 RT RA RB 532 /", Isa.V2_06)]
    private static Outcome LoadDoublewordReversed<TMemory>(ref TMemory memory, ulong ea, out ulong rt)
        where TMemory : struct, IPowerMemory
    {
        var outcome = memory.Read(ea, out ulong value);
        rt = BinaryPrimitives.ReverseEndianness(value);
        return outcome;
    }

    /// <summary>Store Halfword Byte-Reverse: the halfword ← RS, its bytes reversed.</summary>
    [Instruction("sthbrx", "31 RS RA RB 918 /")]
    private static Outcome StoreHalfwordReversed<TMemory>(ref TMemory memory, ulong ea, ulong rs)
        where TMemory : struct, IPowerMemory => memory.Write(ea, BinaryPrimitives.ReverseEndianness((ushort)rs));

    /// <summary>Store Word Byte-Reverse: the word ← RS, its bytes reversed.</summary>
    [Instruction("stwbrx", "31 RS RA RB 662 /")]
    private static Outcome StoreWordReversed<TMemory>(ref TMemory memory, ulong ea, ulong rs)
        where TMemory : struct, IPowerMemory => memory.Write(ea, BinaryPrimitives.ReverseEndianness((uint)rs));

    /// <summary>Store Doubleword Byte-Reverse: the doubleword ← RS, its bytes reversed.</summary>
    [Instruction("stdbrx", "31 RS RA RB 660 /", Isa.V2_06)]
    private static Outcome StoreDoublewordReversed<TMemory>(ref TMemory memory, ulong ea, ulong rs)
        where TMemory : struct, IPowerMemory => memory.Write(ea, BinaryPrimitives.ReverseEndianness(rs));

    /// <summary>Load Quadword: RTp and the register after it ← the quadword, which is aligned.</summary>
    [Instruction("lq", "56 RTp RA DQ ///", Isa.V2_03)]
    private static Outcome LoadQuadword<TMemory>(ref TMemory memory, ulong ea, uint raNumber, uint rtpNumber, out UInt128 rtp)
        where TMemory : struct, IPowerMemory
    {
        rtp = 0;
        if (raNumber == rtpNumber)
            return Outcome.Illegal;

        return (ea & QuadwordMask) != 0 ? Outcome.Alignment : memory.Read(ea, out rtp);
    }

    /// <summary>Store Quadword: the quadword, which is aligned, ← RSp and the register after it.</summary>
    [Instruction("stq", "62 RSp RA DS 2", Isa.V2_03)]
    private static Outcome StoreQuadword<TMemory>(ref TMemory memory, ulong ea, UInt128 rsp)
        where TMemory : struct, IPowerMemory => (ea & QuadwordMask) != 0 ? Outcome.Alignment : memory.Write(ea, rsp);
}
