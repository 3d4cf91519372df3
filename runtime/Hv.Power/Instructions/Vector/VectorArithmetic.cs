using System.Runtime.Intrinsics;
using Hv.Power.Declarations;

namespace Hv.Power.Instructions.Vector;

/// <summary>Sums and differences of vectors of integers (Power ISA, Book I, 6.9.1.1, 6.9.1.2).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.Vector)]
internal static partial class VectorArithmetic
{
    /// <summary>Vector Add Unsigned Byte Modulo: VRT ← VRA + VRB, bytes.</summary>
    [Instruction("vaddubm", "4 VRT VRA VRB 0", Isa.V2_03)]
    private static Vector128<byte> AddBytes(Vector128<byte> vra, Vector128<byte> vrb) => vra + vrb;

    /// <summary>Vector Add Unsigned Halfword Modulo: VRT ← VRA + VRB, halfwords.</summary>
    [Instruction("vadduhm", "4 VRT VRA VRB 64", Isa.V2_03)]
    private static Vector128<ushort> AddHalfwords(Vector128<ushort> vra, Vector128<ushort> vrb) => vra + vrb;

    /// <summary>Vector Add Unsigned Word Modulo: VRT ← VRA + VRB, words.</summary>
    [Instruction("vadduwm", "4 VRT VRA VRB 128", Isa.V2_03)]
    private static Vector128<uint> AddWords(Vector128<uint> vra, Vector128<uint> vrb) => vra + vrb;

    /// <summary>Vector Add Unsigned Doubleword Modulo: VRT ← VRA + VRB, doublewords.</summary>
    [Instruction("vaddudm", "4 VRT VRA VRB 192", Isa.V2_07)]
    private static Vector128<ulong> AddDoublewords(Vector128<ulong> vra, Vector128<ulong> vrb) => vra + vrb;

    /// <summary>Vector Subtract Unsigned Byte Modulo: VRT ← VRA − VRB, bytes.</summary>
    [Instruction("vsububm", "4 VRT VRA VRB 1024", Isa.V2_03)]
    private static Vector128<byte> SubtractBytes(Vector128<byte> vra, Vector128<byte> vrb) => vra - vrb;

    /// <summary>Vector Subtract Unsigned Halfword Modulo: VRT ← VRA − VRB, halfwords.</summary>
    [Instruction("vsubuhm", "4 VRT VRA VRB 1088", Isa.V2_03)]
    private static Vector128<ushort> SubtractHalfwords(Vector128<ushort> vra, Vector128<ushort> vrb) => vra - vrb;

    /// <summary>Vector Subtract Unsigned Word Modulo: VRT ← VRA − VRB, words.</summary>
    [Instruction("vsubuwm", "4 VRT VRA VRB 1152", Isa.V2_03)]
    private static Vector128<uint> SubtractWords(Vector128<uint> vra, Vector128<uint> vrb) => vra - vrb;

    /// <summary>Vector Subtract Unsigned Doubleword Modulo: VRT ← VRA − VRB, doublewords.</summary>
    [Instruction("vsubudm", "4 VRT VRA VRB 1216", Isa.V2_07)]
    private static Vector128<ulong> SubtractDoublewords(Vector128<ulong> vra, Vector128<ulong> vrb) => vra - vrb;

    /// <summary>Vector Add Unsigned Byte Saturate: VRT ← VRA + VRB, bytes.</summary>
    [Instruction("vaddubs", "4 VRT VRA VRB 512", Isa.V2_03)]
    private static (Vector128<byte> vrt, bool sat) AddUnsignedBytes(Vector128<byte> vra, Vector128<byte> vrb) =>
        VectorElements.Sum(vra, vrb);

    /// <summary>Vector Add Unsigned Halfword Saturate: VRT ← VRA + VRB, halfwords.</summary>
    [Instruction("vadduhs", "4 VRT VRA VRB 576", Isa.V2_03)]
    private static (Vector128<ushort> vrt, bool sat) AddUnsignedHalfwords(Vector128<ushort> vra, Vector128<ushort> vrb) =>
        VectorElements.Sum(vra, vrb);

