using System.Numerics;
using Hv.Power.Declarations;

namespace Hv.Power.Instructions;

/// <summary>Fixed-point logical instructions, counts and permutations of bits (Power ISA, Book I, 3.3.13 and 3.3.15).</summary>
[Instructions(typeof(PowerIsa))]
internal static partial class FixedPointLogical
{
    private const ulong LowNibbles = 0x0F0F_0F0F_0F0F_0F0F;

    /// <summary>AND Immediate: RA ← RS and UI, recorded.</summary>
    [Instruction("andi.", "28 RS RA UI")]
    private static ulong AndImmediate(ulong rs, ulong ui) => rs & ui;

    /// <summary>AND Immediate Shifted: RA ← RS and UI × 2^16, recorded.</summary>
    [Instruction("andis.", "29 RS RA UI")]
    private static ulong AndImmediateShifted(ulong rs, ulong ui) => rs & (ui << 16);

    /// <summary>OR Immediate: RA ← RS or UI.</summary>
    [Instruction("ori", "24 RS RA UI")]
    [ExtendedMnemonic("nop", "ori 0,0,0")]
    private static ulong OrImmediate(ulong rs, ulong ui) => rs | ui;

    /// <summary>OR Immediate Shifted: RA ← RS or UI × 2^16.</summary>
    [Instruction("oris", "25 RS RA UI")]
    private static ulong OrImmediateShifted(ulong rs, ulong ui) => rs | (ui << 16);

    /// <summary>XOR Immediate: RA ← RS xor UI.</summary>
    [Instruction("xori", "26 RS RA UI")]
    [ExtendedMnemonic("xnop", "xori 0,0,0")]
    private static ulong XorImmediate(ulong rs, ulong ui) => rs ^ ui;

    /// <summary>XOR Immediate Shifted: RA ← RS xor UI × 2^16.</summary>
    [Instruction("xoris", "27 RS RA UI")]
    private static ulong XorImmediateShifted(ulong rs, ulong ui) => rs ^ (ui << 16);

    /// <summary>AND: RA ← RS and RB.</summary>
    [Instruction("and", "31 RS RA RB 28 Rc")]
    private static ulong And(ulong rs, ulong rb) => rs & rb;

    /// <summary>OR: RA ← RS or RB.</summary>
    [Instruction("or", "31 RS RA RB 444 Rc")]
    [ExtendedMnemonic("mr RA,RS", "or RA,RS,RS")]
    private static ulong Or(ulong rs, ulong rb) => rs | rb;

    /// <summary>XOR: RA ← RS xor RB.</summary>
    [Instruction("xor", "31 RS RA RB 316 Rc")]
    private static ulong Xor(ulong rs, ulong rb) => rs ^ rb;

    /// <summary>NAND: RA ← not (RS and RB).</summary>
    [Instruction("nand", "31 RS RA RB 476 Rc")]
    private static ulong Nand(ulong rs, ulong rb) => ~(rs & rb);

    /// <summary>NOR: RA ← not (RS or RB).</summary>
    [Instruction("nor", "31 RS RA RB 124 Rc")]
    [ExtendedMnemonic("not RA,RS", "nor RA,RS,RS")]
    private static ulong Nor(ulong rs, ulong rb) => ~(rs | rb);

    /// <summary>Equivalent: RA ← not (RS xor RB).</summary>
    [Instruction("eqv", "31 RS RA RB 284 Rc")]
    private static ulong Equivalent(ulong rs, ulong rb) => ~(rs ^ rb);

    /// <summary>AND with Complement: RA ← RS and not RB.</summary>
    [Instruction("andc", "31 RS RA RB 60 Rc")]
    private static ulong AndComplement(ulong rs, ulong rb) => rs & ~rb;

    /// <summary>OR with Complement: RA ← RS or not RB.</summary>
    [Instruction("orc", "31 RS RA RB 412 Rc")]
    private static ulong OrComplement(ulong rs, ulong rb) => rs | ~rb;

    /// <summary>Extend Sign Byte: RA ← the low byte of RS with its sign.</summary>
    [Instruction("extsb", "31 RS RA /// 954 Rc")]
    private static ulong ExtendByte(ulong rs) => (ulong)(sbyte)rs;

    /// <summary>Extend Sign Halfword: RA ← the low halfword of RS with its sign.</summary>
    [Instruction("extsh", "31 RS RA /// 922 Rc")]
    private static ulong ExtendHalfword(ulong rs) => (ulong)(short)rs;

    /// <summary>Extend Sign Word: RA ← the low word of RS with its sign.</summary>
    [Instruction("extsw", "31 RS RA /// 986 Rc")]
    private static ulong ExtendWord(int rs) => (ulong)rs;

    /// <summary>Count Leading Zeros Word: RA ← how many zeros the low word of RS begins with.</summary>
    [Instruction("cntlzw", "31 RS RA /// 26 Rc")]
    private static ulong LeadingZerosWord(uint rs) => (ulong)BitOperations.LeadingZeroCount(rs);

    /// <summary>Count Leading Zeros Doubleword: RA ← how many zeros RS begins with.</summary>
    [Instruction("cntlzd", "31 RS RA /// 58 Rc")]
    private static ulong LeadingZeros(ulong rs) => (ulong)BitOperations.LeadingZeroCount(rs);

    /// <summary>Count Trailing Zeros Word: RA ← how many zeros the low word of RS ends with.</summary>
    [Instruction("cnttzw", "31 RS RA /// 538 Rc", Isa.V3_0)]
    private static ulong TrailingZerosWord(uint rs) => (ulong)BitOperations.TrailingZeroCount(rs);

