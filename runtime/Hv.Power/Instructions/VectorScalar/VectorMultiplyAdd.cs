using Hv.Power.Declarations;
using Hv.Power.FloatingPoint;
using System.Runtime.Intrinsics;

namespace Hv.Power.Instructions.VectorScalar;

/// <summary>Fused multiply-add on vectors of floating point (Power ISA, Book I, 7.6.1.3).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.VectorScalar)]
internal static partial class VectorMultiplyAdd
{
    /// <summary>VSX Vector Multiply-Add Type-A Double-Precision: XT ← XA × XB + XT.</summary>
    [Instruction("xvmaddadp", "60 XT XA XB 97 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> MultiplyAddToTarget(
        Vector128<ulong> xa, Vector128<ulong> xb, Vector128<ulong> xt, Fpscr fpscr) =>
        Elements.MultiplyAdd(xa, xb, xt, MultiplyAddSigns.None, fpscr);

    /// <summary>VSX Vector Multiply-Add Type-A Single-Precision: XT ← XA × XB + XT.</summary>
    [Instruction("xvmaddasp", "60 XT XA XB 65 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<uint>> MultiplyAddToTarget(
        Vector128<uint> xa, Vector128<uint> xb, Vector128<uint> xt, Fpscr fpscr) =>
        Elements.MultiplyAdd(xa, xb, xt, MultiplyAddSigns.None, fpscr);

    /// <summary>VSX Vector Multiply-Add Type-M Double-Precision: XT ← XA × XT + XB.</summary>
    [Instruction("xvmaddmdp", "60 XT XA XB 105 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> MultiplyAddByTarget(
        Vector128<ulong> xa, Vector128<ulong> xb, Vector128<ulong> xt, Fpscr fpscr) =>
        Elements.MultiplyAdd(xa, xt, xb, MultiplyAddSigns.None, fpscr);

    /// <summary>VSX Vector Multiply-Add Type-M Single-Precision: XT ← XA × XT + XB.</summary>
    [Instruction("xvmaddmsp", "60 XT XA XB 73 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<uint>> MultiplyAddByTarget(
        Vector128<uint> xa, Vector128<uint> xb, Vector128<uint> xt, Fpscr fpscr) =>
        Elements.MultiplyAdd(xa, xt, xb, MultiplyAddSigns.None, fpscr);

    /// <summary>VSX Vector Multiply-Subtract Type-A Double-Precision: XT ← XA × XB - XT.</summary>
    [Instruction("xvmsubadp", "60 XT XA XB 113 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> MultiplySubtractToTarget(
        Vector128<ulong> xa, Vector128<ulong> xb, Vector128<ulong> xt, Fpscr fpscr) =>
        Elements.MultiplyAdd(xa, xb, xt, MultiplyAddSigns.NegateAddend, fpscr);

    /// <summary>VSX Vector Multiply-Subtract Type-A Single-Precision: XT ← XA × XB - XT.</summary>
    [Instruction("xvmsubasp", "60 XT XA XB 81 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<uint>> MultiplySubtractToTarget(
        Vector128<uint> xa, Vector128<uint> xb, Vector128<uint> xt, Fpscr fpscr) =>
        Elements.MultiplyAdd(xa, xb, xt, MultiplyAddSigns.NegateAddend, fpscr);

    /// <summary>VSX Vector Multiply-Subtract Type-M Double-Precision: XT ← XA × XT - XB.</summary>
    [Instruction("xvmsubmdp", "60 XT XA XB 121 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> MultiplySubtractByTarget(
        Vector128<ulong> xa, Vector128<ulong> xb, Vector128<ulong> xt, Fpscr fpscr) =>
        Elements.MultiplyAdd(xa, xt, xb, MultiplyAddSigns.NegateAddend, fpscr);

    /// <summary>VSX Vector Multiply-Subtract Type-M Single-Precision: XT ← XA × XT - XB.</summary>
    [Instruction("xvmsubmsp", "60 XT XA XB 89 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<uint>> MultiplySubtractByTarget(
        Vector128<uint> xa, Vector128<uint> xb, Vector128<uint> xt, Fpscr fpscr) =>
        Elements.MultiplyAdd(xa, xt, xb, MultiplyAddSigns.NegateAddend, fpscr);

    /// <summary>VSX Vector Negative Multiply-Add Type-A Double-Precision: XT ← -(XA × XB + XT).</summary>
    [Instruction("xvnmaddadp", "60 XT XA XB 225 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> NegativeMultiplyAddToTarget(
        Vector128<ulong> xa, Vector128<ulong> xb, Vector128<ulong> xt, Fpscr fpscr) =>
        Elements.MultiplyAdd(xa, xb, xt, MultiplyAddSigns.NegateResult, fpscr);

    /// <summary>VSX Vector Negative Multiply-Add Type-A Single-Precision: XT ← -(XA × XB + XT).</summary>
    [Instruction("xvnmaddasp", "60 XT XA XB 193 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<uint>> NegativeMultiplyAddToTarget(
        Vector128<uint> xa, Vector128<uint> xb, Vector128<uint> xt, Fpscr fpscr) =>
        Elements.MultiplyAdd(xa, xb, xt, MultiplyAddSigns.NegateResult, fpscr);

    /// <summary>VSX Vector Negative Multiply-Add Type-M Double-Precision: XT ← -(XA × XT + XB).</summary>
    [Instruction("xvnmaddmdp", "60 XT XA XB 233 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> NegativeMultiplyAddByTarget(
        Vector128<ulong> xa, Vector128<ulong> xb, Vector128<ulong> xt, Fpscr fpscr) =>
        Elements.MultiplyAdd(xa, xt, xb, MultiplyAddSigns.NegateResult, fpscr);

    /// <summary>VSX Vector Negative Multiply-Add Type-M Single-Precision: XT ← -(XA × XT + XB).</summary>
    [Instruction("xvnmaddmsp", "60 XT XA XB 201 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<uint>> NegativeMultiplyAddByTarget(
        Vector128<uint> xa, Vector128<uint> xb, Vector128<uint> xt, Fpscr fpscr) =>
        Elements.MultiplyAdd(xa, xt, xb, MultiplyAddSigns.NegateResult, fpscr);

    /// <summary>VSX Vector Negative Multiply-Subtract Type-A Double-Precision: XT ← -(XA × XB - XT).</summary>
    [Instruction("xvnmsubadp", "60 XT XA XB 241 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> NegativeMultiplySubtractToTarget(
        Vector128<ulong> xa, Vector128<ulong> xb, Vector128<ulong> xt, Fpscr fpscr) =>
        Elements.MultiplyAdd(xa, xb, xt, MultiplyAddSigns.NegateBoth, fpscr);

    /// <summary>VSX Vector Negative Multiply-Subtract Type-A Single-Precision: XT ← -(XA × XB - XT).</summary>
    [Instruction("xvnmsubasp", "60 XT XA XB 209 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<uint>> NegativeMultiplySubtractToTarget(
        Vector128<uint> xa, Vector128<uint> xb, Vector128<uint> xt, Fpscr fpscr) =>
        Elements.MultiplyAdd(xa, xb, xt, MultiplyAddSigns.NegateBoth, fpscr);

    /// <summary>VSX Vector Negative Multiply-Subtract Type-M Double-Precision: XT ← -(XA × XT - XB).</summary>
    [Instruction("xvnmsubmdp", "60 XT XA XB 249 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<ulong>> NegativeMultiplySubtractByTarget(
        Vector128<ulong> xa, Vector128<ulong> xb, Vector128<ulong> xt, Fpscr fpscr) =>
        Elements.MultiplyAdd(xa, xt, xb, MultiplyAddSigns.NegateBoth, fpscr);

    /// <summary>VSX Vector Negative Multiply-Subtract Type-M Single-Precision: XT ← -(XA × XT - XB).</summary>
    [Instruction("xvnmsubmsp", "60 XT XA XB 217 XA XB XT", Isa.V2_06)]
    private static FloatingPointResult<Vector128<uint>> NegativeMultiplySubtractByTarget(
        Vector128<uint> xa, Vector128<uint> xb, Vector128<uint> xt, Fpscr fpscr) =>
        Elements.MultiplyAdd(xa, xt, xb, MultiplyAddSigns.NegateBoth, fpscr);
}
