using Hv.Power.Declarations;
using Hv.Power.FloatingPoint;

namespace Hv.Power.Instructions.VectorScalar;

/// <summary>Arithmetic on quads (Power ISA, Book I, 7.6.1.3, 7.6.1.4).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.VectorScalar)]
internal static partial class QuadArithmetic
{
    /// <summary>VSX Scalar Add Quad-Precision: VRT ← VRA + VRB.</summary>
    [Instruction("xsaddqp", "63 VRT VRA VRB 4 0:1", Isa.V3_0)]
    private static FloatingPointResult<UInt128> Add(UInt128 vra, UInt128 vrb, Fpscr fpscr) =>
        QuadPrecision.Add(vra, vrb, false, fpscr);

    /// <summary>VSX Scalar Add Quad-Precision using round to Odd: VRT ← VRA + VRB.</summary>
    [Instruction("xsaddqpo", "63 VRT VRA VRB 4 1:1", Isa.V3_0)]
    private static FloatingPointResult<UInt128> AddToOdd(UInt128 vra, UInt128 vrb, Fpscr fpscr) =>
        QuadPrecision.Add(vra, vrb, true, fpscr);

    /// <summary>VSX Scalar Subtract Quad-Precision: VRT ← VRA - VRB.</summary>
    [Instruction("xssubqp", "63 VRT VRA VRB 516 0:1", Isa.V3_0)]
    private static FloatingPointResult<UInt128> Subtract(UInt128 vra, UInt128 vrb, Fpscr fpscr) =>
        QuadPrecision.Subtract(vra, vrb, false, fpscr);

    /// <summary>VSX Scalar Subtract Quad-Precision using round to Odd: VRT ← VRA - VRB.</summary>
    [Instruction("xssubqpo", "63 VRT VRA VRB 516 1:1", Isa.V3_0)]
    private static FloatingPointResult<UInt128> SubtractToOdd(UInt128 vra, UInt128 vrb, Fpscr fpscr) =>
        QuadPrecision.Subtract(vra, vrb, true, fpscr);

    /// <summary>VSX Scalar Multiply Quad-Precision: VRT ← VRA × VRB.</summary>
    [Instruction("xsmulqp", "63 VRT VRA VRB 36 0:1", Isa.V3_0)]
    private static FloatingPointResult<UInt128> Multiply(UInt128 vra, UInt128 vrb, Fpscr fpscr) =>
        QuadPrecision.Multiply(vra, vrb, false, fpscr);

    /// <summary>VSX Scalar Multiply Quad-Precision using round to Odd: VRT ← VRA × VRB.</summary>
    [Instruction("xsmulqpo", "63 VRT VRA VRB 36 1:1", Isa.V3_0)]
    private static FloatingPointResult<UInt128> MultiplyToOdd(UInt128 vra, UInt128 vrb, Fpscr fpscr) =>
        QuadPrecision.Multiply(vra, vrb, true, fpscr);

    /// <summary>VSX Scalar Divide Quad-Precision: VRT ← VRA ÷ VRB.</summary>
    [Instruction("xsdivqp", "63 VRT VRA VRB 548 0:1", Isa.V3_0)]
    private static FloatingPointResult<UInt128> Divide(UInt128 vra, UInt128 vrb, Fpscr fpscr) =>
        QuadPrecision.Divide(vra, vrb, false, fpscr);

    /// <summary>VSX Scalar Divide Quad-Precision using round to Odd: VRT ← VRA ÷ VRB.</summary>
    [Instruction("xsdivqpo", "63 VRT VRA VRB 548 1:1", Isa.V3_0)]
    private static FloatingPointResult<UInt128> DivideToOdd(UInt128 vra, UInt128 vrb, Fpscr fpscr) =>
        QuadPrecision.Divide(vra, vrb, true, fpscr);

    /// <summary>VSX Scalar Square Root Quad-Precision: VRT ← the square root of VRB.</summary>
    [Instruction("xssqrtqp", "63 VRT 27:5 VRB 804 0:1", Isa.V3_0)]
    private static FloatingPointResult<UInt128> SquareRoot(UInt128 vrb, Fpscr fpscr) =>
        QuadPrecision.SquareRoot(vrb, false, fpscr);

    /// <summary>VSX Scalar Square Root Quad-Precision using round to Odd: VRT ← the square root of VRB.</summary>
    [Instruction("xssqrtqpo", "63 VRT 27:5 VRB 804 1:1", Isa.V3_0)]
    private static FloatingPointResult<UInt128> SquareRootToOdd(UInt128 vrb, Fpscr fpscr) =>
        QuadPrecision.SquareRoot(vrb, true, fpscr);

