using Hv.Power.Declarations;
using Hv.Power.FloatingPoint;

namespace Hv.Power.Instructions.VectorScalar;

/// <summary>Conversion and rounding of quads (Power ISA, Book I, 7.6.1.6 to 7.6.1.8).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.VectorScalar)]
internal static partial class QuadConversion
{
    /// <summary>VSX Scalar Convert Quad-Precision to Double-Precision: VRT ← VRB as a double.</summary>
    [Instruction("xscvqpdp", "63 VRT 20:5 VRB 836 0:1", Isa.V3_0)]
    private static FloatingPointResult<ulong> ToDouble(UInt128 vrb, Fpscr fpscr) =>
        FormatConversion.QuadToDouble(vrb, false, fpscr);

    /// <summary>VSX Scalar Convert Quad-Precision to Double-Precision using round to Odd: VRT ← VRB as a double.</summary>
    [Instruction("xscvqpdpo", "63 VRT 20:5 VRB 836 1:1", Isa.V3_0)]
    private static FloatingPointResult<ulong> ToDoubleToOdd(UInt128 vrb, Fpscr fpscr) =>
        FormatConversion.QuadToDouble(vrb, true, fpscr);

    /// <summary>VSX Scalar Convert Double-Precision to Quad-Precision: VRT ← the first doubleword of VRB as a quad.</summary>
    [Instruction("xscvdpqp", "63 VRT 22:5 VRB 836 /", Isa.V3_0)]
    private static FloatingPointResult<UInt128> FromDouble(ulong vrb, Fpscr fpscr) => FormatConversion.DoubleToQuad(vrb, fpscr);

    /// <summary>
    /// VSX Scalar truncate Quad-Precision to Signed Doubleword: VRT ← VRB as an integer, in its first doubleword.
    /// </summary>
    [Instruction("xscvqpsdz", "63 VRT 25:5 VRB 836 /", Isa.V3_0)]
    private static FloatingPointResult<ulong> ToSignedDoubleword(UInt128 vrb, Fpscr fpscr) =>
        IntegerConversion.QuadToInt64(vrb, RoundingMode.TowardZero, fpscr);

    /// <summary>
    /// VSX Scalar truncate Quad-Precision to Unsigned Doubleword: VRT ← VRB as an integer, in its first doubleword.
    /// </summary>
    [Instruction("xscvqpudz", "63 VRT 17:5 VRB 836 /", Isa.V3_0)]
    private static FloatingPointResult<ulong> ToUnsignedDoubleword(UInt128 vrb, Fpscr fpscr) =>
        IntegerConversion.QuadToUInt64(vrb, RoundingMode.TowardZero, fpscr);

    /// <summary>VSX Scalar truncate Quad-Precision to Signed Word: VRT ← VRB as an integer, in its first doubleword.</summary>
    [Instruction("xscvqpswz", "63 VRT 9:5 VRB 836 /", Isa.V3_0)]
    private static FloatingPointResult<ulong> ToSignedWord(UInt128 vrb, Fpscr fpscr) =>
        Elements.SignExtend(IntegerConversion.QuadToInt32(vrb, RoundingMode.TowardZero, fpscr));

    /// <summary>VSX Scalar truncate Quad-Precision to Unsigned Word: VRT ← VRB as an integer, in its first doubleword.</summary>
    [Instruction("xscvqpuwz", "63 VRT 1:5 VRB 836 /", Isa.V3_0)]
    private static FloatingPointResult<ulong> ToUnsignedWord(UInt128 vrb, Fpscr fpscr) =>
        Elements.Widen(IntegerConversion.QuadToUInt32(vrb, RoundingMode.TowardZero, fpscr));

    /// <summary>VSX Scalar Convert Signed Doubleword to Quad-Precision: VRT ← the first doubleword of VRB, an integer.</summary>
    [Instruction("xscvsdqp", "63 VRT 10:5 VRB 836 /", Isa.V3_0)]
    private static FloatingPointResult<UInt128> FromSignedDoubleword(ulong vrb, Fpscr fpscr) =>
        IntegerConversion.Int128ToQuad((long)vrb, fpscr);

    /// <summary>
    /// VSX Scalar Convert Unsigned Doubleword to Quad-Precision: VRT ← the first doubleword of VRB, an integer.
    /// </summary>
    [Instruction("xscvudqp", "63 VRT 2:5 VRB 836 /", Isa.V3_0)]
    private static FloatingPointResult<UInt128> FromUnsignedDoubleword(ulong vrb, Fpscr fpscr) =>
        IntegerConversion.UInt128ToQuad(vrb, fpscr);

    /// <summary>VSX Scalar Round to Quad-Precision Integer: VRT ← VRB rounded.</summary>
    [Instruction("xsrqpi", "63 VRT /:4 R VRB RMC 5:8 0:1", Isa.V3_0, Syntax = "R,VRT,VRB,RMC")]
    private static FloatingPointResult<UInt128> RoundToInteger(UInt128 vrb, uint r, uint rmc, Fpscr fpscr) =>
        QuadPrecision.RoundToIntegral(vrb, QuadPrecision.ModeOf(r, rmc, fpscr), false, fpscr);

    /// <summary>VSX Scalar Round to Quad-Precision Integer with Inexact: VRT ← VRB rounded.</summary>
    [Instruction("xsrqpix", "63 VRT /:4 R VRB RMC 5:8 1:1", Isa.V3_0, Syntax = "R,VRT,VRB,RMC")]
    private static FloatingPointResult<UInt128> RoundToIntegerTellingInexact(UInt128 vrb, uint r, uint rmc, Fpscr fpscr) =>
        QuadPrecision.RoundToIntegral(vrb, QuadPrecision.ModeOf(r, rmc, fpscr), true, fpscr);

    /// <summary>VSX Scalar Round Quad-Precision to Double-Extended Precision: VRT ← VRB rounded.</summary>
    [Instruction("xsrqpxp", "63 VRT /:4 R VRB RMC 37:8 /", Isa.V3_0, Syntax = "R,VRT,VRB,RMC")]
    private static FloatingPointResult<UInt128> RoundToExtended(UInt128 vrb, uint r, uint rmc, Fpscr fpscr) =>
        QuadPrecision.RoundToExtended(vrb, QuadPrecision.ModeOf(r, rmc, fpscr), fpscr);
}
