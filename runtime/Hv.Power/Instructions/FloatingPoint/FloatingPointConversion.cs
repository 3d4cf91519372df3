using Hv.Power.Declarations;
using Hv.Power.FloatingPoint;

namespace Hv.Power.Instructions.FloatingPoint;

/// <summary>Rounding and conversion of floating-point registers (Power ISA, Book I, 4.6.7).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.FloatingPoint)]
internal static partial class FloatingPointConversion
{
    /// <summary>Floating Round to Single-Precision: FRT ← FRB rounded.</summary>
    [Instruction("frsp", "63 FRT /:5 FRB 12 Rc")]
    private static FloatingPointResult<ulong> RoundToSingle(ulong frb, Fpscr fpscr) => RoundedToSingle.Round(frb, fpscr);

    /// <summary>Floating Convert with round Double-Precision To Signed Doubleword format: FRT ← FRB as an integer.</summary>
    [Instruction("fctid", "63 FRT /:5 FRB 814 Rc")]
    private static FloatingPointResult<ulong> ToSignedDoubleword(ulong frb, Fpscr fpscr) =>
        IntegerConversion.DoubleToInt64(frb, fpscr.RoundingMode, fpscr, marksInvalid: true);

    /// <summary>
    /// Floating Convert with round to zero Double-Precision To Signed Doubleword format: FRT ← FRB as an integer.
    /// </summary>
    [Instruction("fctidz", "63 FRT /:5 FRB 815 Rc")]
    private static FloatingPointResult<ulong> ToSignedDoublewordTruncated(ulong frb, Fpscr fpscr) =>
        IntegerConversion.DoubleToInt64(frb, RoundingMode.TowardZero, fpscr, marksInvalid: true);

    /// <summary>Floating Convert with round Double-Precision To Unsigned Doubleword format: FRT ← FRB as an integer.</summary>
    [Instruction("fctidu", "63 FRT /:5 FRB 942 Rc", Isa.V2_06)]
    private static FloatingPointResult<ulong> ToUnsignedDoubleword(ulong frb, Fpscr fpscr) =>
        IntegerConversion.DoubleToUInt64(frb, fpscr.RoundingMode, fpscr, marksInvalid: true);

    /// <summary>
    /// Floating Convert with round to zero Double-Precision To Unsigned Doubleword format: FRT ← FRB as an integer.
    /// </summary>
    [Instruction("fctiduz", "63 FRT /:5 FRB 943 Rc", Isa.V2_06)]
    private static FloatingPointResult<ulong> ToUnsignedDoublewordTruncated(ulong frb, Fpscr fpscr) =>
        IntegerConversion.DoubleToUInt64(frb, RoundingMode.TowardZero, fpscr, marksInvalid: true);

    /// <summary>Floating Convert with round Double-Precision To Signed Word format: FRT ← FRB as an integer.</summary>
    [Instruction("fctiw", "63 FRT /:5 FRB 14 Rc")]
    private static FloatingPointResult<ulong> ToSignedWord(ulong frb, Fpscr fpscr) =>
        Signed(IntegerConversion.DoubleToInt32(frb, fpscr.RoundingMode, fpscr, marksInvalid: true));

    /// <summary>Floating Convert with round to zero Double-Precision To Signed Word format: FRT ← FRB as an integer.</summary>
    [Instruction("fctiwz", "63 FRT /:5 FRB 15 Rc")]
    private static FloatingPointResult<ulong> ToSignedWordTruncated(ulong frb, Fpscr fpscr) =>
        Signed(IntegerConversion.DoubleToInt32(frb, RoundingMode.TowardZero, fpscr, marksInvalid: true));

    /// <summary>Floating Convert with round Double-Precision To Unsigned Word format: FRT ← FRB as an integer.</summary>
    [Instruction("fctiwu", "63 FRT /:5 FRB 142 Rc", Isa.V2_06)]
    private static FloatingPointResult<ulong> ToUnsignedWord(ulong frb, Fpscr fpscr) =>
        Unsigned(IntegerConversion.DoubleToUInt32(frb, fpscr.RoundingMode, fpscr, marksInvalid: true));