    /// <summary>VSX Scalar Multiply-Add Quad-Precision: VRT ← VRA × VRB + VRT.</summary>
    [Instruction("xsmaddqp", "63 VRT VRA VRB 388 0:1", Isa.V3_0)]
    private static FloatingPointResult<UInt128> MultiplyAdd(UInt128 vra, UInt128 vrb, UInt128 vrt, Fpscr fpscr) =>
        QuadPrecision.MultiplyAdd(vra, vrb, vrt, MultiplyAddSigns.None, false, fpscr);

    /// <summary>VSX Scalar Multiply-Add Quad-Precision using round to Odd: VRT ← VRA × VRB + VRT.</summary>
    [Instruction("xsmaddqpo", "63 VRT VRA VRB 388 1:1", Isa.V3_0)]
    private static FloatingPointResult<UInt128> MultiplyAddToOdd(UInt128 vra, UInt128 vrb, UInt128 vrt, Fpscr fpscr) =>
        QuadPrecision.MultiplyAdd(vra, vrb, vrt, MultiplyAddSigns.None, true, fpscr);

    /// <summary>VSX Scalar Multiply-Subtract Quad-Precision: VRT ← VRA × VRB - VRT.</summary>
    [Instruction("xsmsubqp", "63 VRT VRA VRB 420 0:1", Isa.V3_0)]
    private static FloatingPointResult<UInt128> MultiplySubtract(UInt128 vra, UInt128 vrb, UInt128 vrt, Fpscr fpscr) =>
        QuadPrecision.MultiplyAdd(vra, vrb, vrt, MultiplyAddSigns.NegateAddend, false, fpscr);

    /// <summary>VSX Scalar Multiply-Subtract Quad-Precision using round to Odd: VRT ← VRA × VRB - VRT.</summary>
    [Instruction("xsmsubqpo", "63 VRT VRA VRB 420 1:1", Isa.V3_0)]
    private static FloatingPointResult<UInt128> MultiplySubtractToOdd(UInt128 vra, UInt128 vrb, UInt128 vrt, Fpscr fpscr) =>
        QuadPrecision.MultiplyAdd(vra, vrb, vrt, MultiplyAddSigns.NegateAddend, true, fpscr);

    /// <summary>VSX Scalar Negative Multiply-Add Quad-Precision: VRT ← -(VRA × VRB + VRT).</summary>
    [Instruction("xsnmaddqp", "63 VRT VRA VRB 452 0:1", Isa.V3_0)]
    private static FloatingPointResult<UInt128> NegativeMultiplyAdd(UInt128 vra, UInt128 vrb, UInt128 vrt, Fpscr fpscr) =>
        QuadPrecision.MultiplyAdd(vra, vrb, vrt, MultiplyAddSigns.NegateResult, false, fpscr);

    /// <summary>VSX Scalar Negative Multiply-Add Quad-Precision using round to Odd: VRT ← -(VRA × VRB + VRT).</summary>
    [Instruction("xsnmaddqpo", "63 VRT VRA VRB 452 1:1", Isa.V3_0)]
    private static FloatingPointResult<UInt128> NegativeMultiplyAddToOdd(UInt128 vra, UInt128 vrb, UInt128 vrt, Fpscr fpscr) =>
        QuadPrecision.MultiplyAdd(vra, vrb, vrt, MultiplyAddSigns.NegateResult, true, fpscr);

    /// <summary>VSX Scalar Negative Multiply-Subtract Quad-Precision: VRT ← -(VRA × VRB - VRT).</summary>
    [Instruction("xsnmsubqp", "63 VRT VRA VRB 484 0:1", Isa.V3_0)]
    private static FloatingPointResult<UInt128> NegativeMultiplySubtract(UInt128 vra, UInt128 vrb, UInt128 vrt, Fpscr fpscr) =>
        QuadPrecision.MultiplyAdd(vra, vrb, vrt, MultiplyAddSigns.NegateBoth, false, fpscr);

    /// <summary>VSX Scalar Negative Multiply-Subtract Quad-Precision using round to Odd: VRT ← -(VRA × VRB - VRT).</summary>
    [Instruction("xsnmsubqpo", "63 VRT VRA VRB 484 1:1", Isa.V3_0)]
    private static FloatingPointResult<UInt128> NegativeMultiplySubtractToOdd(
        UInt128 vra, UInt128 vrb, UInt128 vrt, Fpscr fpscr) =>
        QuadPrecision.MultiplyAdd(vra, vrb, vrt, MultiplyAddSigns.NegateBoth, true, fpscr);
}
