using System.Runtime.Intrinsics;
using Hv.Power.Declarations;
using Hv.Power.FloatingPoint;

namespace Hv.Power.Instructions.Vector;

/// <summary>
/// Arithmetic on vectors of singles (Power ISA, Book I, 6.10.1 to 6.10.3): rounded to nearest, nothing of it in FPSCR.
/// </summary>
[Instructions(typeof(PowerIsa), Facility = Facility.Vector)]
internal static partial class VectorFloatingPoint
{
    /// <summary>Vector Add Floating-Point: VRT ← VRA + VRB.</summary>
    [Instruction("vaddfp", "4 VRT VRA VRB 10", Isa.V2_03)]
    private static Vector128<float> Add(Vector128<float> vra, Vector128<float> vrb, uint vscr)
    {
        var operands = new VectorOperands(vra, vrb, default, vscr);
        return operands.Result(operands.A + operands.B, static (a, b, _) => SinglePrecision.Add(a, b, default));
    }

    /// <summary>Vector Subtract Floating-Point: VRT ← VRA - VRB.</summary>
    [Instruction("vsubfp", "4 VRT VRA VRB 74", Isa.V2_03)]
    private static Vector128<float> Subtract(Vector128<float> vra, Vector128<float> vrb, uint vscr)
    {
        var operands = new VectorOperands(vra, vrb, default, vscr);
        return operands.Result(operands.A - operands.B, static (a, b, _) => SinglePrecision.Subtract(a, b, default));
    }

    /// <summary>Vector Multiply-Add Floating-Point: VRT ← VRA × VRC + VRB, rounded once.</summary>
    [Instruction("vmaddfp", "4 VRT VRA VRB VRC 46", Isa.V2_03, Syntax = "VRT,VRA,VRC,VRB")]
    private static Vector128<float> MultiplyAdd(Vector128<float> vra, Vector128<float> vrb, Vector128<float> vrc, uint vscr)
    {
        var operands = new VectorOperands(vra, vrb, vrc, vscr);
        return operands.Result(
            Vector128.FusedMultiplyAdd(operands.A, operands.C, operands.B),
            static (a, b, c) => SinglePrecision.MultiplyAdd(a, c, b, MultiplyAddSigns.None, default));
    }

    /// <summary>Vector Negative Multiply-Subtract Floating-Point: VRT ← -(VRA × VRC - VRB), rounded once.</summary>
    [Instruction("vnmsubfp", "4 VRT VRA VRB VRC 47", Isa.V2_03, Syntax = "VRT,VRA,VRC,VRB")]
    private static Vector128<float> NegativeMultiplySubtract(
        Vector128<float> vra, Vector128<float> vrb, Vector128<float> vrc, uint vscr)
    {
        var operands = new VectorOperands(vra, vrb, vrc, vscr);
        return operands.Result(
            -Vector128.FusedMultiplyAdd(operands.A, operands.C, -operands.B),
            static (a, b, c) => SinglePrecision.MultiplyAdd(a, c, b, MultiplyAddSigns.NegateBoth, default));
    }

    /// <summary>Vector Maximum Floating-Point: VRT ← the greater ones of VRA and VRB.</summary>
    [Instruction("vmaxfp", "4 VRT VRA VRB 1034", Isa.V2_03)]
    private static Vector128<float> Maximum(Vector128<float> vra, Vector128<float> vrb, uint vscr)
    {
        var operands = new VectorOperands(vra, vrb, default, vscr);
        return operands.Result(Vector128.Max(operands.A, operands.B), static (a, b, _) => Extreme(a, b, float.Max));
    }

    /// <summary>Vector Minimum Floating-Point: VRT ← the less ones of VRA and VRB.</summary>
    [Instruction("vminfp", "4 VRT VRA VRB 1098", Isa.V2_03)]
    private static Vector128<float> Minimum(Vector128<float> vra, Vector128<float> vrb, uint vscr)
    {
        var operands = new VectorOperands(vra, vrb, default, vscr);
        return operands.Result(Vector128.Min(operands.A, operands.B), static (a, b, _) => Extreme(a, b, float.Min));
    }

    /// <summary>Vector Reciprocal Estimate Floating-Point: VRT ← about 1 ÷ VRB.</summary>
    [Instruction("vrefp", "4 VRT /:5 VRB 266", Isa.V2_03)]
    private static Vector128<float> Reciprocal(Vector128<float> vrb, uint vscr)
    {
        var operands = new VectorOperands(default, vrb, default, vscr);
        return operands.Result(
            Vector128<float>.One / operands.B, static (_, b, _) => SinglePrecision.ReciprocalEstimate(b, default));
    }

    /// <summary>Vector Reciprocal Square Root Estimate Floating-Point: VRT ← about 1 ÷ the square roots of VRB.</summary>
    [Instruction("vrsqrtefp", "4 VRT /:5 VRB 330", Isa.V2_03)]
    private static Vector128<float> ReciprocalSquareRoot(Vector128<float> vrb, uint vscr)
    {
        var operands = new VectorOperands(default, vrb, default, vscr);
        return operands.Result(
            Vector128<float>.One / Vector128.Sqrt(operands.B),
            static (_, b, _) => SinglePrecision.ReciprocalSquareRootEstimate(b, default));
    }

    /// <summary>Vector 2 Raised to the Exponent Estimate Floating-Point: VRT ← about 2 to the power of VRB.</summary>
    [Instruction("vexptefp", "4 VRT /:5 VRB 394", Isa.V2_03)]
    private static Vector128<float> Exponential(Vector128<float> vrb, uint vscr)
    {
        var operands = new VectorOperands(default, vrb, default, vscr);
        return operands.Result(Estimate(operands.B, static value => Math.Pow(2, value)));
    }

    /// <summary>Vector Log Base 2 Estimate Floating-Point: VRT ← about the logarithms of VRB to the base of 2.</summary>
    [Instruction("vlogefp", "4 VRT /:5 VRB 458", Isa.V2_03)]
    private static Vector128<float> Logarithm(Vector128<float> vrb, uint vscr)
    {
        var operands = new VectorOperands(default, vrb, default, vscr);
        return operands.Result(Estimate(operands.B, Math.Log2));
    }

    /// <summary>One of two values; of NaNs the one that any arithmetic gives.</summary>
    private static FloatingPointResult<uint> Extreme(uint a, uint b, Func<float, float, float> choose)
    {
        var chosen = choose(BitConverter.UInt32BitsToSingle(a), BitConverter.UInt32BitsToSingle(b));
        return float.IsNaN(chosen) ? SinglePrecision.Add(a, b, default) : new(BitConverter.SingleToUInt32Bits(chosen), default);
    }

    private static Vector128<float> Estimate(Vector128<float> values, Func<double, double> function) => Vector128.Create(
        (float)function(values.GetElement(0)), (float)function(values.GetElement(1)),
        (float)function(values.GetElement(2)), (float)function(values.GetElement(3)));
}
