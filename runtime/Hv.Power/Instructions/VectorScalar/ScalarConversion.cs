using Hv.Power.Declarations;
using Hv.Power.FloatingPoint;

namespace Hv.Power.Instructions.VectorScalar;

/// <summary>Conversion and rounding of scalars (Power ISA, Book I, 7.6.1.6 to 7.6.1.8).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.VectorScalar)]
internal static partial class ScalarConversion
{
    /// <summary>VSX Scalar truncate Double-Precision to Signed Doubleword: XT ← XB as an integer.</summary>
    [Instruction("xscvdpsxds", "60 XT /:5 XB 344 XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> ToSignedDoubleword(ulong xb, Fpscr fpscr) =>
        IntegerConversion.DoubleToInt64(xb, RoundingMode.TowardZero, fpscr);

    /// <summary>VSX Scalar truncate Double-Precision to Unsigned Doubleword: XT ← XB as an integer.</summary>
    [Instruction("xscvdpuxds", "60 XT /:5 XB 328 XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> ToUnsignedDoubleword(ulong xb, Fpscr fpscr) =>
        IntegerConversion.DoubleToUInt64(xb, RoundingMode.TowardZero, fpscr);

    /// <summary>VSX Scalar truncate Double-Precision to Signed Word: XT ← XB as an integer.</summary>
    [Instruction("xscvdpsxws", "60 XT /:5 XB 88 XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> ToSignedWord(ulong xb, Fpscr fpscr) =>
        Elements.Twice(IntegerConversion.DoubleToInt32(xb, RoundingMode.TowardZero, fpscr));

    /// <summary>VSX Scalar truncate Double-Precision to Unsigned Word: XT ← XB as an integer.</summary>
    [Instruction("xscvdpuxws", "60 XT /:5 XB 72 XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> ToUnsignedWord(ulong xb, Fpscr fpscr) =>
        Elements.Twice(IntegerConversion.DoubleToUInt32(xb, RoundingMode.TowardZero, fpscr));

    /// <summary>VSX Scalar Convert Signed Doubleword to Double-Precision: XT ← XB, an integer.</summary>
    [Instruction("xscvsxddp", "60 XT /:5 XB 376 XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> FromSigned(ulong xb, Fpscr fpscr) =>
        IntegerConversion.Int64ToDouble((long)xb, fpscr);

    /// <summary>VSX Scalar Convert Unsigned Doubleword to Double-Precision: XT ← XB, an integer.</summary>
    [Instruction("xscvuxddp", "60 XT /:5 XB 360 XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> FromUnsigned(ulong xb, Fpscr fpscr) => IntegerConversion.UInt64ToDouble(xb, fpscr);

    /// <summary>VSX Scalar Convert Signed Doubleword to Single-Precision: XT ← XB, an integer.</summary>
    [Instruction("xscvsxdsp", "60 XT /:5 XB 312 XB XT", Isa.V2_07)]
    private static FloatingPointResult<ulong> FromSignedSingle(ulong xb, Fpscr fpscr) =>
        IntegerConversion.Int64ToRoundedSingle((long)xb, fpscr);

    /// <summary>VSX Scalar Convert Unsigned Doubleword to Single-Precision: XT ← XB, an integer.</summary>
    [Instruction("xscvuxdsp", "60 XT /:5 XB 296 XB XT", Isa.V2_07)]
    private static FloatingPointResult<ulong> FromUnsignedSingle(ulong xb, Fpscr fpscr) =>
        IntegerConversion.UInt64ToRoundedSingle(xb, fpscr);

    /// <summary>VSX Scalar Round to Single-Precision: XT ← XB rounded.</summary>
    [Instruction("xsrsp", "60 XT /:5 XB 281 XB XT", Isa.V2_07)]
    private static FloatingPointResult<ulong> RoundToSingle(ulong xb, Fpscr fpscr) => RoundedToSingle.Round(xb, fpscr);

    /// <summary>VSX Scalar Convert Double-Precision to Single-Precision: the words of XT ← XB as a single.</summary>
    [Instruction("xscvdpsp", "60 XT /:5 XB 265 XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> ToSingle(ulong xb, Fpscr fpscr) =>
        Elements.Twice(FormatConversion.DoubleToSingle(xb, fpscr));

    /// <summary>VSX Scalar Convert Single-Precision to Double-Precision: XT ← the first word of XB as a double.</summary>
    [Instruction("xscvspdp", "60 XT /:5 XB 329 XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> ToDouble(ulong xb, Fpscr fpscr) =>
        FormatConversion.SingleToDouble((uint)(xb >> 32), fpscr);

    /// <summary>
    /// VSX Scalar Convert Double-Precision to Single-Precision Non-signalling: the words of XT ← XB as a single.
    /// </summary>
    [Instruction("xscvdpspn", "60 XT /:5 XB 267 XB XT", Isa.V2_07)]
    private static ulong ToSingleSilently(ulong xb) => Elements.Twice(RoundedToSingle.ToSingle(xb));

    /// <summary>
    /// VSX Scalar Convert Single-Precision to Double-Precision Non-signalling: XT ← the first word of XB as a double.
    /// </summary>
    [Instruction("xscvspdpn", "60 XT /:5 XB 331 XB XT", Isa.V2_07)]
    private static ulong ToDoubleSilently(ulong xb) => RoundedToSingle.FromSingle((uint)(xb >> 32));

    /// <summary>VSX Scalar Convert Double-Precision to Half-Precision: XT ← XB as a half.</summary>
    [Instruction("xscvdphp", "60 XT 17:5 XB 347 XB XT", Isa.V3_0)]
    private static FloatingPointResult<ulong> ToHalf(ulong xb, Fpscr fpscr) =>
        Elements.Widen(FormatConversion.DoubleToHalf(xb, fpscr));

    /// <summary>VSX Scalar Convert Half-Precision to Double-Precision: XT ← the fourth halfword of XB as a double.</summary>
    [Instruction("xscvhpdp", "60 XT 16:5 XB 347 XB XT", Isa.V3_0)]
    private static FloatingPointResult<ulong> FromHalf(ulong xb, Fpscr fpscr) => FormatConversion.HalfToDouble((ushort)xb, fpscr);

    /// <summary>VSX Scalar Round to Integer Nearest Away: XT ← XB rounded to an integer.</summary>
    [Instruction("xsrdpi", "60 XT /:5 XB 73 XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> RoundNearestAway(ulong xb, Fpscr fpscr) =>
        DoublePrecision.RoundToIntegral(xb, RoundingMode.NearestAway, tellsInexact: false, fpscr);

    /// <summary>VSX Scalar Round to Integer toward Zero: XT ← XB rounded to an integer.</summary>
    [Instruction("xsrdpiz", "60 XT /:5 XB 89 XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> RoundTowardZero(ulong xb, Fpscr fpscr) =>
        DoublePrecision.RoundToIntegral(xb, RoundingMode.TowardZero, tellsInexact: false, fpscr);

    /// <summary>VSX Scalar Round to Integer toward +Infinity: XT ← XB rounded to an integer.</summary>
    [Instruction("xsrdpip", "60 XT /:5 XB 105 XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> RoundTowardPositive(ulong xb, Fpscr fpscr) =>
        DoublePrecision.RoundToIntegral(xb, RoundingMode.TowardPositive, tellsInexact: false, fpscr);

    /// <summary>VSX Scalar Round to Integer toward -Infinity: XT ← XB rounded to an integer.</summary>
    [Instruction("xsrdpim", "60 XT /:5 XB 121 XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> RoundTowardNegative(ulong xb, Fpscr fpscr) =>
        DoublePrecision.RoundToIntegral(xb, RoundingMode.TowardNegative, tellsInexact: false, fpscr);

    /// <summary>VSX Scalar Round to Integer using Current rounding mode: XT ← XB rounded to an integer.</summary>
    [Instruction("xsrdpic", "60 XT /:5 XB 107 XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> RoundCurrently(ulong xb, Fpscr fpscr) =>
        DoublePrecision.RoundToIntegral(xb, fpscr.RoundingMode, tellsInexact: true, fpscr);
}
