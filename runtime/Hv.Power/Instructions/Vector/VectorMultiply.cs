using System.Runtime.Intrinsics;
using Hv.Power.Declarations;

namespace Hv.Power.Instructions.Vector;

/// <summary>Products of vectors of integers, and their sums (Power ISA, Book I, 6.9.1.3, 6.9.1.4).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.Vector)]
internal static partial class VectorMultiply
{
    /// <summary>Vector Multiply Even Unsigned Byte: VRT ← the products of the even bytes of VRA and VRB.</summary>
    [Instruction("vmuleub", "4 VRT VRA VRB 520", Isa.V2_03)]
    private static Vector128<ushort> MultiplyEvenUnsignedBytes(Vector128<ushort> vra, Vector128<ushort> vrb) =>
        VectorElements.Even(vra) * VectorElements.Even(vrb);

    /// <summary>Vector Multiply Even Unsigned Halfword: VRT ← the products of the even halfwords of VRA and VRB.</summary>
    [Instruction("vmuleuh", "4 VRT VRA VRB 584", Isa.V2_03)]
    private static Vector128<uint> MultiplyEvenUnsignedHalfwords(Vector128<uint> vra, Vector128<uint> vrb) =>
        VectorElements.Even(vra) * VectorElements.Even(vrb);

    /// <summary>Vector Multiply Even Unsigned Word: VRT ← the products of the even words of VRA and VRB.</summary>
    [Instruction("vmuleuw", "4 VRT VRA VRB 648", Isa.V2_07)]
    private static Vector128<ulong> MultiplyEvenUnsignedWords(Vector128<ulong> vra, Vector128<ulong> vrb) =>
        VectorElements.Even(vra) * VectorElements.Even(vrb);

    /// <summary>Vector Multiply Even Signed Byte: VRT ← the products of the even bytes of VRA and VRB.</summary>
    [Instruction("vmulesb", "4 VRT VRA VRB 776", Isa.V2_03)]
    private static Vector128<short> MultiplyEvenSignedBytes(Vector128<short> vra, Vector128<short> vrb) =>
        VectorElements.Even(vra) * VectorElements.Even(vrb);

    /// <summary>Vector Multiply Even Signed Halfword: VRT ← the products of the even halfwords of VRA and VRB.</summary>
    [Instruction("vmulesh", "4 VRT VRA VRB 840", Isa.V2_03)]
    private static Vector128<int> MultiplyEvenSignedHalfwords(Vector128<int> vra, Vector128<int> vrb) =>
        VectorElements.Even(vra) * VectorElements.Even(vrb);

    /// <summary>Vector Multiply Even Signed Word: VRT ← the products of the even words of VRA and VRB.</summary>
    [Instruction("vmulesw", "4 VRT VRA VRB 904", Isa.V2_07)]
    private static Vector128<long> MultiplyEvenSignedWords(Vector128<long> vra, Vector128<long> vrb) =>
        VectorElements.Even(vra) * VectorElements.Even(vrb);

    /// <summary>Vector Multiply Odd Unsigned Byte: VRT ← the products of the odd bytes of VRA and VRB.</summary>
    [Instruction("vmuloub", "4 VRT VRA VRB 8", Isa.V2_03)]
    private static Vector128<ushort> MultiplyOddUnsignedBytes(Vector128<ushort> vra, Vector128<ushort> vrb) =>
        VectorElements.Odd(vra) * VectorElements.Odd(vrb);

    /// <summary>Vector Multiply Odd Unsigned Halfword: VRT ← the products of the odd halfwords of VRA and VRB.</summary>
    [Instruction("vmulouh", "4 VRT VRA VRB 72", Isa.V2_03)]
    private static Vector128<uint> MultiplyOddUnsignedHalfwords(Vector128<uint> vra, Vector128<uint> vrb) =>
        VectorElements.Odd(vra) * VectorElements.Odd(vrb);

    /// <summary>Vector Multiply Odd Unsigned Word: VRT ← the products of the odd words of VRA and VRB.</summary>
    [Instruction("vmulouw", "4 VRT VRA VRB 136", Isa.V2_07)]
    private static Vector128<ulong> MultiplyOddUnsignedWords(Vector128<ulong> vra, Vector128<ulong> vrb) =>
        VectorElements.Odd(vra) * VectorElements.Odd(vrb);

    /// <summary>Vector Multiply Odd Signed Byte: VRT ← the products of the odd bytes of VRA and VRB.</summary>
    [Instruction("vmulosb", "4 VRT VRA VRB 264", Isa.V2_03)]
    private static Vector128<short> MultiplyOddSignedBytes(Vector128<short> vra, Vector128<short> vrb) =>
        VectorElements.Odd(vra) * VectorElements.Odd(vrb);

