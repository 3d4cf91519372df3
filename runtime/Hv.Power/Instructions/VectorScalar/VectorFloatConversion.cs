using Hv.Power.Declarations;
using Hv.Power.FloatingPoint;
using System.Runtime.Intrinsics;

namespace Hv.Power.Instructions.VectorScalar;

/// <summary>Conversion and rounding of vectors of floating point (Power ISA, Book I, 7.6.1.6 to 7.6.1.8).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.VectorScalar)]
internal static partial class VectorFloatConversion
{
    /// <summary>VSX Vector truncate Double-Precision to Signed Doubleword: XT ← XB as integers.</summary>
    [Instruction("xvcvdpsxds", "60 XT /:5 XB 472 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> DoubleToSignedDoubleword(Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) =>
            IntegerConversion.DoubleToInt64(value, RoundingMode.TowardZero, fpscr));

    /// <summary>VSX Vector truncate Double-Precision to Unsigned Doubleword: XT ← XB as integers.</summary>
    [Instruction("xvcvdpuxds", "60 XT /:5 XB 456 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> DoubleToUnsignedDoubleword(Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) =>
            IntegerConversion.DoubleToUInt64(value, RoundingMode.TowardZero, fpscr));

    /// <summary>VSX Vector truncate Double-Precision to Signed Word: XT ← XB as integers.</summary>
    [Instruction("xvcvdpsxws", "60 XT /:5 XB 216 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> DoubleToSignedWord(Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) =>
            Elements.Twice(IntegerConversion.DoubleToInt32(value, RoundingMode.TowardZero, fpscr)));

    /// <summary>VSX Vector truncate Double-Precision to Unsigned Word: XT ← XB as integers.</summary>
    [Instruction("xvcvdpuxws", "60 XT /:5 XB 200 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> DoubleToUnsignedWord(Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) =>
            Elements.Twice(IntegerConversion.DoubleToUInt32(value, RoundingMode.TowardZero, fpscr)));

    /// <summary>VSX Vector truncate Single-Precision to Signed Doubleword: XT ← the even words of XB as integers.</summary>
    [Instruction("xvcvspsxds", "60 XT /:5 XB 408 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> SingleToSignedDoubleword(Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) =>
            IntegerConversion.SingleToInt64((uint)(value >> 32), RoundingMode.TowardZero, fpscr));

    /// <summary>VSX Vector truncate Single-Precision to Unsigned Doubleword: XT ← the even words of XB as integers.</summary>
    [Instruction("xvcvspuxds", "60 XT /:5 XB 392 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> SingleToUnsignedDoubleword(Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) =>
            IntegerConversion.SingleToUInt64((uint)(value >> 32), RoundingMode.TowardZero, fpscr));

    /// <summary>VSX Vector truncate Single-Precision to Signed Word: XT ← XB as integers.</summary>
    [Instruction("xvcvspsxws", "60 XT /:5 XB 152 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<uint>> SingleToSignedWord(Vector128<uint> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) =>
            IntegerConversion.SingleToInt32(value, RoundingMode.TowardZero, fpscr));

    /// <summary>VSX Vector truncate Single-Precision to Unsigned Word: XT ← XB as integers.</summary>
    [Instruction("xvcvspuxws", "60 XT /:5 XB 136 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<uint>> SingleToUnsignedWord(Vector128<uint> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) =>
            IntegerConversion.SingleToUInt32(value, RoundingMode.TowardZero, fpscr));

    /// <summary>VSX Vector Convert Signed Doubleword to Double-Precision: XT ← XB, integers.</summary>
    [Instruction("xvcvsxddp", "60 XT /:5 XB 504 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> SignedDoublewordToDouble(Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) => IntegerConversion.Int64ToDouble((long)value, fpscr));

    /// <summary>VSX Vector Convert Unsigned Doubleword to Double-Precision: XT ← XB, integers.</summary>
    [Instruction("xvcvuxddp", "60 XT /:5 XB 488 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> UnsignedDoublewordToDouble(Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) => IntegerConversion.UInt64ToDouble(value, fpscr));

    /// <summary>VSX Vector Convert Signed Word to Double-Precision: XT ← the even words of XB, integers.</summary>
    [Instruction("xvcvsxwdp", "60 XT /:5 XB 248 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> SignedWordToDouble(Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) => IntegerConversion.Int64ToDouble((int)(value >> 32), fpscr));

    /// <summary>VSX Vector Convert Unsigned Word to Double-Precision: XT ← the even words of XB, integers.</summary>
    [Instruction("xvcvuxwdp", "60 XT /:5 XB 232 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> UnsignedWordToDouble(Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) => IntegerConversion.UInt64ToDouble(value >> 32, fpscr));

    /// <summary>VSX Vector Convert Signed Doubleword to Single-Precision: the words of XT ← XB, integers.</summary>
    [Instruction("xvcvsxdsp", "60 XT /:5 XB 440 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> SignedDoublewordToSingle(Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) => Elements.Twice(IntegerConversion.Int64ToSingle((long)value, fpscr)));

    /// <summary>VSX Vector Convert Unsigned Doubleword to Single-Precision: the words of XT ← XB, integers.</summary>
    [Instruction("xvcvuxdsp", "60 XT /:5 XB 424 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> UnsignedDoublewordToSingle(Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) => Elements.Twice(IntegerConversion.UInt64ToSingle(value, fpscr)));

    /// <summary>VSX Vector Convert Signed Word to Single-Precision: XT ← XB, integers.</summary>
    [Instruction("xvcvsxwsp", "60 XT /:5 XB 184 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<uint>> SignedWordToSingle(Vector128<uint> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) => IntegerConversion.Int64ToSingle((int)value, fpscr));

    /// <summary>VSX Vector Convert Unsigned Word to Single-Precision: XT ← XB, integers.</summary>
    [Instruction("xvcvuxwsp", "60 XT /:5 XB 168 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<uint>> UnsignedWordToSingle(Vector128<uint> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) => IntegerConversion.UInt64ToSingle(value, fpscr));

    /// <summary>VSX Vector Convert Double-Precision to Single-Precision: the words of XT ← XB as singles.</summary>
    [Instruction("xvcvdpsp", "60 XT /:5 XB 393 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> DoubleToSingle(Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) => Elements.Twice(FormatConversion.DoubleToSingle(value, fpscr)));

    /// <summary>VSX Vector Convert Single-Precision to Double-Precision: XT ← the even words of XB as doubles.</summary>
    [Instruction("xvcvspdp", "60 XT /:5 XB 457 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> SingleToDouble(Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) => FormatConversion.SingleToDouble((uint)(value >> 32), fpscr));

    /// <summary>VSX Vector Convert Single-Precision to Half-Precision: XT ← XB as halves, in words.</summary>
    [Instruction("xvcvsphp", "60 XT 25:5 XB 475 XB XT", Isa.V3_0)]
    private static FloatingPointResult<Vector128<uint>> SingleToHalf(Vector128<uint> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) => FormatConversion.SingleToHalf(value, fpscr));

    /// <summary>VSX Vector Convert Half-Precision to Single-Precision: XT ← the odd halfwords of XB as singles.</summary>
    [Instruction("xvcvhpsp", "60 XT 24:5 XB 475 XB XT", Isa.V3_0)]
    private static FloatingPointResult<Vector128<uint>> HalfToSingle(Vector128<uint> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) => FormatConversion.HalfToSingle((ushort)value, fpscr));

    /// <summary>VSX Vector Round Double-Precision to Integer Nearest Away: XT ← XB rounded to integers.</summary>
    [Instruction("xvrdpi", "60 XT /:5 XB 201 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> RoundNearestAway(Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) =>
            DoublePrecision.RoundToIntegral(value, RoundingMode.NearestAway, tellsInexact: false, fpscr));

    /// <summary>VSX Vector Round Single-Precision to Integer Nearest Away: XT ← XB rounded to integers.</summary>
    [Instruction("xvrspi", "60 XT /:5 XB 137 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<uint>> RoundNearestAway(Vector128<uint> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) =>
            SinglePrecision.RoundToIntegral(value, RoundingMode.NearestAway, tellsInexact: false, fpscr));

    /// <summary>VSX Vector Round Double-Precision to Integer toward Zero: XT ← XB rounded to integers.</summary>
    [Instruction("xvrdpiz", "60 XT /:5 XB 217 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> RoundTowardZero(Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) =>
            DoublePrecision.RoundToIntegral(value, RoundingMode.TowardZero, tellsInexact: false, fpscr));

    /// <summary>VSX Vector Round Single-Precision to Integer toward Zero: XT ← XB rounded to integers.</summary>
    [Instruction("xvrspiz", "60 XT /:5 XB 153 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<uint>> RoundTowardZero(Vector128<uint> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) =>
            SinglePrecision.RoundToIntegral(value, RoundingMode.TowardZero, tellsInexact: false, fpscr));

    /// <summary>VSX Vector Round Double-Precision to Integer toward +Infinity: XT ← XB rounded to integers.</summary>
    [Instruction("xvrdpip", "60 XT /:5 XB 233 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> RoundTowardPositive(Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) =>
            DoublePrecision.RoundToIntegral(value, RoundingMode.TowardPositive, tellsInexact: false, fpscr));

    /// <summary>VSX Vector Round Single-Precision to Integer toward +Infinity: XT ← XB rounded to integers.</summary>
    [Instruction("xvrspip", "60 XT /:5 XB 169 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<uint>> RoundTowardPositive(Vector128<uint> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) =>
            SinglePrecision.RoundToIntegral(value, RoundingMode.TowardPositive, tellsInexact: false, fpscr));

    /// <summary>VSX Vector Round Double-Precision to Integer toward -Infinity: XT ← XB rounded to integers.</summary>
    [Instruction("xvrdpim", "60 XT /:5 XB 249 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> RoundTowardNegative(Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) =>
            DoublePrecision.RoundToIntegral(value, RoundingMode.TowardNegative, tellsInexact: false, fpscr));

    /// <summary>VSX Vector Round Single-Precision to Integer toward -Infinity: XT ← XB rounded to integers.</summary>
    [Instruction("xvrspim", "60 XT /:5 XB 185 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<uint>> RoundTowardNegative(Vector128<uint> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) =>
            SinglePrecision.RoundToIntegral(value, RoundingMode.TowardNegative, tellsInexact: false, fpscr));

    /// <summary>VSX Vector Round Double-Precision to Integer using Current rounding mode: XT ← XB rounded to integers.</summary>
    [Instruction("xvrdpic", "60 XT /:5 XB 235 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> RoundCurrently(Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) =>
            DoublePrecision.RoundToIntegral(value, fpscr.RoundingMode, tellsInexact: true, fpscr));

    /// <summary>VSX Vector Round Single-Precision to Integer using Current rounding mode: XT ← XB rounded to integers.</summary>
    [Instruction("xvrspic", "60 XT /:5 XB 171 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<uint>> RoundCurrently(Vector128<uint> xb, Fpscr fpscr) =>
        Elements.Convert(xb, fpscr, static (value, fpscr) =>
            SinglePrecision.RoundToIntegral(value, fpscr.RoundingMode, tellsInexact: true, fpscr));
}
