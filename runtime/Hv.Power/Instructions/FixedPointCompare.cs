using Hv.Power.Declarations;
using Hv.Power.Execution;

namespace Hv.Power.Instructions;

/// <summary>Comparisons, traps and selection (Power ISA, Book I, 3.3.10 to 3.3.12).</summary>
[Instructions(typeof(PowerIsa))]
internal static partial class FixedPointCompare
{
    private const uint Less = 8;
    private const uint Greater = 4;
    private const uint Equal = 2;

    /// <summary>Compare Immediate: BF ← RA compared with SI, words (L = 0) or doublewords, with sign.</summary>
    [Instruction("cmpi", "11 BF / L RA SI", Specialize = "L")]
    [ExtendedMnemonic("cmpwi BF,RA,SI", "cmpi BF,0,RA,SI")]
    [ExtendedMnemonic("cmpdi BF,RA,SI", "cmpi BF,1,RA,SI")]
    [ExtendedMnemonic("cmpwi RA,SI", "cmpi 0,0,RA,SI")]
    [ExtendedMnemonic("cmpdi RA,SI", "cmpi 0,1,RA,SI")]
    private static uint CompareImmediate(uint l, long ra, long si, ulong so) => l == 0 ? Compared((int)ra, si, so) : Compared(ra, si, so);

    /// <summary>Compare: BF ← RA compared with RB, words (L = 0) or doublewords, with sign.</summary>
    [Instruction("cmp", "31 BF / L:1 RA RB 0 /", Specialize = "L")]
    [ExtendedMnemonic("cmpw BF,RA,RB", "cmp BF,0,RA,RB")]
    [ExtendedMnemonic("cmpd BF,RA,RB", "cmp BF,1,RA,RB")]
    [ExtendedMnemonic("cmpw RA,RB", "cmp 0,0,RA,RB")]
    [ExtendedMnemonic("cmpd RA,RB", "cmp 0,1,RA,RB")]
    private static uint Compare(uint l, long ra, long rb, ulong so) => l == 0 ? Compared((int)ra, (int)rb, so) : Compared(ra, rb, so);

    /// <summary>Compare Logical Immediate: BF ← RA compared with UI, words (L = 0) or doublewords, without sign.</summary>
    [Instruction("cmpli", "10 BF / L RA UI", Specialize = "L")]
    [ExtendedMnemonic("cmplwi BF,RA,UI", "cmpli BF,0,RA,UI")]
    [ExtendedMnemonic("cmpldi BF,RA,UI", "cmpli BF,1,RA,UI")]
    [ExtendedMnemonic("cmplwi RA,UI", "cmpli 0,0,RA,UI")]
    [ExtendedMnemonic("cmpldi RA,UI", "cmpli 0,1,RA,UI")]
    private static uint CompareLogicalImmediate(uint l, ulong ra, ulong ui, ulong so) => Compared(l == 0 ? (uint)ra : ra, ui, so);

    /// <summary>Compare Logical: BF ← RA compared with RB, words (L = 0) or doublewords, without sign.</summary>
    [Instruction("cmpl", "31 BF / L:1 RA RB 32 /", Specialize = "L")]
    [ExtendedMnemonic("cmplw BF,RA,RB", "cmpl BF,0,RA,RB")]
    [ExtendedMnemonic("cmpld BF,RA,RB", "cmpl BF,1,RA,RB")]
    [ExtendedMnemonic("cmplw RA,RB", "cmpl 0,0,RA,RB")]
    [ExtendedMnemonic("cmpld RA,RB", "cmpl 0,1,RA,RB")]
    private static uint CompareLogical(uint l, ulong ra, ulong rb, ulong so) =>
        l == 0 ? Compared((ulong)(uint)ra, (uint)rb, so) : Compared(ra, rb, so);

