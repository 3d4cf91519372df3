using Hv.Power.Declarations;
using Hv.Power.FloatingPoint;

namespace Hv.Power.Instructions.FloatingPoint;

/// <summary>Moves, selection and comparison of floating-point registers (Power ISA, Book I, 4.6.5, 4.6.8).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.FloatingPoint)]
internal static partial class FloatingPointMove
{
    private const ulong Sign = 1UL << 63;
    private const ulong HighWord = 0xFFFF_FFFF_0000_0000;

    /// <summary>Floating Move Register: FRT ← FRB.</summary>
    [Instruction("fmr", "63 FRT /:5 FRB 72 Rc")]
    private static ulong Move(ulong frb) => frb;

    /// <summary>Floating Negate: FRT ← -FRB.</summary>
    [Instruction("fneg", "63 FRT /:5 FRB 40 Rc")]
    private static ulong Negate(ulong frb) => frb ^ Sign;

    /// <summary>Floating Absolute Value: FRT ← FRB without its sign.</summary>
    [Instruction("fabs", "63 FRT /:5 FRB 264 Rc")]
    private static ulong Absolute(ulong frb) => frb & ~Sign;

    /// <summary>Floating Negative Absolute Value: FRT ← FRB with a negative sign.</summary>
    [Instruction("fnabs", "63 FRT /:5 FRB 136 Rc")]
    private static ulong NegativeAbsolute(ulong frb) => frb | Sign;

    /// <summary>Floating Copy Sign: FRT ← FRB with the sign of FRA.</summary>
    [Instruction("fcpsgn", "63 FRT FRA FRB 8 Rc", Isa.V2_05)]
    private static ulong CopySign(ulong fra, ulong frb) => (fra & Sign) | (frb & ~Sign);

    /// <summary>Floating Merge Even Word: FRT ← the more significant words of FRA and FRB.</summary>
    [Instruction("fmrgew", "63 FRT FRA FRB 966 /", Isa.V2_07)]
    private static ulong MergeEven(ulong fra, ulong frb) => (fra & HighWord) | (frb >> 32);

    /// <summary>Floating Merge Odd Word: FRT ← the less significant words of FRA and FRB.</summary>
    [Instruction("fmrgow", "63 FRT FRA FRB 838 /", Isa.V2_07)]
    private static ulong MergeOdd(ulong fra, ulong frb) => (fra << 32) | (frb & ~HighWord);

    /// <summary>Floating Select: FRT ← FRC when FRA is not less than zero, else FRB.</summary>
    [Instruction("fsel", "63 FRT FRA FRB FRC 23 Rc")]
    private static ulong Select(ulong fra, ulong frc, ulong frb) => BitConverter.UInt64BitsToDouble(fra) >= 0 ? frc : frb;

    /// <summary>Floating Compare Unordered: BF ← FRA compared with FRB.</summary>
    [Instruction("fcmpu", "63 BF // FRA FRB 0:10 /")]
    private static ComparisonResult CompareUnordered(ulong fra, ulong frb, Fpscr fpscr) =>
        DoublePrecision.Compare(fra, frb, isOrdered: false, fpscr);

    /// <summary>Floating Compare Ordered: BF ← FRA compared with FRB.</summary>
    [Instruction("fcmpo", "63 BF // FRA FRB 32 /")]
    private static ComparisonResult CompareOrdered(ulong fra, ulong frb, Fpscr fpscr) =>
        DoublePrecision.Compare(fra, frb, isOrdered: true, fpscr);
}