    /// <summary>Floating Convert with round to zero Double-Precision To Unsigned Word format: FRT ← FRB as an integer.</summary>
    [Instruction("fctiwuz", "63 FRT /:5 FRB 143 Rc", Isa.V2_06)]
    private static FloatingPointResult<ulong> ToUnsignedWordTruncated(ulong frb, Fpscr fpscr) =>
        Unsigned(IntegerConversion.DoubleToUInt32(frb, RoundingMode.TowardZero, fpscr, marksInvalid: true));

    /// <summary>Floating Convert with round Signed Doubleword to Double-Precision format: FRT ← FRB, an integer.</summary>
    [Instruction("fcfid", "63 FRT /:5 FRB 846 Rc")]
    private static FloatingPointResult<ulong> FromSignedDoubleword(ulong frb, Fpscr fpscr) =>
        IntegerConversion.Int64ToDouble((long)frb, fpscr);

    /// <summary>Floating Convert with round Unsigned Doubleword to Double-Precision format: FRT ← FRB, an integer.</summary>
    [Instruction("fcfidu", "63 FRT /:5 FRB 974 Rc", Isa.V2_06)]
    private static FloatingPointResult<ulong> FromUnsignedDoubleword(ulong frb, Fpscr fpscr) =>
        IntegerConversion.UInt64ToDouble(frb, fpscr);

    /// <summary>Floating Convert with round Signed Doubleword to Single-Precision format: FRT ← FRB, an integer.</summary>
    [Instruction("fcfids", "59 FRT /:5 FRB 846 Rc", Isa.V2_06)]
    private static FloatingPointResult<ulong> FromSignedDoublewordSingle(ulong frb, Fpscr fpscr) =>
        IntegerConversion.Int64ToRoundedSingle((long)frb, fpscr);

    /// <summary>Floating Convert with round Unsigned Doubleword to Single-Precision format: FRT ← FRB, an integer.</summary>
    [Instruction("fcfidus", "59 FRT /:5 FRB 974 Rc", Isa.V2_06)]
    private static FloatingPointResult<ulong> FromUnsignedDoublewordSingle(ulong frb, Fpscr fpscr) =>
        IntegerConversion.UInt64ToRoundedSingle(frb, fpscr);

    /// <summary>Floating Round to Integer Nearest: FRT ← FRB rounded to an integer.</summary>
    [Instruction("frin", "63 FRT /:5 FRB 392 Rc", Isa.V2_02)]
    private static FloatingPointResult<ulong> RoundNearest(ulong frb, Fpscr fpscr) =>
        DoublePrecision.RoundToIntegral(frb, RoundingMode.NearestAway, tellsInexact: false, fpscr);

    /// <summary>Floating Round to Integer Toward Zero: FRT ← FRB rounded to an integer.</summary>
    [Instruction("friz", "63 FRT /:5 FRB 424 Rc", Isa.V2_02)]
    private static FloatingPointResult<ulong> RoundTowardZero(ulong frb, Fpscr fpscr) =>
        DoublePrecision.RoundToIntegral(frb, RoundingMode.TowardZero, tellsInexact: false, fpscr);

    /// <summary>Floating Round to Integer Plus: FRT ← FRB rounded to an integer.</summary>
    [Instruction("frip", "63 FRT /:5 FRB 456 Rc", Isa.V2_02)]
    private static FloatingPointResult<ulong> RoundPlus(ulong frb, Fpscr fpscr) =>
        DoublePrecision.RoundToIntegral(frb, RoundingMode.TowardPositive, tellsInexact: false, fpscr);

    /// <summary>Floating Round to Integer Minus: FRT ← FRB rounded to an integer.</summary>
    [Instruction("frim", "63 FRT /:5 FRB 488 Rc", Isa.V2_02)]
    private static FloatingPointResult<ulong> RoundMinus(ulong frb, Fpscr fpscr) =>
        DoublePrecision.RoundToIntegral(frb, RoundingMode.TowardNegative, tellsInexact: false, fpscr);

    /// <summary>
    /// The word of the integer is the less significant one; the other, which the ISA leaves undefined, has its sign.
    /// </summary>
    private static FloatingPointResult<ulong> Signed(FloatingPointResult<uint> result) =>
        new((ulong)(int)result.Value, result.Effects);

    private static FloatingPointResult<ulong> Unsigned(FloatingPointResult<uint> result) => new(result.Value, result.Effects);
}