    /// <summary>Compare Ranged Byte: BF ← whether the low byte of RA lies in a range of RB, or one of two (L = 1).</summary>
    [Instruction("cmprb", "31 BF / L:1 RA RB 192 /", Isa.V3_0)]
    private static uint CompareRange(uint l, uint ra, uint rb)
    {
        var value = (byte)ra;
        var isInside = (byte)rb <= value && value <= (byte)(rb >> 8);
        return isInside || (l == 1 && (byte)(rb >> 16) <= value && value <= (byte)(rb >> 24)) ? Greater : 0;
    }

    /// <summary>Compare Equal Byte: BF ← whether the low byte of RA is one of RB's.</summary>
    [Instruction("cmpeqb", "31 BF // RA RB 224 /", Isa.V3_0)]
    private static uint CompareEqualByte(ulong ra, ulong rb)
    {
        for (var shift = 0; shift < 64; shift += 8)
        {
            if ((byte)(rb >> shift) == (byte)ra)
                return Greater;
        }

        return 0;
    }

    /// <summary>Trap Word Immediate: traps when RA compared with SI is one of TO.</summary>
    [Instruction("twi", "3 TO RA SI")]
    [ExtendedMnemonic("tw[lgt|llt|eq|lge|lle|gt|ge|lt|le|ne|u]i RA,SI", "twi [1|2|4|5|6|8|12|16|20|24|31],RA,SI")]
    private static Outcome TrapWordImmediate(uint to, int ra, int si) => Trapped(to, ra, si, (uint)ra, (uint)si);

    /// <summary>Trap Word: traps when RA compared with RB is one of TO.</summary>
    [Instruction("tw", "31 TO RA RB 4 /")]
    [ExtendedMnemonic("trap", "tw 31,0,0")]
    [ExtendedMnemonic("tw[lgt|llt|eq|lge|lle|gt|ge|lt|le|ne|u] RA,RB", "tw [1|2|4|5|6|8|12|16|20|24|31],RA,RB")]
    private static Outcome TrapWord(uint to, int ra, int rb) => Trapped(to, ra, rb, (uint)ra, (uint)rb);

    /// <summary>Trap Doubleword Immediate: traps when RA compared with SI is one of TO.</summary>
    [Instruction("tdi", "2 TO RA SI")]
    [ExtendedMnemonic("td[lgt|llt|eq|lge|lle|gt|ge|lt|le|ne|u]i RA,SI", "tdi [1|2|4|5|6|8|12|16|20|24|31],RA,SI")]
    private static Outcome TrapDoublewordImmediate(uint to, long ra, long si) => Trapped(to, ra, si, (ulong)ra, (ulong)si);

    /// <summary>Trap Doubleword: traps when RA compared with RB is one of TO.</summary>
    [Instruction("td", "31 TO RA RB 68 /")]
    [ExtendedMnemonic("td[lgt|llt|eq|lge|lle|gt|ge|lt|le|ne|u] RA,RB", "td [1|2|4|5|6|8|12|16|20|24|31],RA,RB")]
    private static Outcome TrapDoubleword(uint to, long ra, long rb) => Trapped(to, ra, rb, (ulong)ra, (ulong)rb);

    /// <summary>Integer Select: RT ← (RA|0) when the bit of CR is one, RB else.</summary>
    [Instruction("isel", "31 RT RA RB BC 15 /", Isa.V2_03)]
    [ExtendedMnemonic("isel[lt|gt|eq] RT,RA,RB", "isel RT,RA,RB,[0|1|2]")]
    private static ulong Select(ulong raOrZero, ulong rb, bool bc) => bc ? raOrZero : rb;

    private static uint Compared(long a, long b, ulong so) => (a < b ? Less : a > b ? Greater : Equal) | (uint)so;

    private static uint Compared(ulong a, ulong b, ulong so) => (a < b ? Less : a > b ? Greater : Equal) | (uint)so;

    private static Outcome Trapped(uint to, long a, long b, ulong unsignedA, ulong unsignedB)
    {
        var met = (a < b ? 16u : 0) | (a > b ? 8u : 0) | (a == b ? 4u : 0) | (unsignedA < unsignedB ? 2u : 0) | (unsignedA > unsignedB ? 1u : 0);
        return (to & met) != 0 ? Outcome.Trap : Outcome.Completed;
    }
}
