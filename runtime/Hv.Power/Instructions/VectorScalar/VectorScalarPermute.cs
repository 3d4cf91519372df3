using System.Runtime.Intrinsics;
using Hv.Power.Declarations;
using Hv.Power.Instructions.Vector;

namespace Hv.Power.Instructions.VectorScalar;

/// <summary>Permutation of vector-scalar registers (Power ISA, Book I, 7.6.3).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.VectorScalar)]
internal static partial class VectorScalarPermute
{
    /// <summary>VSX Vector Merge High Word: XT ← the words of the first doublewords of XA and XB in turn.</summary>
    [Instruction("xxmrghw", "60 XT XA XB 18 XA XB XT", Isa.V2_06)]
    private static Vector128<ulong> MergeHighWords(Vector128<uint> xa, Vector128<uint> xb) => VectorPack.MergeHighWords(xa, xb);

    /// <summary>VSX Vector Merge Low Word: XT ← the words of the second doublewords of XA and XB in turn.</summary>
    [Instruction("xxmrglw", "60 XT XA XB 50 XA XB XT", Isa.V2_06)]
    private static Vector128<ulong> MergeLowWords(Vector128<uint> xa, Vector128<uint> xb) => VectorPack.MergeLowWords(xa, xb);

    /// <summary>
    /// VSX Vector Permute Doubleword Immediate: XT ← a doubleword of XA and one of XB, the first or the second as DM says.
    /// </summary>
    [Instruction("xxpermdi", "60 XT XA XB 0 DM 10 XA XB XT", Isa.V2_06, Specialize = "DM")]
    [ExtendedMnemonic("xxspltd XT,XA,D", "xxpermdi XT,XA,XA,3*D", OnlyWritten = true)]
    [ExtendedMnemonic("xxmrghd XT,XA,XB", "xxpermdi XT,XA,XB,0")]
    [ExtendedMnemonic("xxmrgld XT,XA,XB", "xxpermdi XT,XA,XB,3")]
    [ExtendedMnemonic("xxswapd XT,XA", "xxpermdi XT,XA,XA,2")]
    private static Vector128<ulong> PermuteDoublewords(Vector128<ulong> xa, Vector128<ulong> xb, int dm) =>
        VectorElements.Doublewords(xa.Element(dm >> 1), xb.Element(dm & 1));

    /// <summary>VSX Vector Permute: XT ← the bytes of XA and XT, counted from the first on, that XB names.</summary>
    [Instruction("xxperm", "60 XT XA XB 26 XA XB XT", Isa.V3_0)]
    private static Vector128<byte> Permute(Vector128<byte> xa, Vector128<byte> xb, Vector128<byte> xt) =>
        VectorPermute.Permute(xa, xt, xb);

    /// <summary>VSX Vector Permute Right-indexed: XT ← the bytes of XA and XT, counted from the last on, that XB names.</summary>
    [Instruction("xxpermr", "60 XT XA XB 58 XA XB XT", Isa.V3_0)]
    private static Vector128<byte> PermuteRight(Vector128<byte> xa, Vector128<byte> xb, Vector128<byte> xt) =>
        VectorPermute.PermuteRight(xa, xt, xb);

    /// <summary>VSX Vector Select: XT ← the bits of XB where XC has ones, those of XA elsewhere.</summary>
    [Instruction("xxsel", "60 XT XA XB XC 3 XC XA XB XT", Isa.V2_06)]
    private static Vector128<byte> Select(Vector128<byte> xa, Vector128<byte> xb, Vector128<byte> xc) =>
        Vector128.ConditionalSelect(xc, xb, xa);

    /// <summary>VSX Vector Shift Left Double by Word Immediate: XT ← the words of XA and XB from SHW on.</summary>
    [Instruction("xxsldwi", "60 XT XA XB 0 SHW 2 XA XB XT", Isa.V2_06)]
    private static UInt128 ShiftLeftDouble(UInt128 xa, UInt128 xb, int shw) =>
        shw == 0 ? xa : (xa << (32 * shw)) | (xb >> (32 * (4 - shw)));

    /// <summary>VSX Vector Splat Word: the words of XT ← the one of XB that UIM names.</summary>
    [Instruction("xxspltw", "60 XT /:3 UIM XB 164 XB XT", Isa.V2_06, Syntax = "XT,XB,UIM")]
    private static Vector128<uint> SplatWord(Vector128<uint> xb, int uim) => Vector128.Create(xb.Element(uim));

    /// <summary>VSX Vector Splat Immediate Byte: the bytes of XT ← IMM8.</summary>
    [Instruction("xxspltib", "60 XT 0:2 IMM8 360 XT", Isa.V3_0, Facility = Facility.VectorScalarOrVector)]
    private static Vector128<byte> SplatByte(uint imm8) => Vector128.Create((byte)imm8);

    /// <summary>VSX Vector Extract Unsigned Word: the first doubleword of XT ← the word of XB that begins at byte UIM.</summary>
    [Instruction("xxextractuw", "60 XT / UIM XB 165 XB XT", Isa.V3_0, Syntax = "XT,XB,UIM")]
    private static ulong ExtractWord(UInt128 xb, int uim) => (uint)UInt128.RotateRight(xb, 8 * (12 - uim));

    /// <summary>VSX Vector Insert Word: the word of XT that begins at byte UIM ← the second one of XB.</summary>
    [Instruction("xxinsertw", "60 XT / UIM XB 181 XB XT", Isa.V3_0, Syntax = "XT,XB,UIM")]
    private static UInt128 InsertWord(ulong xb, int uim, UInt128 xt)
    {
        // Bytes behind the last one, which the ISA leaves undefined, are not stored.
        var below = 8 * (12 - uim);
        var mask = below >= 0 ? (UInt128)uint.MaxValue << below : uint.MaxValue >> -below;
        return (xt & ~mask) | ((below >= 0 ? (UInt128)(uint)xb << below : (uint)xb >> -below) & mask);
    }

    /// <summary>VSX Vector Byte-Reverse Halfword: XT ← XB with the bytes of each halfword reversed.</summary>
    [Instruction("xxbrh", "60 XT 7 XB 475 XB XT", Isa.V3_0)]
    private static Vector128<ushort> ReverseHalfwords(Vector128<ushort> xb) => (xb << 8) | (xb >> 8);

    /// <summary>VSX Vector Byte-Reverse Word: XT ← XB with the bytes of each word reversed.</summary>
    [Instruction("xxbrw", "60 XT 15 XB 475 XB XT", Isa.V3_0)]
    private static Vector128<byte> ReverseWords(Vector128<byte> xb) =>
        Vector128.Shuffle(xb, Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12));

    /// <summary>VSX Vector Byte-Reverse Doubleword: XT ← XB with the bytes of each doubleword reversed.</summary>
    [Instruction("xxbrd", "60 XT 23 XB 475 XB XT", Isa.V3_0)]
    private static Vector128<byte> ReverseDoublewords(Vector128<byte> xb) =>
        Vector128.Shuffle(xb, Vector128.Create((byte)7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8));

    /// <summary>VSX Vector Byte-Reverse Quadword: XT ← XB with its bytes reversed.</summary>
    [Instruction("xxbrq", "60 XT 31 XB 475 XB XT", Isa.V3_0)]
    private static Vector128<byte> ReverseQuadword(Vector128<byte> xb) => VectorMemory.Reverse(xb);
}
