using Hv.Power.Declarations;
using Hv.Power.FloatingPoint;
using System.Runtime.Intrinsics;

namespace Hv.Power.Instructions.VectorScalar;

/// <summary>Arithmetic on vectors of floating point (Power ISA, Book I, 7.6.1.3).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.VectorScalar)]
internal static unsafe partial class VectorFloatArithmetic
{
    /// <summary>VSX Vector Add Double-Precision: XT ← XA + XB.</summary>
    [Instruction("xvadddp", "60 XT XA XB 96 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> Add(Vector128<ulong> xa, Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Map(xa, xb, fpscr, &DoublePrecision.Add);

    /// <summary>VSX Vector Add Single-Precision: XT ← XA + XB.</summary>
    [Instruction("xvaddsp", "60 XT XA XB 64 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<uint>> Add(Vector128<uint> xa, Vector128<uint> xb, Fpscr fpscr) =>
        Elements.Map(xa, xb, fpscr, &SinglePrecision.Add);

    /// <summary>VSX Vector Subtract Double-Precision: XT ← XA - XB.</summary>
    [Instruction("xvsubdp", "60 XT XA XB 104 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> Subtract(Vector128<ulong> xa, Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Map(xa, xb, fpscr, &DoublePrecision.Subtract);

    /// <summary>VSX Vector Subtract Single-Precision: XT ← XA - XB.</summary>
    [Instruction("xvsubsp", "60 XT XA XB 72 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<uint>> Subtract(Vector128<uint> xa, Vector128<uint> xb, Fpscr fpscr) =>
        Elements.Map(xa, xb, fpscr, &SinglePrecision.Subtract);

    /// <summary>VSX Vector Multiply Double-Precision: XT ← XA × XB.</summary>
    [Instruction("xvmuldp", "60 XT XA XB 112 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> Multiply(Vector128<ulong> xa, Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Map(xa, xb, fpscr, &DoublePrecision.Multiply);

    /// <summary>VSX Vector Multiply Single-Precision: XT ← XA × XB.</summary>
    [Instruction("xvmulsp", "60 XT XA XB 80 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<uint>> Multiply(Vector128<uint> xa, Vector128<uint> xb, Fpscr fpscr) =>
        Elements.Map(xa, xb, fpscr, &SinglePrecision.Multiply);

    /// <summary>VSX Vector Divide Double-Precision: XT ← XA ÷ XB.</summary>
    [Instruction("xvdivdp", "60 XT XA XB 120 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> Divide(Vector128<ulong> xa, Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Map(xa, xb, fpscr, &DoublePrecision.Divide);

    /// <summary>VSX Vector Divide Single-Precision: XT ← XA ÷ XB.</summary>
    [Instruction("xvdivsp", "60 XT XA XB 88 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<uint>> Divide(Vector128<uint> xa, Vector128<uint> xb, Fpscr fpscr) =>
        Elements.Map(xa, xb, fpscr, &SinglePrecision.Divide);

    /// <summary>VSX Vector Square Root Double-Precision: XT ← the square roots of XB.</summary>
    [Instruction("xvsqrtdp", "60 XT /:5 XB 203 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> SquareRoot(Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Map(xb, fpscr, &DoublePrecision.SquareRoot);

    /// <summary>VSX Vector Square Root Single-Precision: XT ← the square roots of XB.</summary>
    [Instruction("xvsqrtsp", "60 XT /:5 XB 139 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<uint>> SquareRoot(Vector128<uint> xb, Fpscr fpscr) =>
        Elements.Map(xb, fpscr, &SinglePrecision.SquareRoot);

    /// <summary>VSX Vector Reciprocal Estimate Double-Precision: XT ← about 1 ÷ XB.</summary>
    [Instruction("xvredp", "60 XT /:5 XB 218 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> Reciprocal(Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Map(xb, fpscr, &DoublePrecision.ReciprocalEstimate);

    /// <summary>VSX Vector Reciprocal Estimate Single-Precision: XT ← about 1 ÷ XB.</summary>
    [Instruction("xvresp", "60 XT /:5 XB 154 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<uint>> Reciprocal(Vector128<uint> xb, Fpscr fpscr) =>
        Elements.Map(xb, fpscr, &SinglePrecision.ReciprocalEstimate);

    /// <summary>VSX Vector Reciprocal Square Root Estimate Double-Precision: XT ← about 1 ÷ the square roots of XB.</summary>
    [Instruction("xvrsqrtedp", "60 XT /:5 XB 202 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> ReciprocalSquareRoot(Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Map(xb, fpscr, &DoublePrecision.ReciprocalSquareRootEstimate);

    /// <summary>VSX Vector Reciprocal Square Root Estimate Single-Precision: XT ← about 1 ÷ the square roots of XB.</summary>
    [Instruction("xvrsqrtesp", "60 XT /:5 XB 138 XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<uint>> ReciprocalSquareRoot(Vector128<uint> xb, Fpscr fpscr) =>
        Elements.Map(xb, fpscr, &SinglePrecision.ReciprocalSquareRootEstimate);

    /// <summary>VSX Vector Maximum Double-Precision: XT ← the greater ones of XA and XB.</summary>
    [Instruction("xvmaxdp", "60 XT XA XB 224 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> Maximum(Vector128<ulong> xa, Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Map(xa, xb, fpscr, &DoublePrecision.Maximum);

    /// <summary>VSX Vector Maximum Single-Precision: XT ← the greater ones of XA and XB.</summary>
    [Instruction("xvmaxsp", "60 XT XA XB 192 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<uint>> Maximum(Vector128<uint> xa, Vector128<uint> xb, Fpscr fpscr) =>
        Elements.Map(xa, xb, fpscr, &SinglePrecision.Maximum);

    /// <summary>VSX Vector Minimum Double-Precision: XT ← the less ones of XA and XB.</summary>
    [Instruction("xvmindp", "60 XT XA XB 232 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> Minimum(Vector128<ulong> xa, Vector128<ulong> xb, Fpscr fpscr) =>
        Elements.Map(xa, xb, fpscr, &DoublePrecision.Minimum);

    /// <summary>VSX Vector Minimum Single-Precision: XT ← the less ones of XA and XB.</summary>
    [Instruction("xvminsp", "60 XT XA XB 200 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<uint>> Minimum(Vector128<uint> xa, Vector128<uint> xb, Fpscr fpscr) =>
        Elements.Map(xa, xb, fpscr, &SinglePrecision.Minimum);

    /// <summary>VSX Vector Test for software Divide Double-Precision: BF ← whether software must take care of XA ÷ XB.</summary>
    [Instruction("xvtdivdp", "60 BF // XA XB 125 XA XB /", Isa.V2_06)]
    private static uint TestDivide(Vector128<ulong> xa, Vector128<ulong> xb) => Elements.Any(xa, xb, &DoublePrecision.TestDivide);

    /// <summary>
    /// VSX Vector Test for software Square Root Double-Precision: BF ← whether software must take care of the roots of XB.
    /// </summary>
    [Instruction("xvtsqrtdp", "60 BF /:7 XB 234 XB /", Isa.V2_06)]
    private static uint TestSquareRoot(Vector128<ulong> xb) => Elements.Any(xb, &DoublePrecision.TestSquareRoot);

    /// <summary>VSX Vector Test for software Divide Single-Precision: BF ← whether software must take care of XA ÷ XB.</summary>
    [Instruction("xvtdivsp", "60 BF // XA XB 93 XA XB /", Isa.V2_06)]
    private static uint TestDivide(Vector128<uint> xa, Vector128<uint> xb) => Elements.Any(xa, xb, &SinglePrecision.TestDivide);

    /// <summary>
    /// VSX Vector Test for software Square Root Single-Precision: BF ← whether software must take care of the roots of XB.
    /// </summary>
    [Instruction("xvtsqrtsp", "60 BF /:7 XB 170 XB /", Isa.V2_06)]
    private static uint TestSquareRoot(Vector128<uint> xb) => Elements.Any(xb, &SinglePrecision.TestSquareRoot);
}
