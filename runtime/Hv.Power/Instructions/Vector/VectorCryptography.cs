using System.Numerics;
using System.Runtime.Intrinsics;
using Hv.Power.Declarations;

namespace Hv.Power.Instructions.Vector;

/// <summary>Steps of AES, SHA-2 and polynomial products (Power ISA, Book I, 6.11).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.Vector)]
internal static partial class VectorCryptography
{
    /// <summary>Vector AES Cipher: VRT ← a round of encryption of VRA with the key VRB.</summary>
    [Instruction("vcipher", "4 VRT VRA VRB 1288", Isa.V2_07)]
    private static Vector128<byte> Cipher(Vector128<byte> vra, Vector128<byte> vrb) =>
        Rijndael.MixColumns(Rijndael.Substitute(Rijndael.ShiftRows(vra))) ^ vrb;

    /// <summary>Vector AES Cipher Last: VRT ← the last round of encryption of VRA with the key VRB.</summary>
    [Instruction("vcipherlast", "4 VRT VRA VRB 1289", Isa.V2_07)]
    private static Vector128<byte> CipherLast(Vector128<byte> vra, Vector128<byte> vrb) =>
        Rijndael.Substitute(Rijndael.ShiftRows(vra)) ^ vrb;

    /// <summary>Vector AES Inverse Cipher: VRT ← a round of decryption of VRA with the key VRB.</summary>
    [Instruction("vncipher", "4 VRT VRA VRB 1352", Isa.V2_07)]
    private static Vector128<byte> InverseCipher(Vector128<byte> vra, Vector128<byte> vrb) =>
        Rijndael.UnmixColumns(Rijndael.Unsubstitute(Rijndael.UnshiftRows(vra)) ^ vrb);

    /// <summary>Vector AES Inverse Cipher Last: VRT ← the last round of decryption of VRA with the key VRB.</summary>
    [Instruction("vncipherlast", "4 VRT VRA VRB 1353", Isa.V2_07)]
    private static Vector128<byte> InverseCipherLast(Vector128<byte> vra, Vector128<byte> vrb) =>
        Rijndael.Unsubstitute(Rijndael.UnshiftRows(vra)) ^ vrb;

    /// <summary>Vector AES SubBytes: VRT ← the substitutes of the bytes of VRA.</summary>
    [Instruction("vsbox", "4 VRT VRA ///:5 1480", Isa.V2_07)]
    private static Vector128<byte> SubstituteBytes(Vector128<byte> vra) => Rijndael.Substitute(vra);

    /// <summary>Vector SHA-256 Sigma Word: the words of VRT ← σ or Σ of those of VRA, 0 or 1 as SIX says for each.</summary>
    [Instruction("vshasigmaw", "4 VRT VRA ST SIX 1666", Isa.V2_07)]
    private static Vector128<uint> Sigma256(Vector128<uint> vra, uint st, uint six)
    {
        var (zero, one) = st == 0
            ? (Rotate(vra, 7) ^ Rotate(vra, 18) ^ (vra >>> 3), Rotate(vra, 17) ^ Rotate(vra, 19) ^ (vra >>> 10))
            : (Rotate(vra, 2) ^ Rotate(vra, 13) ^ Rotate(vra, 22), Rotate(vra, 6) ^ Rotate(vra, 11) ^ Rotate(vra, 25));
        var bits = BitConverter.IsLittleEndian ? Vector128.Create(1u, 2, 4, 8) : Vector128.Create(8u, 4, 2, 1);
        return Vector128.ConditionalSelect(Vector128.Equals(bits & Vector128.Create(six), bits), one, zero);
    }