    /// <summary>Vector Multiply Odd Signed Halfword: VRT ← the products of the odd halfwords of VRA and VRB.</summary>
    [Instruction("vmulosh", "4 VRT VRA VRB 328", Isa.V2_03)]
    private static Vector128<int> MultiplyOddSignedHalfwords(Vector128<int> vra, Vector128<int> vrb) =>
        VectorElements.Odd(vra) * VectorElements.Odd(vrb);

    /// <summary>Vector Multiply Odd Signed Word: VRT ← the products of the odd words of VRA and VRB.</summary>
    [Instruction("vmulosw", "4 VRT VRA VRB 392", Isa.V2_07)]
    private static Vector128<long> MultiplyOddSignedWords(Vector128<long> vra, Vector128<long> vrb) =>
        VectorElements.Odd(vra) * VectorElements.Odd(vrb);

    /// <summary>Vector Multiply Unsigned Word Modulo: VRT ← VRA × VRB, words.</summary>
    [Instruction("vmuluwm", "4 VRT VRA VRB 137", Isa.V2_07)]
    private static Vector128<uint> MultiplyWords(Vector128<uint> vra, Vector128<uint> vrb) => vra * vrb;

    /// <summary>Vector Multiply-Low-Add Unsigned Halfword Modulo: VRT ← VRA × VRB + VRC, halfwords.</summary>
    [Instruction("vmladduhm", "4 VRT VRA VRB VRC 34", Isa.V2_03)]
    private static Vector128<ushort> MultiplyAdd(Vector128<ushort> vra, Vector128<ushort> vrb, Vector128<ushort> vrc) =>
        (vra * vrb) + vrc;

    /// <summary>Vector Multiply-High-Add Signed Halfword Saturate: VRT ← (VRA × VRB) ÷ 2^15 + VRC, halfwords.</summary>
    [Instruction("vmhaddshs", "4 VRT VRA VRB VRC 32", Isa.V2_03)]
    private static (Vector128<int> vrt, bool sat) MultiplyHighAdd(Vector128<int> vra, Vector128<int> vrb, Vector128<int> vrc) =>
        MultiplyHighAdd(vra, vrb, vrc, 0);

    /// <summary>
    /// Vector Multiply-High-Round-Add Signed Halfword Saturate: VRT ← (VRA × VRB) ÷ 2^15, rounded, + VRC, halfwords.
    /// </summary>
    [Instruction("vmhraddshs", "4 VRT VRA VRB VRC 33", Isa.V2_03)]
    private static (Vector128<int> vrt, bool sat) MultiplyHighRoundAdd(
        Vector128<int> vra, Vector128<int> vrb, Vector128<int> vrc) =>
        MultiplyHighAdd(vra, vrb, vrc, 0x4000);

    /// <summary>
    /// Vector Multiply-Sum Unsigned Byte Modulo: VRT ← the sums of the products of the bytes of each word, and VRC.
    /// </summary>
    [Instruction("vmsumubm", "4 VRT VRA VRB VRC 36", Isa.V2_03)]
    private static Vector128<uint> MultiplySumUnsignedBytes(Vector128<ushort> vra, Vector128<ushort> vrb, Vector128<uint> vrc)
    {
        var even = (VectorElements.Even(vra) * VectorElements.Even(vrb)).AsUInt32();
        var odd = (VectorElements.Odd(vra) * VectorElements.Odd(vrb)).AsUInt32();
        return VectorElements.Even(even) + VectorElements.Odd(even) + VectorElements.Even(odd) + VectorElements.Odd(odd) + vrc;
    }

    /// <summary>
    /// Vector Multiply-Sum Mixed Byte Modulo: VRT ← the sums of the products of signed bytes of VRA and bytes of VRB, and VRC.
    /// </summary>
    [Instruction("vmsummbm", "4 VRT VRA VRB VRC 37", Isa.V2_03)]
    private static Vector128<int> MultiplySumMixedBytes(Vector128<short> vra, Vector128<ushort> vrb, Vector128<int> vrc)
    {
        var even = (VectorElements.Even(vra) * VectorElements.Even(vrb).AsInt16()).AsInt32();
        var odd = (VectorElements.Odd(vra) * VectorElements.Odd(vrb).AsInt16()).AsInt32();
        return VectorElements.Even(even) + VectorElements.Odd(even) + VectorElements.Even(odd) + VectorElements.Odd(odd) + vrc;
    }

