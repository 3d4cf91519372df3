using Hv.Power.Declarations;
using Hv.Power.FloatingPoint;
using System.Runtime.Intrinsics;

namespace Hv.Power.Instructions.VectorScalar;

/// <summary>Comparisons, signs, classes and fields of vectors of floating point (Power ISA, Book I, 7.6.1.8, 7.6.1.9).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.VectorScalar)]
internal static unsafe partial class VectorFloatCompare
{
    private static Vector128<ulong> DoubleSigns => Vector128.Create(1UL << 63);

    private static Vector128<uint> SingleSigns => Vector128.Create(1U << 31);

    /// <summary>VSX Vector Compare Equal Double-Precision: XT ← ones where it holds of XA and XB, zeros else.</summary>
    [Instruction("xvcmpeqdp", "60 XT XA XB Rc 99 XA XB XT", Isa.V2_06)]
    private static (Vector128<ulong> xt, uint cr6, FpscrEffects fpscr) IsEqual(
        Vector128<ulong> xa, Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Test(xa, xb, FloatingPointRelation.Equal, isOrdered: false, fpscr);

    /// <summary>VSX Vector Compare Equal Single-Precision: XT ← ones where it holds of XA and XB, zeros else.</summary>
    [Instruction("xvcmpeqsp", "60 XT XA XB Rc 67 XA XB XT", Isa.V2_06)]
    private static (Vector128<uint> xt, uint cr6, FpscrEffects fpscr) IsEqual(
        Vector128<uint> xa, Vector128<uint> xb, Fpscr fpscr) =>
        Elements.Test(xa, xb, FloatingPointRelation.Equal, isOrdered: false, fpscr);

    /// <summary>VSX Vector Compare Greater Than Double-Precision: XT ← ones where it holds of XA and XB, zeros else.</summary>
    [Instruction("xvcmpgtdp", "60 XT XA XB Rc 107 XA XB XT", Isa.V2_06)]
    private static (Vector128<ulong> xt, uint cr6, FpscrEffects fpscr) IsGreaterThan(
        Vector128<ulong> xa, Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Test(xa, xb, FloatingPointRelation.Greater, isOrdered: true, fpscr);

    /// <summary>VSX Vector Compare Greater Than Single-Precision: XT ← ones where it holds of XA and XB, zeros else.</summary>
    [Instruction("xvcmpgtsp", "60 XT XA XB Rc 75 XA XB XT", Isa.V2_06)]
    private static (Vector128<uint> xt, uint cr6, FpscrEffects fpscr) IsGreaterThan(
        Vector128<uint> xa, Vector128<uint> xb, Fpscr fpscr) =>
        Elements.Test(xa, xb, FloatingPointRelation.Greater, isOrdered: true, fpscr);

    /// <summary>
    /// VSX Vector Compare Greater Than or Equal Double-Precision: XT ← ones where it holds of XA and XB, zeros else.
    /// </summary>
    [Instruction("xvcmpgedp", "60 XT XA XB Rc 115 XA XB XT", Isa.V2_06)]
    private static (Vector128<ulong> xt, uint cr6, FpscrEffects fpscr) IsGreaterThanOrEqual(
        Vector128<ulong> xa, Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Test(xa, xb, FloatingPointRelation.Greater | FloatingPointRelation.Equal, isOrdered: true, fpscr);

    /// <summary>
    /// VSX Vector Compare Greater Than or Equal Single-Precision: XT ← ones where it holds of XA and XB, zeros else.
    /// </summary>
    [Instruction("xvcmpgesp", "60 XT XA XB Rc 83 XA XB XT", Isa.V2_06)]
    private static (Vector128<uint> xt, uint cr6, FpscrEffects fpscr) IsGreaterThanOrEqual(
        Vector128<uint> xa, Vector128<uint> xb, Fpscr fpscr) =>
        Elements.Test(xa, xb, FloatingPointRelation.Greater | FloatingPointRelation.Equal, isOrdered: true, fpscr);

    /// <summary>VSX Vector Absolute Value Double-Precision: XT ← XB with other signs.</summary>
    [Instruction("xvabsdp", "60 XT /:5 XB 473 XB XT", Isa.V2_06)]
    private static Vector128<ulong> Absolute(Vector128<ulong> xb) => xb & ~DoubleSigns;

    /// <summary>VSX Vector Negative Absolute Value Double-Precision: XT ← XB with other signs.</summary>
    [Instruction("xvnabsdp", "60 XT /:5 XB 489 XB XT", Isa.V2_06)]
    private static Vector128<ulong> NegativeAbsolute(Vector128<ulong> xb) => xb | DoubleSigns;

    /// <summary>VSX Vector Negate Double-Precision: XT ← XB with other signs.</summary>
    [Instruction("xvnegdp", "60 XT /:5 XB 505 XB XT", Isa.V2_06)]
    private static Vector128<ulong> Negate(Vector128<ulong> xb) => xb ^ DoubleSigns;

    /// <summary>VSX Vector Copy Sign Double-Precision: XT ← XB with the signs of XA.</summary>
    [Instruction("xvcpsgndp", "60 XT XA XB 240 XA XB XT", Isa.V2_06)]
    [ExtendedMnemonic("xvmovdp XT,XA", "xvcpsgndp XT,XA,XA")]
    private static Vector128<ulong> CopySign(Vector128<ulong> xa, Vector128<ulong> xb) =>
        Vector128.ConditionalSelect(DoubleSigns, xa, xb);

    /// <summary>VSX Vector Absolute Value Single-Precision: XT ← XB with other signs.</summary>
    [Instruction("xvabssp", "60 XT /:5 XB 409 XB XT", Isa.V2_06)]
    private static Vector128<uint> Absolute(Vector128<uint> xb) => xb & ~SingleSigns;

    /// <summary>VSX Vector Negative Absolute Value Single-Precision: XT ← XB with other signs.</summary>
    [Instruction("xvnabssp", "60 XT /:5 XB 425 XB XT", Isa.V2_06)]
    private static Vector128<uint> NegativeAbsolute(Vector128<uint> xb) => xb | SingleSigns;

    /// <summary>VSX Vector Negate Single-Precision: XT ← XB with other signs.</summary>
    [Instruction("xvnegsp", "60 XT /:5 XB 441 XB XT", Isa.V2_06)]
    private static Vector128<uint> Negate(Vector128<uint> xb) => xb ^ SingleSigns;

    /// <summary>VSX Vector Copy Sign Single-Precision: XT ← XB with the signs of XA.</summary>
    [Instruction("xvcpsgnsp", "60 XT XA XB 208 XA XB XT", Isa.V2_06)]
    [ExtendedMnemonic("xvmovsp XT,XA", "xvcpsgnsp XT,XA,XA")]
    private static Vector128<uint> CopySign(Vector128<uint> xa, Vector128<uint> xb) =>
        Vector128.ConditionalSelect(SingleSigns, xa, xb);

    /// <summary>VSX Vector Test Data Class Double-Precision: XT ← ones where XB is in a class of DCMX, zeros else.</summary>
    [Instruction("xvtstdcdp", "60 XT DCMX XB 15:4 DCMX 5:3 DCMX XB XT", Isa.V3_0, Syntax = "XT,XB,DCMX")]
    private static Vector128<ulong> TestClass(Vector128<ulong> xb, uint dcmx) =>
        Elements.Map(xb, dcmx, static (value, classes) => DoublePrecision.IsInClass(value, classes) ? ulong.MaxValue : 0);

    /// <summary>VSX Vector Extract Exponent Double-Precision: XT ← the exponents of XB.</summary>
    [Instruction("xvxexpdp", "60 XT 0:5 XB 475 XB XT", Isa.V3_0)]
    private static Vector128<ulong> ExtractExponent(Vector128<ulong> xb) =>
        Elements.Map(xb, 0, static (value, _) => DoublePrecision.ExtractExponent(value));

    /// <summary>VSX Vector Extract Significand Double-Precision: XT ← the significands of XB.</summary>
    [Instruction("xvxsigdp", "60 XT 1:5 XB 475 XB XT", Isa.V3_0)]
    private static Vector128<ulong> ExtractSignificand(Vector128<ulong> xb) =>
        Elements.Map(xb, 0, static (value, _) => DoublePrecision.ExtractSignificand(value));

    /// <summary>VSX Vector Insert Exponent Double-Precision: XT ← XA with the exponents in XB.</summary>
    [Instruction("xviexpdp", "60 XT XA XB 248 XA XB XT", Isa.V3_0)]
    private static Vector128<ulong> InsertExponent(Vector128<ulong> xa, Vector128<ulong> xb) =>
        Elements.Map(xa, xb, &DoublePrecision.InsertExponent);

    /// <summary>VSX Vector Test Data Class Single-Precision: XT ← ones where XB is in a class of DCMX, zeros else.</summary>
    [Instruction("xvtstdcsp", "60 XT DCMX XB 13:4 DCMX 5:3 DCMX XB XT", Isa.V3_0, Syntax = "XT,XB,DCMX")]
    private static Vector128<uint> TestClass(Vector128<uint> xb, uint dcmx) =>
        Elements.Map(xb, dcmx, static (value, classes) => SinglePrecision.IsInClass(value, classes) ? uint.MaxValue : 0);

    /// <summary>VSX Vector Extract Exponent Single-Precision: XT ← the exponents of XB.</summary>
    [Instruction("xvxexpsp", "60 XT 8:5 XB 475 XB XT", Isa.V3_0)]
    private static Vector128<uint> ExtractExponent(Vector128<uint> xb) =>
        Elements.Map(xb, 0, static (value, _) => SinglePrecision.ExtractExponent(value));

    /// <summary>VSX Vector Extract Significand Single-Precision: XT ← the significands of XB.</summary>
    [Instruction("xvxsigsp", "60 XT 9:5 XB 475 XB XT", Isa.V3_0)]
    private static Vector128<uint> ExtractSignificand(Vector128<uint> xb) =>
        Elements.Map(xb, 0, static (value, _) => SinglePrecision.ExtractSignificand(value));

    /// <summary>VSX Vector Insert Exponent Single-Precision: XT ← XA with the exponents in XB.</summary>
    [Instruction("xviexpsp", "60 XT XA XB 216 XA XB XT", Isa.V3_0)]
    private static Vector128<uint> InsertExponent(Vector128<uint> xa, Vector128<uint> xb) =>
        Elements.Map(xa, xb, &SinglePrecision.InsertExponent);
}