    /// <summary>Count Trailing Zeros Doubleword: RA ← how many zeros RS ends with.</summary>
    [Instruction("cnttzd", "31 RS RA /// 570 Rc", Isa.V3_0)]
    private static ulong TrailingZeros(ulong rs) => (ulong)BitOperations.TrailingZeroCount(rs);

    /// <summary>Population Count Bytes: each byte of RA ← how many ones that of RS has.</summary>
    [Instruction("popcntb", "31 RS RA /// 122 /", Isa.V2_02)]
    private static ulong CountBytes(ulong rs)
    {
        rs -= (rs >> 1) & 0x5555_5555_5555_5555;
        rs = (rs & 0x3333_3333_3333_3333) + ((rs >> 2) & 0x3333_3333_3333_3333);
        return (rs + (rs >> 4)) & LowNibbles;
    }

    /// <summary>Population Count Words: each word of RA ← how many ones that of RS has.</summary>
    [Instruction("popcntw", "31 RS RA /// 378 /", Isa.V2_06)]
    private static ulong CountWords(ulong rs) => ((ulong)BitOperations.PopCount((uint)(rs >> 32)) << 32) | (uint)BitOperations.PopCount((uint)rs);

    /// <summary>Population Count Doubleword: RA ← how many ones RS has.</summary>
    [Instruction("popcntd", "31 RS RA /// 506 /", Isa.V2_06)]
    private static ulong CountDoubleword(ulong rs) => (ulong)BitOperations.PopCount(rs);

    /// <summary>Parity Word: each word of RA ← the parity of the low bits of the bytes of that of RS.</summary>
    [Instruction("prtyw", "31 RS RA /// 154 /", Isa.V2_05)]
    private static ulong ParityWords(ulong rs)
    {
        rs ^= rs >> 16;
        return (rs ^ (rs >> 8)) & 0x0000_0001_0000_0001;
    }

    /// <summary>Parity Doubleword: RA ← the parity of the low bits of the bytes of RS.</summary>
    [Instruction("prtyd", "31 RS RA /// 186 /", Isa.V2_05)]
    private static ulong ParityDoubleword(ulong rs) => (ulong)BitOperations.PopCount(rs & 0x0101_0101_0101_0101) & 1;

    /// <summary>Compare Bytes: each byte of RA ← ones where those of RS and RB are equal, zeros elsewhere.</summary>
    [Instruction("cmpb", "31 RS RA RB 508 /", Isa.V2_05)]
    private static ulong CompareBytes(ulong rs, ulong rb)
    {
        // A byte of the difference is zero exactly where neither its low seven bits nor its top one is set.
        const ulong Low = 0x7F7F_7F7F_7F7F_7F7F;
        var difference = rs ^ rb;
        var isDifferent = ((difference & Low) + Low) | difference;
        return ((~isDifferent >> 7) & 0x0101_0101_0101_0101) * 0xFF;
    }

    /// <summary>Bit Permute Doubleword: the low byte of RA ← the bits of RB that the bytes of RS name.</summary>
    [Instruction("bpermd", "31 RS RA RB 252 /", Isa.V2_06)]
    internal static ulong PermuteBits(ulong rs, ulong rb)
    {
        var result = 0UL;
        for (var index = 0; index < 8; index++)
        {
            var bit = (int)(rs >> (8 * index)) & 0xFF;
            if (bit < 64)
                result |= ((rb >> (63 - bit)) & 1) << index;
        }

        return result;
    }

    /// <summary>Add and Generate Sixes: each digit of RT ← 6 where the digits of RA and RB carry nothing out, 0 elsewhere.</summary>
    [Instruction("addg6s", "31 RT RA RB / 74 /", Isa.V2_06)]
    private static ulong GenerateSixes(ulong ra, ulong rb)
    {
        // The carry out of a digit is the carry into the one above it; that out of the last one comes from the whole sum.
        var sum = (UInt128)ra + rb;
        var into = (sum ^ ra ^ rb) >> 4;
        var without = ~(ulong)into & 0x1111_1111_1111_1111;
        return without * 6;
    }

    /// <summary>Convert Declets To Binary Coded Decimal: six digits in each word of RA from two declets in that of RS.</summary>
    [Instruction("cdtbcd", "31 RS RA /// 282 /", Isa.V2_06)]
    private static ulong DecletsToDecimal(ulong rs)
    {
        var result = 0UL;
        for (var half = 0; half < 64; half += 32)
        {
            result |= (ulong)DenselyPacked.ToDecimal((uint)(rs >> half) & 0x3FF) << half;
            result |= (ulong)DenselyPacked.ToDecimal((uint)(rs >> (half + 10)) & 0x3FF) << (half + 12);
        }

        return result;
    }

    /// <summary>Convert Binary Coded Decimal To Declets: two declets in each word of RA from six digits in that of RS.</summary>
    [Instruction("cbcdtd", "31 RS RA /// 314 /", Isa.V2_06)]
    private static ulong DecimalToDeclets(ulong rs)
    {
        var result = 0UL;
        for (var half = 0; half < 64; half += 32)
        {
            result |= (ulong)DenselyPacked.FromDecimal((uint)(rs >> half) & 0xFFF) << half;
            result |= (ulong)DenselyPacked.FromDecimal((uint)(rs >> (half + 12)) & 0xFFF) << (half + 10);
        }

        return result;
    }
}
