using Hv.Power.Declarations;
using Hv.Power.FloatingPoint;

namespace Hv.Power.Instructions.FloatingPoint;

/// <summary>Fused multiply-add on floating-point registers (Power ISA, Book I, 4.6.6.2).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.FloatingPoint)]
internal static partial class FloatingPointMultiplyAdd
{
    /// <summary>Floating Multiply-Add: FRT ← FRA × FRC + FRB.</summary>
    [Instruction("fmadd", "63 FRT FRA FRB FRC 29 Rc")]
    private static FloatingPointResult<ulong> MultiplyAdd(ulong fra, ulong frc, ulong frb, Fpscr fpscr) =>
        DoublePrecision.MultiplyAdd(fra, frc, frb, MultiplyAddSigns.None, fpscr);

    /// <summary>Floating Multiply-Add Single: FRT ← FRA × FRC + FRB.</summary>
    [Instruction("fmadds", "59 FRT FRA FRB FRC 29 Rc")]
    private static FloatingPointResult<ulong> MultiplyAddSingle(ulong fra, ulong frc, ulong frb, Fpscr fpscr) =>
        RoundedToSingle.MultiplyAdd(fra, frc, frb, MultiplyAddSigns.None, fpscr);

    /// <summary>Floating Multiply-Subtract: FRT ← FRA × FRC - FRB.</summary>
    [Instruction("fmsub", "63 FRT FRA FRB FRC 28 Rc")]
    private static FloatingPointResult<ulong> MultiplySubtract(ulong fra, ulong frc, ulong frb, Fpscr fpscr) =>
        DoublePrecision.MultiplyAdd(fra, frc, frb, MultiplyAddSigns.NegateAddend, fpscr);

    /// <summary>Floating Multiply-Subtract Single: FRT ← FRA × FRC - FRB.</summary>
    [Instruction("fmsubs", "59 FRT FRA FRB FRC 28 Rc")]
    private static FloatingPointResult<ulong> MultiplySubtractSingle(ulong fra, ulong frc, ulong frb, Fpscr fpscr) =>
        RoundedToSingle.MultiplyAdd(fra, frc, frb, MultiplyAddSigns.NegateAddend, fpscr);

    /// <summary>Floating Negative Multiply-Add: FRT ← -(FRA × FRC + FRB).</summary>
    [Instruction("fnmadd", "63 FRT FRA FRB FRC 31 Rc")]
    private static FloatingPointResult<ulong> NegativeMultiplyAdd(ulong fra, ulong frc, ulong frb, Fpscr fpscr) =>
        DoublePrecision.MultiplyAdd(fra, frc, frb, MultiplyAddSigns.NegateResult, fpscr);

    /// <summary>Floating Negative Multiply-Add Single: FRT ← -(FRA × FRC + FRB).</summary>
    [Instruction("fnmadds", "59 FRT FRA FRB FRC 31 Rc")]
    private static FloatingPointResult<ulong> NegativeMultiplyAddSingle(ulong fra, ulong frc, ulong frb, Fpscr fpscr) =>
        RoundedToSingle.MultiplyAdd(fra, frc, frb, MultiplyAddSigns.NegateResult, fpscr);

    /// <summary>Floating Negative Multiply-Subtract: FRT ← -(FRA × FRC - FRB).</summary>
    [Instruction("fnmsub", "63 FRT FRA FRB FRC 30 Rc")]
    private static FloatingPointResult<ulong> NegativeMultiplySubtract(ulong fra, ulong frc, ulong frb, Fpscr fpscr) =>
        DoublePrecision.MultiplyAdd(fra, frc, frb, MultiplyAddSigns.NegateBoth, fpscr);

    /// <summary>Floating Negative Multiply-Subtract Single: FRT ← -(FRA × FRC - FRB).</summary>
    [Instruction("fnmsubs", "59 FRT FRA FRB FRC 30 Rc")]
    private static FloatingPointResult<ulong> NegativeMultiplySubtractSingle(ulong fra, ulong frc, ulong frb, Fpscr fpscr) =>
        RoundedToSingle.MultiplyAdd(fra, frc, frb, MultiplyAddSigns.NegateBoth, fpscr);
}
