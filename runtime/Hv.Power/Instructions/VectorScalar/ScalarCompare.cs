using Hv.Power.Declarations;
using Hv.Power.FloatingPoint;

namespace Hv.Power.Instructions.VectorScalar;

/// <summary>Comparisons, extremes, signs, classes and fields of scalars (Power ISA, Book I, 7.6.1.8, 7.6.1.9).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.VectorScalar)]
internal static partial class ScalarCompare
{
    private const ulong Sign = 1UL << 63;

    /// <summary>VSX Scalar Compare Unordered Double-Precision: BF ← XA compared with XB.</summary>
    [Instruction("xscmpudp", "60 BF // XA XB 35 XA XB /", Isa.V2_06)]
    private static ComparisonResult CompareUnordered(ulong xa, ulong xb, Fpscr fpscr) =>
        DoublePrecision.Compare(xa, xb, isOrdered: false, fpscr);

    /// <summary>VSX Scalar Compare Ordered Double-Precision: BF ← XA compared with XB.</summary>
    [Instruction("xscmpodp", "60 BF // XA XB 43 XA XB /", Isa.V2_06)]
    private static ComparisonResult CompareOrdered(ulong xa, ulong xb, Fpscr fpscr) =>
        DoublePrecision.Compare(xa, xb, isOrdered: true, fpscr);

    /// <summary>VSX Scalar Compare Exponents Double-Precision: BF ← the exponent of XA compared with that of XB.</summary>
    [Instruction("xscmpexpdp", "60 BF // XA XB 59 XA XB /", Isa.V3_0)]
    private static ComparisonResult CompareExponents(ulong xa, ulong xb) => DoublePrecision.CompareExponents(xa, xb);

    /// <summary>VSX Scalar Compare Equal Double-Precision: XT ← ones when it holds of XA and XB, zeros else.</summary>
    [Instruction("xscmpeqdp", "60 XT XA XB 3:8 XA XB XT", Isa.V3_0)]
    private static FloatingPointResult<ulong> IsEqual(ulong xa, ulong xb, Fpscr fpscr) =>
        Mask(DoublePrecision.Test(xa, xb, FloatingPointRelation.Equal, isOrdered: false, fpscr));

    /// <summary>VSX Scalar Compare Greater Than Double-Precision: XT ← ones when it holds of XA and XB, zeros else.</summary>
    [Instruction("xscmpgtdp", "60 XT XA XB 11:8 XA XB XT", Isa.V3_0)]
    private static FloatingPointResult<ulong> IsGreaterThan(ulong xa, ulong xb, Fpscr fpscr) =>
        Mask(DoublePrecision.Test(xa, xb, FloatingPointRelation.Greater, isOrdered: true, fpscr));

    /// <summary>
    /// VSX Scalar Compare Greater Than or Equal Double-Precision: XT ← ones when it holds of XA and XB, zeros else.
    /// </summary>
    [Instruction("xscmpgedp", "60 XT XA XB 19:8 XA XB XT", Isa.V3_0)]
    private static FloatingPointResult<ulong> IsGreaterThanOrEqual(ulong xa, ulong xb, Fpscr fpscr) =>
        Mask(DoublePrecision.Test(xa, xb, FloatingPointRelation.Greater | FloatingPointRelation.Equal, isOrdered: true, fpscr));