    /// <summary>Vector Add Unsigned Word Saturate: VRT ← VRA + VRB, words.</summary>
    [Instruction("vadduws", "4 VRT VRA VRB 640", Isa.V2_03)]
    private static (Vector128<uint> vrt, bool sat) AddUnsignedWords(Vector128<uint> vra, Vector128<uint> vrb) =>
        VectorElements.Sum(vra, vrb);

    /// <summary>Vector Add Signed Byte Saturate: VRT ← VRA + VRB, bytes.</summary>
    [Instruction("vaddsbs", "4 VRT VRA VRB 768", Isa.V2_03)]
    private static (Vector128<sbyte> vrt, bool sat) AddSignedBytes(Vector128<sbyte> vra, Vector128<sbyte> vrb) =>
        VectorElements.Sum(vra, vrb);

    /// <summary>Vector Add Signed Halfword Saturate: VRT ← VRA + VRB, halfwords.</summary>
    [Instruction("vaddshs", "4 VRT VRA VRB 832", Isa.V2_03)]
    private static (Vector128<short> vrt, bool sat) AddSignedHalfwords(Vector128<short> vra, Vector128<short> vrb) =>
        VectorElements.Sum(vra, vrb);

    /// <summary>Vector Add Signed Word Saturate: VRT ← VRA + VRB, words.</summary>
    [Instruction("vaddsws", "4 VRT VRA VRB 896", Isa.V2_03)]
    private static (Vector128<int> vrt, bool sat) AddSignedWords(Vector128<int> vra, Vector128<int> vrb) =>
        VectorElements.Sum(vra, vrb);

    /// <summary>Vector Subtract Unsigned Byte Saturate: VRT ← VRA − VRB, bytes.</summary>
    [Instruction("vsububs", "4 VRT VRA VRB 1536", Isa.V2_03)]
    private static (Vector128<byte> vrt, bool sat) SubtractUnsignedBytes(Vector128<byte> vra, Vector128<byte> vrb) =>
        VectorElements.Difference(vra, vrb);

    /// <summary>Vector Subtract Unsigned Halfword Saturate: VRT ← VRA − VRB, halfwords.</summary>
    [Instruction("vsubuhs", "4 VRT VRA VRB 1600", Isa.V2_03)]
    private static (Vector128<ushort> vrt, bool sat) SubtractUnsignedHalfwords(Vector128<ushort> vra, Vector128<ushort> vrb) =>
        VectorElements.Difference(vra, vrb);

    /// <summary>Vector Subtract Unsigned Word Saturate: VRT ← VRA − VRB, words.</summary>
    [Instruction("vsubuws", "4 VRT VRA VRB 1664", Isa.V2_03)]
    private static (Vector128<uint> vrt, bool sat) SubtractUnsignedWords(Vector128<uint> vra, Vector128<uint> vrb) =>
        VectorElements.Difference(vra, vrb);

    /// <summary>Vector Subtract Signed Byte Saturate: VRT ← VRA − VRB, bytes.</summary>
    [Instruction("vsubsbs", "4 VRT VRA VRB 1792", Isa.V2_03)]
    private static (Vector128<sbyte> vrt, bool sat) SubtractSignedBytes(Vector128<sbyte> vra, Vector128<sbyte> vrb) =>
        VectorElements.Difference(vra, vrb);

    /// <summary>Vector Subtract Signed Halfword Saturate: VRT ← VRA − VRB, halfwords.</summary>
    [Instruction("vsubshs", "4 VRT VRA VRB 1856", Isa.V2_03)]
    private static (Vector128<short> vrt, bool sat) SubtractSignedHalfwords(Vector128<short> vra, Vector128<short> vrb) =>
        VectorElements.Difference(vra, vrb);

    /// <summary>Vector Subtract Signed Word Saturate: VRT ← VRA − VRB, words.</summary>
    [Instruction("vsubsws", "4 VRT VRA VRB 1920", Isa.V2_03)]
    private static (Vector128<int> vrt, bool sat) SubtractSignedWords(Vector128<int> vra, Vector128<int> vrb) =>
        VectorElements.Difference(vra, vrb);

