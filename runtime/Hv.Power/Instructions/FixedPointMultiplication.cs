using System.Security.Cryptography;
using Hv.Power.Declarations;
using Hv.Power.State;

namespace Hv.Power.Instructions;

/// <summary>Multiplication, division, remainders, random numbers (Power ISA, Book I, 3.3.9 and 3.3.10).</summary>
/// <remarks>Where the ISA leaves a result undefined (division by zero, the high word of some), it is what QEMU gives.</remarks>
[Instructions(typeof(PowerIsa))]
internal static partial class FixedPointMultiplication
{
    /// <summary>Multiply Low Immediate: RT ← RA × SI.</summary>
    [Instruction("mulli", "7 RT RA SI")]
    private static ulong MultiplyImmediate(ulong ra, long si) => ra * (ulong)si;

    /// <summary>Multiply Low Word: RT ← the 64 bits of RA × RB, words.</summary>
    [Instruction("mullw", "31 RT RA RB OE 235 Rc")]
    private static (ulong rt, bool ov) MultiplyWord(int ra, int rb)
    {
        var product = (long)ra * rb;
        return ((ulong)product, product != (int)product);
    }

    /// <summary>Multiply High Word: RT ← the high word of RA × RB.</summary>
    [Instruction("mulhw", "31 RT RA RB 75 Rc")]
    private static ulong MultiplyHighWord(int ra, int rb) => (uint)(((long)ra * rb) >> 32);

    /// <summary>Multiply High Word Unsigned: RT ← the high word of RA × RB.</summary>
    [Instruction("mulhwu", "31 RT RA RB 11 Rc")]
    private static ulong MultiplyHighWordUnsigned(uint ra, uint rb) => ((ulong)ra * rb) >> 32;

    /// <summary>Multiply Low Doubleword: RT ← the low doubleword of RA × RB.</summary>
    [Instruction("mulld", "31 RT RA RB OE 233 Rc")]
    private static (ulong rt, bool ov) MultiplyDoubleword(long ra, long rb)
    {
        var high = Math.BigMul(ra, rb, out var low);
        return ((ulong)low, high != low >> 63);
    }

    /// <summary>Multiply High Doubleword: RT ← the high doubleword of RA × RB.</summary>
    [Instruction("mulhd", "31 RT RA RB 73 Rc")]
    private static ulong MultiplyHighDoubleword(long ra, long rb) => (ulong)Math.BigMul(ra, rb, out _);

    /// <summary>Multiply High Doubleword Unsigned: RT ← the high doubleword of RA × RB.</summary>
    [Instruction("mulhdu", "31 RT RA RB 9 Rc")]
    private static ulong MultiplyHighDoublewordUnsigned(ulong ra, ulong rb) => Math.BigMul(ra, rb, out _);

    /// <summary>Multiply-Add High Doubleword: RT ← the high doubleword of RA × RB + RC.</summary>
    [Instruction("maddhd", "4 RT RA RB RC 48", Isa.V3_0)]
    private static ulong MultiplyAddHigh(long ra, long rb, long rc) => (ulong)(((Int128)ra * rb + rc) >> 64);

    /// <summary>Multiply-Add High Doubleword Unsigned: RT ← the high doubleword of RA × RB + RC.</summary>
    [Instruction("maddhdu", "4 RT RA RB RC 49", Isa.V3_0)]
    private static ulong MultiplyAddHighUnsigned(ulong ra, ulong rb, ulong rc) => (ulong)(((UInt128)ra * rb + rc) >> 64);

    /// <summary>Multiply-Add Low Doubleword: RT ← the low doubleword of RA × RB + RC.</summary>
    [Instruction("maddld", "4 RT RA RB RC 51", Isa.V3_0)]
    private static ulong MultiplyAddLow(ulong ra, ulong rb, ulong rc) => (ra * rb) + rc;

    /// <summary>Divide Word: RT ← RA ÷ RB.</summary>
    [Instruction("divw", "31 RT RA RB OE 491 Rc")]
    private static (ulong rt, bool ov) DivideWord(int ra, int rb)
    {
        var overflows = rb == 0 || (ra == int.MinValue && rb == -1);
        return ((uint)(overflows ? ra : ra / rb), overflows);
    }

    /// <summary>Divide Word Unsigned: RT ← RA ÷ RB.</summary>
    [Instruction("divwu", "31 RT RA RB OE 459 Rc")]
    private static (ulong rt, bool ov) DivideWordUnsigned(uint ra, uint rb) => (rb == 0 ? ra : ra / rb, rb == 0);

    /// <summary>Divide Doubleword: RT ← RA ÷ RB.</summary>
    [Instruction("divd", "31 RT RA RB OE 489 Rc")]
    private static (ulong rt, bool ov) DivideDoubleword(long ra, long rb)
    {
        var overflows = rb == 0 || (ra == long.MinValue && rb == -1);
        return ((ulong)(overflows ? ra : ra / rb), overflows);
    }