    /// <summary>
    /// Vector Multiply-Sum Unsigned Halfword Modulo: VRT ← the sums of the products of the halfwords of each word, and VRC.
    /// </summary>
    [Instruction("vmsumuhm", "4 VRT VRA VRB VRC 38", Isa.V2_03)]
    private static Vector128<uint> MultiplySumUnsignedHalfwords(Vector128<uint> vra, Vector128<uint> vrb, Vector128<uint> vrc) =>
        MultiplyEvenUnsignedHalfwords(vra, vrb) + MultiplyOddUnsignedHalfwords(vra, vrb) + vrc;

    /// <summary>
    /// Vector Multiply-Sum Unsigned Halfword Saturate: VRT ← the sums of the products of the halfwords of each word, and VRC.
    /// </summary>
    [Instruction("vmsumuhs", "4 VRT VRA VRB VRC 39", Isa.V2_03)]
    private static (Vector128<uint> vrt, bool sat) MultiplySumUnsignedSaturate(
        Vector128<uint> vra, Vector128<uint> vrb, Vector128<uint> vrc)
    {
        // No sum becomes less again: each addition may saturate by itself.
        var sum = Vector128.AddSaturate(MultiplyEvenUnsignedHalfwords(vra, vrb), MultiplyOddUnsignedHalfwords(vra, vrb));
        sum = Vector128.AddSaturate(sum, vrc);
        return (sum, sum != MultiplySumUnsignedHalfwords(vra, vrb, vrc));
    }

    /// <summary>
    /// Vector Multiply-Sum Signed Halfword Modulo: VRT ← the sums of the products of the halfwords of each word, and VRC.
    /// </summary>
    [Instruction("vmsumshm", "4 VRT VRA VRB VRC 40", Isa.V2_03)]
    private static Vector128<int> MultiplySumSignedHalfwords(Vector128<int> vra, Vector128<int> vrb, Vector128<int> vrc) =>
        MultiplyEvenSignedHalfwords(vra, vrb) + MultiplyOddSignedHalfwords(vra, vrb) + vrc;

    /// <summary>
    /// Vector Multiply-Sum Signed Halfword Saturate: VRT ← the sums of the products of the halfwords of each word, and VRC.
    /// </summary>
    [Instruction("vmsumshs", "4 VRT VRA VRB VRC 41", Isa.V2_03)]
    private static (Vector128<long> vrt, bool sat) MultiplySumSignedSaturate(
        Vector128<int> vra, Vector128<int> vrb, Vector128<long> vrc)
    {
        var even = MultiplyEvenSignedHalfwords(vra, vrb).AsInt64();
        var odd = MultiplyOddSignedHalfwords(vra, vrb).AsInt64();
        var (first, isFirst) = VectorElements.Clamp(
            VectorElements.Even(even) + VectorElements.Even(odd) + VectorElements.Even(vrc), int.MinValue, int.MaxValue);
        var (second, isSecond) = VectorElements.Clamp(
            VectorElements.Odd(even) + VectorElements.Odd(odd) + VectorElements.Odd(vrc), int.MinValue, int.MaxValue);
        return (VectorElements.Combine(first, second), isFirst | isSecond);
    }

    /// <summary>
    /// Vector Multiply-Sum Unsigned Doubleword Modulo: VRT ← the sum of the products of the doublewords, and VRC.
    /// </summary>
    [Instruction("vmsumudm", "4 VRT VRA VRB VRC 35", Isa.V3_0)]
    private static UInt128 MultiplySumDoublewords(UInt128 vra, UInt128 vrb, UInt128 vrc) =>
        ((vra >> 64) * (vrb >> 64)) + ((UInt128)(ulong)vra * (ulong)vrb) + vrc;

    private static (Vector128<int> Vector, bool Saturated) MultiplyHighAdd(
        Vector128<int> a, Vector128<int> b, Vector128<int> c, int rounding)
    {
        var half = Vector128.Create(rounding);
        var (even, isEven) = VectorElements.Clamp(
            (((VectorElements.Even(a) * VectorElements.Even(b)) + half) >> 15) + VectorElements.Even(c),
            short.MinValue, short.MaxValue);
        var (odd, isOdd) = VectorElements.Clamp(
            (((VectorElements.Odd(a) * VectorElements.Odd(b)) + half) >> 15) + VectorElements.Odd(c),
            short.MinValue, short.MaxValue);
        return (VectorElements.Combine(even, odd), isEven | isOdd);
    }
}