    /// <summary>VSX Scalar Maximum Double-Precision: XT ← the greater one of XA and XB.</summary>
    [Instruction("xsmaxdp", "60 XT XA XB 160 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> Maximum(ulong xa, ulong xb, Fpscr fpscr) => DoublePrecision.Maximum(xa, xb, fpscr);

    /// <summary>VSX Scalar Minimum Double-Precision: XT ← the less one of XA and XB.</summary>
    [Instruction("xsmindp", "60 XT XA XB 168 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> Minimum(ulong xa, ulong xb, Fpscr fpscr) => DoublePrecision.Minimum(xa, xb, fpscr);

    /// <summary>VSX Scalar Maximum Type-C Double-Precision: XT ← the greater one of XA and XB.</summary>
    [Instruction("xsmaxcdp", "60 XT XA XB 128 XA XB XT", Isa.V3_0)]
    private static FloatingPointResult<ulong> MaximumOfC(ulong xa, ulong xb, Fpscr fpscr) =>
        DoublePrecision.MaximumOfC(xa, xb, fpscr);

    /// <summary>VSX Scalar Minimum Type-C Double-Precision: XT ← the less one of XA and XB.</summary>
    [Instruction("xsmincdp", "60 XT XA XB 136 XA XB XT", Isa.V3_0)]
    private static FloatingPointResult<ulong> MinimumOfC(ulong xa, ulong xb, Fpscr fpscr) =>
        DoublePrecision.MinimumOfC(xa, xb, fpscr);

    /// <summary>VSX Scalar Maximum Type-J Double-Precision: XT ← the greater one of XA and XB.</summary>
    [Instruction("xsmaxjdp", "60 XT XA XB 144 XA XB XT", Isa.V3_0)]
    private static FloatingPointResult<ulong> MaximumOfJava(ulong xa, ulong xb, Fpscr fpscr) =>
        DoublePrecision.MaximumOfJava(xa, xb, fpscr);

    /// <summary>VSX Scalar Minimum Type-J Double-Precision: XT ← the less one of XA and XB.</summary>
    [Instruction("xsminjdp", "60 XT XA XB 152 XA XB XT", Isa.V3_0)]
    private static FloatingPointResult<ulong> MinimumOfJava(ulong xa, ulong xb, Fpscr fpscr) =>
        DoublePrecision.MinimumOfJava(xa, xb, fpscr);

    /// <summary>VSX Scalar Absolute Value Double-Precision: XT ← XB with another sign.</summary>
    [Instruction("xsabsdp", "60 XT /:5 XB 345 XB XT", Isa.V2_06)]
    private static ulong Absolute(ulong xb) => xb & ~Sign;

    /// <summary>VSX Scalar Negative Absolute Value Double-Precision: XT ← XB with another sign.</summary>
    [Instruction("xsnabsdp", "60 XT /:5 XB 361 XB XT", Isa.V2_06)]
    private static ulong NegativeAbsolute(ulong xb) => xb | Sign;

    /// <summary>VSX Scalar Negate Double-Precision: XT ← XB with another sign.</summary>
    [Instruction("xsnegdp", "60 XT /:5 XB 377 XB XT", Isa.V2_06)]
    private static ulong Negate(ulong xb) => xb ^ Sign;

    /// <summary>VSX Scalar Copy Sign Double-Precision: XT ← XB with the sign of XA.</summary>
    [Instruction("xscpsgndp", "60 XT XA XB 176 XA XB XT", Isa.V2_06)]
    private static ulong CopySign(ulong xa, ulong xb) => (xa & Sign) | (xb & ~Sign);

    /// <summary>VSX Scalar Test Data Class Double-Precision: BF ← the sign of XB, and whether it is in a class of DCMX.</summary>
    [Instruction("xststdcdp", "60 BF DCMX XB 362 XB /", Isa.V3_0, Syntax = "BF,XB,DCMX")]
    private static ComparisonResult TestClassDouble(ulong xb, uint dcmx) => DoublePrecision.TestClass(xb, dcmx);

    /// <summary>VSX Scalar Test Data Class Single-Precision: BF ← the sign of XB, and whether it is in a class of DCMX.</summary>
    [Instruction("xststdcsp", "60 BF DCMX XB 298 XB /", Isa.V3_0, Syntax = "BF,XB,DCMX")]
    private static ComparisonResult TestClassSingle(ulong xb, uint dcmx) => RoundedToSingle.TestClass(xb, dcmx);

    /// <summary>VSX Scalar Extract Exponent Double-Precision: RT ← the exponent of XB.</summary>
    [Instruction("xsxexpdp", "60 RT 0:5 XB 347 XB /", Isa.V3_0)]
    private static ulong ExtractExponent(ulong xb) => DoublePrecision.ExtractExponent(xb);

    /// <summary>VSX Scalar Extract Significand Double-Precision: RT ← the significand of XB.</summary>
    [Instruction("xsxsigdp", "60 RT 1:5 XB 347 XB /", Isa.V3_0)]
    private static ulong ExtractSignificand(ulong xb) => DoublePrecision.ExtractSignificand(xb);

    /// <summary>VSX Scalar Insert Exponent Double-Precision: XT ← RA with the exponent in RB.</summary>
    [Instruction("xsiexpdp", "60 XT RA RB 918 XT", Isa.V3_0)]
    private static ulong InsertExponent(ulong ra, ulong rb) => DoublePrecision.InsertExponent(ra, rb);

    private static FloatingPointResult<ulong> Mask(FloatingPointResult<bool> result) =>
        new(result.Value ? ulong.MaxValue : 0, result.Effects);
}