    /// <summary>
    /// Vector SHA-512 Sigma Doubleword: the doublewords of VRT ← σ or Σ of those of VRA, 0 or 1 as SIX says for each.
    /// </summary>
    [Instruction("vshasigmad", "4 VRT VRA ST SIX 1730", Isa.V2_07)]
    private static Vector128<ulong> Sigma512(Vector128<ulong> vra, uint st, uint six)
    {
        var (zero, one) = st == 0
            ? (Rotate(vra, 1) ^ Rotate(vra, 8) ^ (vra >>> 7), Rotate(vra, 19) ^ Rotate(vra, 61) ^ (vra >>> 6))
            : (Rotate(vra, 28) ^ Rotate(vra, 34) ^ Rotate(vra, 39), Rotate(vra, 14) ^ Rotate(vra, 18) ^ Rotate(vra, 41));
        var bits = BitConverter.IsLittleEndian ? Vector128.Create(2ul, 8) : Vector128.Create(8ul, 2);
        return Vector128.ConditionalSelect(Vector128.Equals(bits & Vector128.Create((ulong)six), bits), one, zero);
    }

    /// <summary>
    /// Vector Polynomial Multiply-Sum Byte: the halfwords of VRT ← the products of the even and of the odd bytes of VRA and
    /// VRB, xor.
    /// </summary>
    [Instruction("vpmsumb", "4 VRT VRA VRB 1032", Isa.V2_07)]
    private static Vector128<ushort> MultiplyPolynomialsBytes(Vector128<ushort> vra, Vector128<ushort> vrb) =>
        ProductsXor(vra, vrb);

    /// <summary>
    /// Vector Polynomial Multiply-Sum Halfword: the words of VRT ← the products of the even and of the odd halfwords of VRA and
    /// VRB, xor.
    /// </summary>
    [Instruction("vpmsumh", "4 VRT VRA VRB 1096", Isa.V2_07)]
    private static Vector128<uint> MultiplyPolynomialsHalfwords(Vector128<uint> vra, Vector128<uint> vrb) =>
        ProductsXor(vra, vrb);

    /// <summary>
    /// Vector Polynomial Multiply-Sum Word: the doublewords of VRT ← the products of the even and of the odd words of VRA and
    /// VRB, xor.
    /// </summary>
    [Instruction("vpmsumw", "4 VRT VRA VRB 1160", Isa.V2_07)]
    private static Vector128<ulong> MultiplyPolynomialsWords(Vector128<ulong> vra, Vector128<ulong> vrb) => ProductsXor(vra, vrb);

    /// <summary>Vector Polynomial Multiply-Sum Doubleword: VRT ← the products of the doublewords of VRA and VRB, xor.</summary>
    [Instruction("vpmsumd", "4 VRT VRA VRB 1224", Isa.V2_07)]
    private static UInt128 MultiplyPolynomialsDoublewords(Vector128<ulong> vra, Vector128<ulong> vrb) =>
        Product(vra.GetElement(0), vrb.GetElement(0)) ^ Product(vra.GetElement(1), vrb.GetElement(1));

    /// <summary>Elements rotated to the right.</summary>
    private static Vector128<T> Rotate<T>(Vector128<T> vector, int count) =>
        (vector >>> count) | (vector << ((128 / Vector128<T>.Count) - count));

    /// <summary>
    /// The products of polynomials over GF(2) in both halves of elements, which an element of twice their width holds.
    /// </summary>
    private static Vector128<T> ProductsXor<T>(Vector128<T> first, Vector128<T> second) =>
        Products(VectorElements.Even(first), VectorElements.Even(second))
        ^ Products(VectorElements.Odd(first), VectorElements.Odd(second));

    private static Vector128<T> Products<T>(Vector128<T> first, Vector128<T> second)
    {
        var bits = 64 / Vector128<T>.Count;
        var product = Vector128<T>.Zero;
        for (var bit = 0; bit < bits; bit++)
            product ^= (first << bit) & (Vector128<T>.Zero - ((second >>> bit) & Vector128<T>.One));

        return product;
    }

    private static UInt128 Product(ulong first, ulong second)
    {
        var product = UInt128.Zero;
        for (; second != 0; second &= second - 1)
            product ^= (UInt128)first << BitOperations.TrailingZeroCount(second);

        return product;
    }
}
