using System.Runtime.Intrinsics;
using Hv.Power.Declarations;

namespace Hv.Power.Instructions.Vector;

/// <summary>Sums across vectors of integers (Power ISA, Book I, 6.9.1.5).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.Vector)]
internal static partial class VectorSums
{
    /// <summary>
    /// Vector Sum across Quarter Unsigned Byte Saturate: VRT ← the sums of the bytes of each word of VRA, and VRB.
    /// </summary>
    [Instruction("vsum4ubs", "4 VRT VRA VRB 1544", Isa.V2_03)]
    private static (Vector128<uint> vrt, bool sat) SumUnsignedBytes(Vector128<ushort> vra, Vector128<uint> vrb)
    {
        var halves = (VectorElements.Even(vra) + VectorElements.Odd(vra)).AsUInt32();
        return VectorElements.Sum(VectorElements.Even(halves) + VectorElements.Odd(halves), vrb);
    }

    /// <summary>
    /// Vector Sum across Quarter Signed Byte Saturate: VRT ← the sums of the bytes of each word of VRA, and VRB.
    /// </summary>
    [Instruction("vsum4sbs", "4 VRT VRA VRB 1800", Isa.V2_03)]
    private static (Vector128<int> vrt, bool sat) SumSignedBytes(Vector128<short> vra, Vector128<int> vrb)
    {
        var halves = (VectorElements.Even(vra) + VectorElements.Odd(vra)).AsInt32();
        return VectorElements.Sum(VectorElements.Even(halves) + VectorElements.Odd(halves), vrb);
    }

    /// <summary>
    /// Vector Sum across Quarter Signed Halfword Saturate: VRT ← the sums of the halfwords of each word of VRA, and VRB.
    /// </summary>
    [Instruction("vsum4shs", "4 VRT VRA VRB 1608", Isa.V2_03)]
    private static (Vector128<int> vrt, bool sat) SumSignedHalfwords(Vector128<int> vra, Vector128<int> vrb) =>
        VectorElements.Sum(VectorElements.Even(vra) + VectorElements.Odd(vra), vrb);

    /// <summary>
    /// Vector Sum across Half Signed Word Saturate: the odd words of VRT ← the sums of the words of each doubleword of VRA, and
    /// the odd one of VRB.
    /// </summary>
    [Instruction("vsum2sws", "4 VRT VRA VRB 1672", Isa.V2_03)]
    private static (Vector128<long> vrt, bool sat) SumSignedWords(Vector128<long> vra, Vector128<long> vrb)
    {
        var sum = VectorElements.Even(vra) + VectorElements.Odd(vra) + VectorElements.Odd(vrb);
        var (clamped, isSaturated) = VectorElements.Clamp(sum, int.MinValue, int.MaxValue);
        return (clamped & Vector128.Create((long)uint.MaxValue), isSaturated);
    }

    /// <summary>
    /// Vector Sum across Signed Word Saturate: the last word of VRT ← the sum of the words of VRA, and the last one of VRB.
    /// </summary>
    [Instruction("vsumsws", "4 VRT VRA VRB 1928", Isa.V2_03)]
    private static (UInt128 vrt, bool sat) SumAllSignedWords(Vector128<long> vra, UInt128 vrb)
    {
        var sum = Vector128.Sum(VectorElements.Even(vra) + VectorElements.Odd(vra)) + (int)(uint)vrb;
        var clamped = (int)long.Clamp(sum, int.MinValue, int.MaxValue);
        return ((uint)clamped, clamped != sum);
    }
}
