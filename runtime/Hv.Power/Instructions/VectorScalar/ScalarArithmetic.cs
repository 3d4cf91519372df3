using Hv.Power.Declarations;
using Hv.Power.FloatingPoint;

namespace Hv.Power.Instructions.VectorScalar;

/// <summary>Arithmetic on scalars in vector-scalar registers (Power ISA, Book I, 7.6.1.3).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.VectorScalar)]
internal static partial class ScalarArithmetic
{
    /// <summary>VSX Scalar Add Double-Precision: XT ← XA + XB.</summary>
    [Instruction("xsadddp", "60 XT XA XB 32 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> Add(ulong xa, ulong xb, Fpscr fpscr) => DoublePrecision.Add(xa, xb, fpscr);

    /// <summary>VSX Scalar Add Single-Precision: XT ← XA + XB.</summary>
    [Instruction("xsaddsp", "60 XT XA XB 0:8 XA XB XT", Isa.V2_07)]
    private static FloatingPointResult<ulong> AddSingle(ulong xa, ulong xb, Fpscr fpscr) => RoundedToSingle.Add(xa, xb, fpscr);

    /// <summary>VSX Scalar Subtract Double-Precision: XT ← XA - XB.</summary>
    [Instruction("xssubdp", "60 XT XA XB 40 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> Subtract(ulong xa, ulong xb, Fpscr fpscr) =>
        DoublePrecision.Subtract(xa, xb, fpscr);

    /// <summary>VSX Scalar Subtract Single-Precision: XT ← XA - XB.</summary>
    [Instruction("xssubsp", "60 XT XA XB 8:8 XA XB XT", Isa.V2_07)]
    private static FloatingPointResult<ulong> SubtractSingle(ulong xa, ulong xb, Fpscr fpscr) =>
        RoundedToSingle.Subtract(xa, xb, fpscr);

    /// <summary>VSX Scalar Multiply Double-Precision: XT ← XA × XB.</summary>
    [Instruction("xsmuldp", "60 XT XA XB 48 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> Multiply(ulong xa, ulong xb, Fpscr fpscr) =>
        DoublePrecision.Multiply(xa, xb, fpscr);

    /// <summary>VSX Scalar Multiply Single-Precision: XT ← XA × XB.</summary>
    [Instruction("xsmulsp", "60 XT XA XB 16:8 XA XB XT", Isa.V2_07)]
    private static FloatingPointResult<ulong> MultiplySingle(ulong xa, ulong xb, Fpscr fpscr) =>
        RoundedToSingle.Multiply(xa, xb, fpscr);

    /// <summary>VSX Scalar Divide Double-Precision: XT ← XA ÷ XB.</summary>
    [Instruction("xsdivdp", "60 XT XA XB 56 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> Divide(ulong xa, ulong xb, Fpscr fpscr) => DoublePrecision.Divide(xa, xb, fpscr);

    /// <summary>VSX Scalar Divide Single-Precision: XT ← XA ÷ XB.</summary>
    [Instruction("xsdivsp", "60 XT XA XB 24:8 XA XB XT", Isa.V2_07)]
    private static FloatingPointResult<ulong> DivideSingle(ulong xa, ulong xb, Fpscr fpscr) =>
        RoundedToSingle.Divide(xa, xb, fpscr);

    /// <summary>VSX Scalar Square Root Double-Precision: XT ← the square root of XB.</summary>
    [Instruction("xssqrtdp", "60 XT /:5 XB 75 XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> SquareRoot(ulong xb, Fpscr fpscr) => DoublePrecision.SquareRoot(xb, fpscr);

    /// <summary>VSX Scalar Square Root Single-Precision: XT ← the square root of XB.</summary>
    [Instruction("xssqrtsp", "60 XT /:5 XB 11 XB XT", Isa.V2_07)]
    private static FloatingPointResult<ulong> SquareRootSingle(ulong xb, Fpscr fpscr) => RoundedToSingle.SquareRoot(xb, fpscr);

    /// <summary>VSX Scalar Reciprocal Estimate Double-Precision: XT ← about 1 ÷ XB.</summary>
    [Instruction("xsredp", "60 XT /:5 XB 90 XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> Reciprocal(ulong xb, Fpscr fpscr) => DoublePrecision.ReciprocalEstimate(xb, fpscr);

    /// <summary>VSX Scalar Reciprocal Estimate Single-Precision: XT ← about 1 ÷ XB.</summary>
    [Instruction("xsresp", "60 XT /:5 XB 26 XB XT", Isa.V2_07)]
    private static FloatingPointResult<ulong> ReciprocalSingle(ulong xb, Fpscr fpscr) =>
        RoundedToSingle.ReciprocalEstimate(xb, fpscr);

    /// <summary>VSX Scalar Reciprocal Square Root Estimate Double-Precision: XT ← about 1 ÷ the square root of XB.</summary>
    [Instruction("xsrsqrtedp", "60 XT /:5 XB 74 XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> ReciprocalSquareRoot(ulong xb, Fpscr fpscr) =>
        DoublePrecision.ReciprocalSquareRootEstimate(xb, fpscr);

    /// <summary>VSX Scalar Reciprocal Square Root Estimate Single-Precision: XT ← about 1 ÷ the square root of XB.</summary>
    [Instruction("xsrsqrtesp", "60 XT /:5 XB 10 XB XT", Isa.V2_07)]
    private static FloatingPointResult<ulong> ReciprocalSquareRootSingle(ulong xb, Fpscr fpscr) =>
        RoundedToSingle.ReciprocalSquareRootEstimate(xb, fpscr);

    /// <summary>VSX Scalar Test for software Divide: BF ← whether software must take care of XA ÷ XB.</summary>
    [Instruction("xstdivdp", "60 BF // XA XB 61 XA XB /", Isa.V2_06)]
    private static uint TestDivide(ulong xa, ulong xb) => DoublePrecision.TestDivide(xa, xb);

    /// <summary>VSX Scalar Test for software Square Root: BF ← whether software must take care of the root of XB.</summary>
    [Instruction("xstsqrtdp", "60 BF /:7 XB 106 XB /", Isa.V2_06)]
    private static uint TestSquareRoot(ulong xb) => DoublePrecision.TestSquareRoot(xb);
}