    /// <summary>Divide Doubleword Unsigned: RT ← RA ÷ RB.</summary>
    [Instruction("divdu", "31 RT RA RB OE 457 Rc")]
    private static (ulong rt, bool ov) DivideDoublewordUnsigned(ulong ra, ulong rb) => (rb == 0 ? ra : ra / rb, rb == 0);

    /// <summary>Divide Word Extended: RT ← RA × 2^32 ÷ RB.</summary>
    [Instruction("divwe", "31 RT RA RB OE 427 Rc", Isa.V2_06)]
    private static (ulong rt, bool ov) DivideWordExtended(int ra, int rb)
    {
        var dividend = (long)ra << 32;
        if (rb == 0 || (rb == -1 && dividend == long.MinValue))
            return (0, true);

        var quotient = dividend / rb;
        return quotient == (int)quotient ? ((ulong)quotient, false) : (0, true);
    }

    /// <summary>Divide Word Extended Unsigned: RT ← RA × 2^32 ÷ RB.</summary>
    [Instruction("divweu", "31 RT RA RB OE 395 Rc", Isa.V2_06)]
    private static (ulong rt, bool ov) DivideWordExtendedUnsigned(uint ra, uint rb) =>
        ra >= rb ? (0, true) : (((ulong)ra << 32) / rb, false);

    /// <summary>Divide Doubleword Extended: RT ← RA × 2^64 ÷ RB.</summary>
    [Instruction("divde", "31 RT RA RB OE 425 Rc", Isa.V2_06)]
    private static (ulong rt, bool ov) DivideDoublewordExtended(long ra, long rb)
    {
        // The quotient has 64 bits with its sign only when RA is less than half of RB: a cheap test before a division of 128 bits.
        if (rb == 0 || Magnitude(ra) >= Magnitude(rb))
            return (0, true);

        var quotient = (Int128)ra * ((Int128)1 << 64) / rb;
        return quotient == (long)quotient ? ((ulong)(long)quotient, false) : (0, true);
    }

    /// <summary>Divide Doubleword Extended Unsigned: RT ← RA × 2^64 ÷ RB.</summary>
    [Instruction("divdeu", "31 RT RA RB OE 393 Rc", Isa.V2_06)]
    private static (ulong rt, bool ov) DivideDoublewordExtendedUnsigned(ulong ra, ulong rb) =>
        ra >= rb ? (0, true) : ((ulong)(((UInt128)ra << 64) / rb), false);

    /// <summary>Modulo Signed Word: RT ← RA mod RB.</summary>
    [Instruction("modsw", "31 RT RA RB 779 /", Isa.V3_0)]
    private static ulong ModuloWord(int ra, int rb) => rb is 0 or -1 ? 0 : (ulong)(ra % rb);

    /// <summary>Modulo Unsigned Word: RT ← RA mod RB.</summary>
    [Instruction("moduw", "31 RT RA RB 267 /", Isa.V3_0)]
    private static ulong ModuloWordUnsigned(uint ra, uint rb) => rb == 0 ? 0 : ra % rb;

    /// <summary>Modulo Signed Doubleword: RT ← RA mod RB.</summary>
    [Instruction("modsd", "31 RT RA RB 777 /", Isa.V3_0)]
    private static ulong ModuloDoubleword(long ra, long rb) => rb is 0 or -1 ? 0 : (ulong)(ra % rb);

    /// <summary>Modulo Unsigned Doubleword: RT ← RA mod RB.</summary>
    [Instruction("modud", "31 RT RA RB 265 /", Isa.V3_0)]
    private static ulong ModuloDoublewordUnsigned(ulong ra, ulong rb) => rb == 0 ? 0 : ra % rb;

    /// <summary>Deliver A Random Number: RT ← 32 bits (L = 0), or 64 bits (L = 1 conditioned, L = 2 raw); all ones for L = 3.</summary>
    [Instruction("darn", "31 RT /:3 L /// 755 /", Isa.V3_0)]
    private static ulong RandomNumber(ref PowerState state, uint l)
    {
        if (l == 3)
            return ulong.MaxValue;

        var number = Random(ref state);
        return l == 0 ? (uint)number : number;
    }

    private static ulong Random(ref PowerState state)
    {
        // All ones say that there is no number, and never are one.
        ulong number;
        if (state.RandomState == 0)
        {
            Span<byte> bytes = stackalloc byte[8];
            do
            {
                RandomNumberGenerator.Fill(bytes);
                number = BitConverter.ToUInt64(bytes);
            }
            while (number == ulong.MaxValue);

            return number;
        }

        // xorshift64*: the same numbers in each run with the same seed.
        var seed = state.RandomState;
        seed ^= seed >> 12;
        seed ^= seed << 25;
        seed ^= seed >> 27;
        state.RandomState = seed;
        number = seed * 0x2545_F491_4F6C_DD1D;
        return number == ulong.MaxValue ? 0 : number;
    }

    private static ulong Magnitude(long value) => value < 0 ? 0 - (ulong)value : (ulong)value;
}