    /// <summary>Vector Add and Write Carry-Out Unsigned Word: VRT ← the carries of VRA + VRB.</summary>
    [Instruction("vaddcuw", "4 VRT VRA VRB 384", Isa.V2_03)]
    private static Vector128<uint> AddCarries(Vector128<uint> vra, Vector128<uint> vrb) =>
        Vector128.LessThan(vra + vrb, vra) >>> 31;

    /// <summary>
    /// Vector Subtract and Write Carry-Out Unsigned Word: VRT ← the carries of VRA − VRB, 1 where nothing is borrowed.
    /// </summary>
    [Instruction("vsubcuw", "4 VRT VRA VRB 1408", Isa.V2_03)]
    private static Vector128<uint> SubtractCarries(Vector128<uint> vra, Vector128<uint> vrb) =>
        Vector128.GreaterThanOrEqual(vra, vrb) >>> 31;

    /// <summary>Vector Add Unsigned Quadword Modulo: VRT ← VRA + VRB.</summary>
    [Instruction("vadduqm", "4 VRT VRA VRB 256", Isa.V2_07)]
    private static UInt128 AddQuadwords(UInt128 vra, UInt128 vrb) => vra + vrb;

    /// <summary>Vector Add and Write Carry-Out Unsigned Quadword: VRT ← the carry of VRA + VRB.</summary>
    [Instruction("vaddcuq", "4 VRT VRA VRB 320", Isa.V2_07)]
    private static UInt128 AddQuadwordsCarry(UInt128 vra, UInt128 vrb) => Carry(vra, vrb, 0);

    /// <summary>Vector Add Extended Unsigned Quadword Modulo: VRT ← VRA + VRB + the carry in VRC.</summary>
    [Instruction("vaddeuqm", "4 VRT VRA VRB VRC 60", Isa.V2_07)]
    private static UInt128 AddQuadwordsExtended(UInt128 vra, UInt128 vrb, UInt128 vrc) => vra + vrb + (vrc & 1);

    /// <summary>Vector Add Extended and Write Carry-Out Unsigned Quadword: VRT ← the carry of VRA + VRB + that in VRC.</summary>
    [Instruction("vaddecuq", "4 VRT VRA VRB VRC 61", Isa.V2_07)]
    private static UInt128 AddQuadwordsExtendedCarry(UInt128 vra, UInt128 vrb, UInt128 vrc) => Carry(vra, vrb, vrc);

    /// <summary>Vector Subtract Unsigned Quadword Modulo: VRT ← VRA − VRB.</summary>
    [Instruction("vsubuqm", "4 VRT VRA VRB 1280", Isa.V2_07)]
    private static UInt128 SubtractQuadwords(UInt128 vra, UInt128 vrb) => vra - vrb;

    /// <summary>Vector Subtract and Write Carry-Out Unsigned Quadword: VRT ← the carry of VRA − VRB.</summary>
    [Instruction("vsubcuq", "4 VRT VRA VRB 1344", Isa.V2_07)]
    private static UInt128 SubtractQuadwordsCarry(UInt128 vra, UInt128 vrb) => Carry(vra, ~vrb, 1);

    /// <summary>Vector Subtract Extended Unsigned Quadword Modulo: VRT ← VRA + ¬VRB + the carry in VRC.</summary>
    [Instruction("vsubeuqm", "4 VRT VRA VRB VRC 62", Isa.V2_07)]
    private static UInt128 SubtractQuadwordsExtended(UInt128 vra, UInt128 vrb, UInt128 vrc) => vra + ~vrb + (vrc & 1);

    /// <summary>
    /// Vector Subtract Extended and Write Carry-Out Unsigned Quadword: VRT ← the carry of VRA + ¬VRB + that in VRC.
    /// </summary>
    [Instruction("vsubecuq", "4 VRT VRA VRB VRC 63", Isa.V2_07)]
    private static UInt128 SubtractQuadwordsExtendedCarry(UInt128 vra, UInt128 vrb, UInt128 vrc) => Carry(vra, ~vrb, vrc);

    /// <summary>The carry of a sum of quadwords and of the last bit of a third.</summary>
    private static UInt128 Carry(UInt128 first, UInt128 second, UInt128 third)
    {
        var sum = first + second;
        var isCarry = sum < first || (sum == UInt128.MaxValue && (third & 1) != 0);
        return isCarry ? UInt128.One : UInt128.Zero;
    }
}
