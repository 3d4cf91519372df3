using System.Runtime.CompilerServices;
using Hv.Power.Declarations;
using Hv.Power.State;

namespace Hv.Power.Instructions;

/// <summary>Fixed-point arithmetic (Power ISA, Book I, 3.3.9).</summary>
/// <remarks>Where the ISA leaves a result undefined (division by zero, the high word of some), it is what QEMU gives.</remarks>
[Instructions(typeof(PowerIsa))]
internal static partial class FixedPointArithmetic
{
    /// <summary>Add Immediate: RT ← (RA|0) + SI.</summary>
    [Instruction("addi", "14 RT RA SI")]
    [ExtendedMnemonic("li RT,SI", "addi RT,0,SI")]
    [ExtendedMnemonic("la RT,SI(RA)", "addi RT,RA,SI", OnlyWritten = true)]
    [ExtendedMnemonic("subi RT,RA,n", "addi RT,RA,-n", OnlyWritten = true)]
    private static ulong AddImmediate(ulong raOrZero, long si) => raOrZero + (ulong)si;

    /// <summary>Add Immediate Shifted: RT ← (RA|0) + SI × 2^16.</summary>
    [Instruction("addis", "15 RT RA SI")]
    [ExtendedMnemonic("lis RT,SI", "addis RT,0,SI")]
    [ExtendedMnemonic("subis RT,RA,n", "addis RT,RA,-n", OnlyWritten = true)]
    private static ulong AddImmediateShifted(ulong raOrZero, long si) => raOrZero + (ulong)(si << 16);

    /// <summary>Add PC Immediate Shifted: RT ← NIA + D × 2^16.</summary>
    [Instruction("addpcis", "19 RT d 2 d", Isa.V3_0, Syntax = "RT,d")]
    [ExtendedMnemonic("lnia RT", "addpcis RT,0")]
    [ExtendedMnemonic("subpcis RT,n", "addpcis RT,-n", OnlyWritten = true)]
    private static ulong AddToAddress(ulong cia, long d) => cia + 4 + (ulong)(d << 16);

    /// <summary>Add: RT ← RA + RB.</summary>
    [Instruction("add", "31 RT RA RB OE 266 Rc")]
    private static (ulong rt, bool ov, bool ov32) Add(ulong ra, ulong rb)
    {
        var (rt, _, _, ov, ov32) = Sum(ra, rb, 0);
        return (rt, ov, ov32);
    }

    /// <summary>Subtract From: RT ← RB - RA.</summary>
    [Instruction("subf", "31 RT RA RB OE 40 Rc")]
    [ExtendedMnemonic("sub RT,RA,RB", "subf RT,RB,RA")]
    private static (ulong rt, bool ov, bool ov32) Subtract(ulong ra, ulong rb)
    {
        var (rt, _, _, ov, ov32) = Sum(~ra, rb, 1);
        return (rt, ov, ov32);
    }

    /// <summary>Negate: RT ← -RA.</summary>
    [Instruction("neg", "31 RT RA /// OE 104 Rc")]
    private static (ulong rt, bool ov, bool ov32) Negate(ulong ra)
    {
        var (rt, _, _, ov, ov32) = Sum(~ra, 0, 1);
        return (rt, ov, ov32);
    }

    /// <summary>Add Immediate Carrying: RT ← RA + SI.</summary>
    [Instruction("addic", "12 RT RA SI")]
    [ExtendedMnemonic("subic RT,RA,n", "addic RT,RA,-n", OnlyWritten = true)]
    private static (ulong rt, bool ca, bool ca32) AddImmediateCarrying(ulong ra, long si)
    {
        var (rt, ca, ca32, _, _) = Sum(ra, (ulong)si, 0);
        return (rt, ca, ca32);
    }

    /// <summary>Add Immediate Carrying and Record: RT ← RA + SI.</summary>
    [Instruction("addic.", "13 RT RA SI")]
    [ExtendedMnemonic("subic. RT,RA,n", "addic. RT,RA,-n", OnlyWritten = true)]
    private static (ulong rt, bool ca, bool ca32) AddImmediateCarryingRecord(ulong ra, long si) => AddImmediateCarrying(ra, si);

