using Hv.Power.Declarations;
using Hv.Power.FloatingPoint;

namespace Hv.Power.Instructions.VectorScalar;

/// <summary>Fused multiply-add on scalars in vector-scalar registers (Power ISA, Book I, 7.6.1.3).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.VectorScalar)]
internal static partial class ScalarMultiplyAdd
{
    /// <summary>VSX Scalar Multiply-Add Type-A Double-Precision: XT ← XA × XB + XT.</summary>
    [Instruction("xsmaddadp", "60 XT XA XB 33 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> MultiplyAddToTarget(ulong xa, ulong xb, ulong xt, Fpscr fpscr) =>
        DoublePrecision.MultiplyAdd(xa, xb, xt, MultiplyAddSigns.None, fpscr);

    /// <summary>VSX Scalar Multiply-Add Type-A Single-Precision: XT ← XA × XB + XT.</summary>
    [Instruction("xsmaddasp", "60 XT XA XB 1:8 XA XB XT", Isa.V2_07)]
    private static FloatingPointResult<ulong> MultiplyAddToTargetSingle(ulong xa, ulong xb, ulong xt, Fpscr fpscr) =>
        RoundedToSingle.MultiplyAdd(xa, xb, xt, MultiplyAddSigns.None, fpscr);

    /// <summary>VSX Scalar Multiply-Add Type-M Double-Precision: XT ← XA × XT + XB.</summary>
    [Instruction("xsmaddmdp", "60 XT XA XB 41 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> MultiplyAddByTarget(ulong xa, ulong xb, ulong xt, Fpscr fpscr) =>
        DoublePrecision.MultiplyAdd(xa, xt, xb, MultiplyAddSigns.None, fpscr);

    /// <summary>VSX Scalar Multiply-Add Type-M Single-Precision: XT ← XA × XT + XB.</summary>
    [Instruction("xsmaddmsp", "60 XT XA XB 9:8 XA XB XT", Isa.V2_07)]
    private static FloatingPointResult<ulong> MultiplyAddByTargetSingle(ulong xa, ulong xb, ulong xt, Fpscr fpscr) =>
        RoundedToSingle.MultiplyAdd(xa, xt, xb, MultiplyAddSigns.None, fpscr);

    /// <summary>VSX Scalar Multiply-Subtract Type-A Double-Precision: XT ← XA × XB - XT.</summary>
    [Instruction("xsmsubadp", "60 XT XA XB 49 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> MultiplySubtractToTarget(ulong xa, ulong xb, ulong xt, Fpscr fpscr) =>
        DoublePrecision.MultiplyAdd(xa, xb, xt, MultiplyAddSigns.NegateAddend, fpscr);

    /// <summary>VSX Scalar Multiply-Subtract Type-A Single-Precision: XT ← XA × XB - XT.</summary>
    [Instruction("xsmsubasp", "60 XT XA XB 17:8 XA XB XT", Isa.V2_07)]
    private static FloatingPointResult<ulong> MultiplySubtractToTargetSingle(ulong xa, ulong xb, ulong xt, Fpscr fpscr) =>
        RoundedToSingle.MultiplyAdd(xa, xb, xt, MultiplyAddSigns.NegateAddend, fpscr);

    /// <summary>VSX Scalar Multiply-Subtract Type-M Double-Precision: XT ← XA × XT - XB.</summary>
    [Instruction("xsmsubmdp", "60 XT XA XB 57 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> MultiplySubtractByTarget(ulong xa, ulong xb, ulong xt, Fpscr fpscr) =>
        DoublePrecision.MultiplyAdd(xa, xt, xb, MultiplyAddSigns.NegateAddend, fpscr);

    /// <summary>VSX Scalar Multiply-Subtract Type-M Single-Precision: XT ← XA × XT - XB.</summary>
    [Instruction("xsmsubmsp", "60 XT XA XB 25:8 XA XB XT", Isa.V2_07)]
    private static FloatingPointResult<ulong> MultiplySubtractByTargetSingle(ulong xa, ulong xb, ulong xt, Fpscr fpscr) =>
        RoundedToSingle.MultiplyAdd(xa, xt, xb, MultiplyAddSigns.NegateAddend, fpscr);

    /// <summary>VSX Scalar Negative Multiply-Add Type-A Double-Precision: XT ← -(XA × XB + XT).</summary>
    [Instruction("xsnmaddadp", "60 XT XA XB 161 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> NegativeMultiplyAddToTarget(ulong xa, ulong xb, ulong xt, Fpscr fpscr) =>
        DoublePrecision.MultiplyAdd(xa, xb, xt, MultiplyAddSigns.NegateResult, fpscr);

    /// <summary>VSX Scalar Negative Multiply-Add Type-A Single-Precision: XT ← -(XA × XB + XT).</summary>
    [Instruction("xsnmaddasp", "60 XT XA XB 129:8 XA XB XT", Isa.V2_07)]
    private static FloatingPointResult<ulong> NegativeMultiplyAddToTargetSingle(ulong xa, ulong xb, ulong xt, Fpscr fpscr) =>
        RoundedToSingle.MultiplyAdd(xa, xb, xt, MultiplyAddSigns.NegateResult, fpscr);

    /// <summary>VSX Scalar Negative Multiply-Add Type-M Double-Precision: XT ← -(XA × XT + XB).</summary>
    [Instruction("xsnmaddmdp", "60 XT XA XB 169 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> NegativeMultiplyAddByTarget(ulong xa, ulong xb, ulong xt, Fpscr fpscr) =>
        DoublePrecision.MultiplyAdd(xa, xt, xb, MultiplyAddSigns.NegateResult, fpscr);

    /// <summary>VSX Scalar Negative Multiply-Add Type-M Single-Precision: XT ← -(XA × XT + XB).</summary>
    [Instruction("xsnmaddmsp", "60 XT XA XB 137:8 XA XB XT", Isa.V2_07)]
    private static FloatingPointResult<ulong> NegativeMultiplyAddByTargetSingle(ulong xa, ulong xb, ulong xt, Fpscr fpscr) =>
        RoundedToSingle.MultiplyAdd(xa, xt, xb, MultiplyAddSigns.NegateResult, fpscr);

    /// <summary>VSX Scalar Negative Multiply-Subtract Type-A Double-Precision: XT ← -(XA × XB - XT).</summary>
    [Instruction("xsnmsubadp", "60 XT XA XB 177 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> NegativeMultiplySubtractToTarget(ulong xa, ulong xb, ulong xt, Fpscr fpscr) =>
        DoublePrecision.MultiplyAdd(xa, xb, xt, MultiplyAddSigns.NegateBoth, fpscr);

    /// <summary>VSX Scalar Negative Multiply-Subtract Type-A Single-Precision: XT ← -(XA × XB - XT).</summary>
    [Instruction("xsnmsubasp", "60 XT XA XB 145:8 XA XB XT", Isa.V2_07)]
    private static FloatingPointResult<ulong> NegativeMultiplySubtractToTargetSingle(ulong xa, ulong xb, ulong xt, Fpscr fpscr) =>
        RoundedToSingle.MultiplyAdd(xa, xb, xt, MultiplyAddSigns.NegateBoth, fpscr);

    /// <summary>VSX Scalar Negative Multiply-Subtract Type-M Double-Precision: XT ← -(XA × XT - XB).</summary>
    [Instruction("xsnmsubmdp", "60 XT XA XB 185 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<ulong> NegativeMultiplySubtractByTarget(ulong xa, ulong xb, ulong xt, Fpscr fpscr) =>
        DoublePrecision.MultiplyAdd(xa, xt, xb, MultiplyAddSigns.NegateBoth, fpscr);

    /// <summary>VSX Scalar Negative Multiply-Subtract Type-M Single-Precision: XT ← -(XA × XT - XB).</summary>
    [Instruction("xsnmsubmsp", "60 XT XA XB 153:8 XA XB XT", Isa.V2_07)]
    private static FloatingPointResult<ulong> NegativeMultiplySubtractByTargetSingle(ulong xa, ulong xb, ulong xt, Fpscr fpscr) =>
        RoundedToSingle.MultiplyAdd(xa, xt, xb, MultiplyAddSigns.NegateBoth, fpscr);
}
