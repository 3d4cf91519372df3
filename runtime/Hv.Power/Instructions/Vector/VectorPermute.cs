using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hv.Power.Declarations;

namespace Hv.Power.Instructions.Vector;

/// <summary>Selection, permutation and splats of vectors (Power ISA, Book I, 6.8.4 to 6.8.7, 6.9.8).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.Vector)]
internal static partial class VectorPermute
{
    /// <summary>Vector Permute: VRT ← the bytes of VRA and VRB, counted from the first on, that VRC names.</summary>
    [Instruction("vperm", "4 VRT VRA VRB VRC 43", Isa.V2_03)]
    internal static Vector128<byte> Permute(Vector128<byte> vra, Vector128<byte> vrb, Vector128<byte> vrc) =>
        Select(vra, vrb, vrc);

    /// <summary>Vector Permute Right-indexed: VRT ← the bytes of VRA and VRB, counted from the last on, that VRC names.</summary>
    [Instruction("vpermr", "4 VRT VRA VRB VRC 59", Isa.V3_0)]
    internal static Vector128<byte> PermuteRight(Vector128<byte> vra, Vector128<byte> vrb, Vector128<byte> vrc) =>
        Select(vra, vrb, ~vrc);

    /// <summary>
    /// Vector Permute and Exclusive-OR: VRT ← the bytes of VRA and VRB that the halves of the bytes of VRC name, xor.
    /// </summary>
    [Instruction("vpermxor", "4 VRT VRA VRB VRC 45", Isa.V2_07)]
    private static Vector128<byte> PermuteXor(Vector128<byte> vra, Vector128<byte> vrb, Vector128<byte> vrc) =>
        Vector128.Shuffle(vra, HostIndices(vrc >> 4)) ^ Vector128.Shuffle(vrb, HostIndices(vrc & Vector128.Create((byte)0xF)));

    /// <summary>Vector Select: VRT ← the bits of VRB where VRC has ones, those of VRA elsewhere.</summary>
    [Instruction("vsel", "4 VRT VRA VRB VRC 42", Isa.V2_03)]
    private static Vector128<byte> SelectBits(Vector128<byte> vra, Vector128<byte> vrb, Vector128<byte> vrc) =>
        Vector128.ConditionalSelect(vrc, vrb, vra);

    /// <summary>Vector Splat Byte: the bytes of VRT ← the one of VRB that UIM names.</summary>
    [Instruction("vspltb", "4 VRT / UIM VRB 524", Isa.V2_03, Syntax = "VRT,VRB,UIM")]
    private static Vector128<byte> SplatBytes(int uim, Vector128<byte> vrb) => Vector128.Create(vrb.Element(uim));

    /// <summary>Vector Splat Halfword: the halfwords of VRT ← the one of VRB that UIM names.</summary>
    [Instruction("vsplth", "4 VRT /:2 UIM VRB 588", Isa.V2_03, Syntax = "VRT,VRB,UIM")]
    private static Vector128<ushort> SplatHalfwords(int uim, Vector128<ushort> vrb) => Vector128.Create(vrb.Element(uim));

    /// <summary>Vector Splat Word: the words of VRT ← the one of VRB that UIM names.</summary>
    [Instruction("vspltw", "4 VRT /:3 UIM VRB 652", Isa.V2_03, Syntax = "VRT,VRB,UIM")]
    private static Vector128<uint> SplatWords(int uim, Vector128<uint> vrb) => Vector128.Create(vrb.Element(uim));

    /// <summary>Vector Splat Immediate Signed Byte: the bytes of VRT ← SIM.</summary>
    [Instruction("vspltisb", "4 VRT SIM ///:5 780", Isa.V2_03)]
    private static Vector128<sbyte> SplatImmediateBytes(int sim) => Vector128.Create((sbyte)sim);

    /// <summary>Vector Splat Immediate Signed Halfword: the halfwords of VRT ← SIM.</summary>
    [Instruction("vspltish", "4 VRT SIM ///:5 844", Isa.V2_03)]
    private static Vector128<short> SplatImmediateHalfwords(int sim) => Vector128.Create((short)sim);

    /// <summary>Vector Splat Immediate Signed Word: the words of VRT ← SIM.</summary>
    [Instruction("vspltisw", "4 VRT SIM ///:5 908", Isa.V2_03)]
    private static Vector128<int> SplatImmediateWords(int sim) => Vector128.Create(sim);

    /// <summary>
    /// Vector Bit Permute Quadword: bits 48 to 63 of VRT ← the bits of VRA that the bytes of VRB name, 0 for more than 127.
    /// </summary>
    [Instruction("vbpermq", "4 VRT VRA VRB 1356", Isa.V2_07)]
    private static ulong PermuteBits(UInt128 vra, Vector128<byte> vrb)
    {
        var bits = 0UL;
        for (var index = 0; index < 16; index++)
        {
            var bit = vrb.Element(index);
            bits = (bits << 1) | (bit < 128 ? (ulong)(vra >> (127 - bit)) & 1 : 0);
        }

        return bits;
    }

    /// <summary>
    /// Vector Bit Permute Doubleword: the low bytes of the doublewords of VRT ← the bits of those of VRA that the bytes of
    /// those of VRB name.
    /// </summary>
    [Instruction("vbpermd", "4 VRT VRA VRB 1484", Isa.V3_0)]
    private static UInt128 PermuteBitsOfDoublewords(UInt128 vra, UInt128 vrb) => new(
        FixedPointLogical.PermuteBits((ulong)(vrb >> 64), (ulong)(vra >> 64)),
        FixedPointLogical.PermuteBits((ulong)vrb, (ulong)vra));

    /// <summary>The bytes of two vectors, 0 being the first one of the first, that the last five bits of bytes name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Select(Vector128<byte> first, Vector128<byte> second, Vector128<byte> indices)
    {
        var host = HostIndices(indices & Vector128.Create((byte)0xF));
        var isSecond = Vector128.Equals(indices & Vector128.Create((byte)0x10), Vector128.Create((byte)0x10));
        return Vector128.ConditionalSelect(isSecond, Vector128.Shuffle(second, host), Vector128.Shuffle(first, host));
    }

    /// <summary>Where the host has the bytes that numbers from 0 to 15 name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> HostIndices(Vector128<byte> indices) =>
        BitConverter.IsLittleEndian ? indices ^ Vector128.Create((byte)0xF) : indices;
}
