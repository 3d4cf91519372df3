using Hv.Power.Declarations;
using Hv.Power.FloatingPoint;

namespace Hv.Power.Instructions.FloatingPoint;

/// <summary>Arithmetic on floating-point registers (Power ISA, Book I, 4.6.6.1).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.FloatingPoint)]
internal static partial class FloatingPointArithmetic
{
    /// <summary>Floating Add: FRT ← FRA + FRB.</summary>
    [Instruction("fadd", "63 FRT FRA FRB /:5 21 Rc")]
    private static FloatingPointResult<ulong> Add(ulong fra, ulong frb, Fpscr fpscr) => DoublePrecision.Add(fra, frb, fpscr);

    /// <summary>Floating Add Single: FRT ← FRA + FRB.</summary>
    [Instruction("fadds", "59 FRT FRA FRB /:5 21 Rc")]
    private static FloatingPointResult<ulong> AddSingle(ulong fra, ulong frb, Fpscr fpscr) =>
        RoundedToSingle.Add(fra, frb, fpscr);

    /// <summary>Floating Subtract: FRT ← FRA - FRB.</summary>
    [Instruction("fsub", "63 FRT FRA FRB /:5 20 Rc")]
    private static FloatingPointResult<ulong> Subtract(ulong fra, ulong frb, Fpscr fpscr) =>
        DoublePrecision.Subtract(fra, frb, fpscr);

    /// <summary>Floating Subtract Single: FRT ← FRA - FRB.</summary>
    [Instruction("fsubs", "59 FRT FRA FRB /:5 20 Rc")]
    private static FloatingPointResult<ulong> SubtractSingle(ulong fra, ulong frb, Fpscr fpscr) =>
        RoundedToSingle.Subtract(fra, frb, fpscr);

    /// <summary>Floating Multiply: FRT ← FRA × FRC.</summary>
    [Instruction("fmul", "63 FRT FRA /:5 FRC 25 Rc")]
    private static FloatingPointResult<ulong> Multiply(ulong fra, ulong frc, Fpscr fpscr) =>
        DoublePrecision.Multiply(fra, frc, fpscr);

    /// <summary>Floating Multiply Single: FRT ← FRA × FRC.</summary>
    [Instruction("fmuls", "59 FRT FRA /:5 FRC 25 Rc")]
    private static FloatingPointResult<ulong> MultiplySingle(ulong fra, ulong frc, Fpscr fpscr) =>
        RoundedToSingle.Multiply(fra, frc, fpscr);

    /// <summary>Floating Divide: FRT ← FRA ÷ FRB.</summary>
    [Instruction("fdiv", "63 FRT FRA FRB /:5 18 Rc")]
    private static FloatingPointResult<ulong> Divide(ulong fra, ulong frb, Fpscr fpscr) =>
        DoublePrecision.Divide(fra, frb, fpscr);

    /// <summary>Floating Divide Single: FRT ← FRA ÷ FRB.</summary>
    [Instruction("fdivs", "59 FRT FRA FRB /:5 18 Rc")]
    private static FloatingPointResult<ulong> DivideSingle(ulong fra, ulong frb, Fpscr fpscr) =>
        RoundedToSingle.Divide(fra, frb, fpscr);

    /// <summary>Floating Square Root: FRT ← the square root of FRB.</summary>
    [Instruction("fsqrt", "63 FRT /:5 FRB /:5 22 Rc")]
    private static FloatingPointResult<ulong> SquareRoot(ulong frb, Fpscr fpscr) => DoublePrecision.SquareRoot(frb, fpscr);

    /// <summary>Floating Square Root Single: FRT ← the square root of FRB.</summary>
    [Instruction("fsqrts", "59 FRT /:5 FRB /:5 22 Rc")]
    private static FloatingPointResult<ulong> SquareRootSingle(ulong frb, Fpscr fpscr) => RoundedToSingle.SquareRoot(frb, fpscr);

    /// <summary>Floating Reciprocal Estimate: FRT ← about 1 ÷ FRB.</summary>
    [Instruction("fre", "63 FRT /:5 FRB /:5 24 Rc", Isa.V2_02)]
    private static FloatingPointResult<ulong> Reciprocal(ulong frb, Fpscr fpscr) =>
        DoublePrecision.ReciprocalEstimate(frb, fpscr);

    /// <summary>Floating Reciprocal Estimate Single: FRT ← about 1 ÷ FRB.</summary>
    [Instruction("fres", "59 FRT /:5 FRB /:5 24 Rc")]
    private static FloatingPointResult<ulong> ReciprocalSingle(ulong frb, Fpscr fpscr) =>
        RoundedToSingle.ReciprocalEstimate(frb, fpscr);

    /// <summary>Floating Reciprocal Square Root Estimate: FRT ← about 1 ÷ the square root of FRB.</summary>
    [Instruction("frsqrte", "63 FRT /:5 FRB /:5 26 Rc")]
    private static FloatingPointResult<ulong> ReciprocalSquareRoot(ulong frb, Fpscr fpscr) =>
        DoublePrecision.ReciprocalSquareRootEstimate(frb, fpscr);

    /// <summary>Floating Reciprocal Square Root Estimate Single: FRT ← about 1 ÷ the square root of FRB.</summary>
    [Instruction("frsqrtes", "59 FRT /:5 FRB /:5 26 Rc", Isa.V2_02)]
    private static FloatingPointResult<ulong> ReciprocalSquareRootSingle(ulong frb, Fpscr fpscr) =>
        RoundedToSingle.ReciprocalSquareRootEstimate(frb, fpscr);

    /// <summary>Floating Test for software Divide: BF ← whether software must take care of FRA ÷ FRB.</summary>
    [Instruction("ftdiv", "63 BF // FRA FRB 128 /", Isa.V2_06)]
    private static uint TestDivide(ulong fra, ulong frb) => DoublePrecision.TestDivide(fra, frb);

    /// <summary>Floating Test for software Square Root: BF ← whether software must take care of the root of FRB.</summary>
    [Instruction("ftsqrt", "63 BF /:7 FRB 160 /", Isa.V2_06)]
    private static uint TestSquareRoot(ulong frb) => DoublePrecision.TestSquareRoot(frb);
}
