using System.Runtime.Intrinsics;
using Hv.Power.Declarations;

namespace Hv.Power.Instructions.Vector;

/// <summary>Comparisons of vectors of singles (Power ISA, Book I, 6.10.4).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.Vector)]
internal static partial class VectorFloatCompare
{
    private const uint AllTrue = 8;
    private const uint AllFalse = 2;
    private const uint NotLess = 1u << 31;
    private const uint NotGreater = 1u << 30;

    /// <summary>Vector Compare Equal Floating-Point: VRT ← ones where VRA = VRB, zeros else.</summary>
    [Instruction("vcmpeqfp", "4 VRT VRA VRB Rc 198", Isa.V2_03)]
    private static (Vector128<float> vrt, uint cr6) IsEqual(Vector128<float> vra, Vector128<float> vrb, uint vscr)
    {
        var operands = new VectorOperands(vra, vrb, default, vscr);
        return Masks(Vector128.Equals(operands.A, operands.B));
    }

    /// <summary>Vector Compare Greater Than Floating-Point: VRT ← ones where VRA &gt; VRB, zeros else.</summary>
    [Instruction("vcmpgtfp", "4 VRT VRA VRB Rc 710", Isa.V2_03)]
    private static (Vector128<float> vrt, uint cr6) IsGreater(Vector128<float> vra, Vector128<float> vrb, uint vscr)
    {
        var operands = new VectorOperands(vra, vrb, default, vscr);
        return Masks(Vector128.GreaterThan(operands.A, operands.B));
    }

    /// <summary>Vector Compare Greater Than or Equal Floating-Point: VRT ← ones where VRA ≥ VRB, zeros else.</summary>
    [Instruction("vcmpgefp", "4 VRT VRA VRB Rc 454", Isa.V2_03)]
    private static (Vector128<float> vrt, uint cr6) IsNotLess(Vector128<float> vra, Vector128<float> vrb, uint vscr)
    {
        var operands = new VectorOperands(vra, vrb, default, vscr);
        return Masks(Vector128.GreaterThanOrEqual(operands.A, operands.B));
    }

    /// <summary>Vector Compare Bounds Floating-Point: VRT ← whether VRA is above VRB, and below -VRB.</summary>
    [Instruction("vcmpbfp", "4 VRT VRA VRB Rc 966", Isa.V2_03)]
    private static (Vector128<uint> vrt, uint cr6) CompareBounds(Vector128<float> vra, Vector128<float> vrb, uint vscr)
    {
        var operands = new VectorOperands(vra, vrb, default, vscr);
        var isAbove = ~Vector128.LessThanOrEqual(operands.A, operands.B).AsUInt32();
        var isBelow = ~Vector128.GreaterThanOrEqual(operands.A, -operands.B).AsUInt32();
        var result = (isAbove & Vector128.Create(NotLess)) | (isBelow & Vector128.Create(NotGreater));
        return (result, result == Vector128<uint>.Zero ? AllFalse : 0);
    }

    private static (Vector128<float> Masks, uint Field) Masks(Vector128<float> masks) => (
        masks,
        masks.AsUInt32() == Vector128<uint>.AllBitsSet ? AllTrue : masks.AsUInt32() == Vector128<uint>.Zero ? AllFalse : 0);
}
