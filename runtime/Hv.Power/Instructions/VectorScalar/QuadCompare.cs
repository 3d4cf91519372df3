using Hv.Power.Declarations;
using Hv.Power.FloatingPoint;

namespace Hv.Power.Instructions.VectorScalar;

/// <summary>Comparisons, signs, classes and fields of quads (Power ISA, Book I, 7.6.1.8, 7.6.1.9).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.VectorScalar)]
internal static partial class QuadCompare
{
    private static UInt128 Sign => new(1UL << 63, 0);

    /// <summary>VSX Scalar Compare Unordered Quad-Precision: BF ← VRA compared with VRB.</summary>
    [Instruction("xscmpuqp", "63 BF // VRA VRB 644 /", Isa.V3_0)]
    private static ComparisonResult CompareUnordered(UInt128 vra, UInt128 vrb, Fpscr fpscr) =>
        QuadPrecision.Compare(vra, vrb, isOrdered: false, fpscr);

    /// <summary>VSX Scalar Compare Ordered Quad-Precision: BF ← VRA compared with VRB.</summary>
    [Instruction("xscmpoqp", "63 BF // VRA VRB 132 /", Isa.V3_0)]
    private static ComparisonResult CompareOrdered(UInt128 vra, UInt128 vrb, Fpscr fpscr) =>
        QuadPrecision.Compare(vra, vrb, isOrdered: true, fpscr);

    /// <summary>VSX Scalar Compare Exponents Quad-Precision: BF ← the exponent of VRA compared with that of VRB.</summary>
    [Instruction("xscmpexpqp", "63 BF // VRA VRB 164 /", Isa.V3_0)]
    private static ComparisonResult CompareExponents(UInt128 vra, UInt128 vrb) => QuadPrecision.CompareExponents(vra, vrb);

    /// <summary>VSX Scalar Test Data Class Quad-Precision: BF ← the sign of VRB, and whether it is in a class of DCMX.</summary>
    [Instruction("xststdcqp", "63 BF DCMX VRB 708 /", Isa.V3_0, Syntax = "BF,VRB,DCMX")]
    private static ComparisonResult TestClass(UInt128 vrb, uint dcmx) => QuadPrecision.TestClass(vrb, dcmx);

    /// <summary>VSX Scalar Absolute Value Quad-Precision: VRT ← VRB with another sign.</summary>
    [Instruction("xsabsqp", "63 VRT 0:5 VRB 804 /", Isa.V3_0)]
    private static UInt128 Absolute(UInt128 vrb) => vrb & ~Sign;

    /// <summary>VSX Scalar Negative Absolute Value Quad-Precision: VRT ← VRB with another sign.</summary>
    [Instruction("xsnabsqp", "63 VRT 8:5 VRB 804 /", Isa.V3_0)]
    private static UInt128 NegativeAbsolute(UInt128 vrb) => vrb | Sign;

    /// <summary>VSX Scalar Negate Quad-Precision: VRT ← VRB with another sign.</summary>
    [Instruction("xsnegqp", "63 VRT 16:5 VRB 804 /", Isa.V3_0)]
    private static UInt128 Negate(UInt128 vrb) => vrb ^ Sign;

    /// <summary>VSX Scalar Copy Sign Quad-Precision: VRT ← VRB with the sign of VRA.</summary>
    [Instruction("xscpsgnqp", "63 VRT VRA VRB 100 /", Isa.V3_0)]
    private static UInt128 CopySign(UInt128 vra, UInt128 vrb) => (vra & Sign) | (vrb & ~Sign);

    /// <summary>VSX Scalar Extract Exponent Quad-Precision: VRT ← the exponent of VRB, in its first doubleword.</summary>
    [Instruction("xsxexpqp", "63 VRT 2:5 VRB 804 /", Isa.V3_0)]
    private static ulong ExtractExponent(UInt128 vrb) => QuadPrecision.ExtractExponent(vrb);

    /// <summary>VSX Scalar Extract Significand Quad-Precision: VRT ← the significand of VRB.</summary>
    [Instruction("xsxsigqp", "63 VRT 18:5 VRB 804 /", Isa.V3_0)]
    private static UInt128 ExtractSignificand(UInt128 vrb) => QuadPrecision.ExtractSignificand(vrb);

    /// <summary>VSX Scalar Insert Exponent Quad-Precision: VRT ← VRA with the exponent in the first doubleword of VRB.</summary>
    [Instruction("xsiexpqp", "63 VRT VRA VRB 868 /", Isa.V3_0)]
    private static UInt128 InsertExponent(UInt128 vra, ulong vrb) => QuadPrecision.InsertExponent(vra, vrb);
}
