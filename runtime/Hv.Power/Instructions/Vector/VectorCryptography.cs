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
    private static Vector128<uint> Sigma256(Vector128<uint> vra, uint st, int six)
    {
        for (var element = 0; element < 4; element++)
        {
            var x = vra.Element(element);
            var isOne = (six & (8 >> element)) != 0;
            var sigma = (st, isOne) switch
            {
                (0, false) => uint.RotateRight(x, 7) ^ uint.RotateRight(x, 18) ^ (x >> 3),
                (0, true) => uint.RotateRight(x, 17) ^ uint.RotateRight(x, 19) ^ (x >> 10),
                (_, false) => uint.RotateRight(x, 2) ^ uint.RotateRight(x, 13) ^ uint.RotateRight(x, 22),
                (_, true) => uint.RotateRight(x, 6) ^ uint.RotateRight(x, 11) ^ uint.RotateRight(x, 25),
            };
            vra = vra.With(element, sigma);
        }

        return vra;
    }

    /// <summary>
    /// Vector SHA-512 Sigma Doubleword: the doublewords of VRT ← σ or Σ of those of VRA, 0 or 1 as SIX says for each.
    /// </summary>
    [Instruction("vshasigmad", "4 VRT VRA ST SIX 1730", Isa.V2_07)]
    private static Vector128<ulong> Sigma512(Vector128<ulong> vra, uint st, int six)
    {
        for (var element = 0; element < 2; element++)
        {
            var x = vra.Element(element);
            var isOne = (six & (8 >> (2 * element))) != 0;
            var sigma = (st, isOne) switch
            {
                (0, false) => ulong.RotateRight(x, 1) ^ ulong.RotateRight(x, 8) ^ (x >> 7),
                (0, true) => ulong.RotateRight(x, 19) ^ ulong.RotateRight(x, 61) ^ (x >> 6),
                (_, false) => ulong.RotateRight(x, 28) ^ ulong.RotateRight(x, 34) ^ ulong.RotateRight(x, 39),
                (_, true) => ulong.RotateRight(x, 14) ^ ulong.RotateRight(x, 18) ^ ulong.RotateRight(x, 41),
            };
            vra = vra.With(element, sigma);
        }

        return vra;
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