    /// <summary>Subtract From Immediate Carrying: RT ← SI - RA.</summary>
    [Instruction("subfic", "8 RT RA SI")]
    private static (ulong rt, bool ca, bool ca32) SubtractImmediateCarrying(ulong ra, long si)
    {
        var (rt, ca, ca32, _, _) = Sum(~ra, (ulong)si, 1);
        return (rt, ca, ca32);
    }

    /// <summary>Add Carrying: RT ← RA + RB.</summary>
    [Instruction("addc", "31 RT RA RB OE 10 Rc")]
    private static (ulong rt, bool ca, bool ca32, bool ov, bool ov32) AddCarrying(ulong ra, ulong rb) => Sum(ra, rb, 0);

    /// <summary>Subtract From Carrying: RT ← RB - RA.</summary>
    [Instruction("subfc", "31 RT RA RB OE 8 Rc")]
    [ExtendedMnemonic("subc RT,RA,RB", "subfc RT,RB,RA")]
    private static (ulong rt, bool ca, bool ca32, bool ov, bool ov32) SubtractCarrying(ulong ra, ulong rb) => Sum(~ra, rb, 1);

    /// <summary>Add Extended: RT ← RA + RB + CA.</summary>
    [Instruction("adde", "31 RT RA RB OE 138 Rc")]
    private static (ulong rt, bool ca, bool ca32, bool ov, bool ov32) AddExtended(ulong ra, ulong rb, ulong ca) => Sum(ra, rb, ca);

    /// <summary>Subtract From Extended: RT ← ¬RA + RB + CA.</summary>
    [Instruction("subfe", "31 RT RA RB OE 136 Rc")]
    private static (ulong rt, bool ca, bool ca32, bool ov, bool ov32) SubtractExtended(ulong ra, ulong rb, ulong ca) => Sum(~ra, rb, ca);

    /// <summary>Add to Minus One Extended: RT ← RA + CA - 1.</summary>
    [Instruction("addme", "31 RT RA /// OE 234 Rc")]
    private static (ulong rt, bool ca, bool ca32, bool ov, bool ov32) AddToMinusOne(ulong ra, ulong ca) => Sum(ra, ulong.MaxValue, ca);

    /// <summary>Subtract From Minus One Extended: RT ← ¬RA + CA - 1.</summary>
    [Instruction("subfme", "31 RT RA /// OE 232 Rc")]
    private static (ulong rt, bool ca, bool ca32, bool ov, bool ov32) SubtractFromMinusOne(ulong ra, ulong ca) => Sum(~ra, ulong.MaxValue, ca);

    /// <summary>Add to Zero Extended: RT ← RA + CA.</summary>
    [Instruction("addze", "31 RT RA /// OE 202 Rc")]
    private static (ulong rt, bool ca, bool ca32, bool ov, bool ov32) AddToZero(ulong ra, ulong ca) => Sum(ra, 0, ca);

    /// <summary>Subtract From Zero Extended: RT ← ¬RA + CA.</summary>
    [Instruction("subfze", "31 RT RA /// OE 200 Rc")]
    private static (ulong rt, bool ca, bool ca32, bool ov, bool ov32) SubtractFromZero(ulong ra, ulong ca) => Sum(~ra, 0, ca);

    /// <summary>Add Extended using alternate carry bit: RT ← RA + RB + OV, and OV is the carry; SO stays.</summary>
    [Instruction("addex", "31 RT RA RB CY 170 /", Isa.V3_0, Ignores = "CY")]
    private static ulong AddExtendedAlternate(ref PowerState state, ulong ra, ulong rb)
    {
        var (rt, ca, ca32, _, _) = Sum(ra, rb, state.Ov);
        state.Ov = ca ? (byte)1 : (byte)0;
        state.Ov32 = ca32 ? (byte)1 : (byte)0;
        return rt;
    }

    /// <summary>A sum with its carries and overflows: each is a bit of the sum's most significant position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong rt, bool ca, bool ca32, bool ov, bool ov32) Sum(ulong a, ulong b, ulong carry)
    {
        var sum = a + b + carry;
        var carries = (a & b) | ((a | b) & ~sum);
        var overflows = (a ^ sum) & (b ^ sum);
        return (sum, (long)carries < 0, (int)carries < 0, (long)overflows < 0, (int)overflows < 0);
    }
}
