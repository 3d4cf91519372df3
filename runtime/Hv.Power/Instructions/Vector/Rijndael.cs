using System.Runtime.Intrinsics;

namespace Hv.Power.Instructions.Vector;

/// <summary>
/// The steps of a round of AES (FIPS 197, 5.1 and 5.3) on a state whose bytes, in the order of the architecture, are its columns one
/// after the other.
/// </summary>
internal static class Rijndael
{
    private const byte Polynomial = 0x1B;

    private static readonly byte[] Substitutes = MakeSubstitutes();
    private static readonly byte[] Originals = Invert(Substitutes);
    private static readonly Vector128<byte> RowsShifted = Rows(5);
    private static readonly Vector128<byte> RowsUnshifted = Rows(13);

    /// <summary>SubBytes.</summary>
    public static Vector128<byte> Substitute(Vector128<byte> state) => VectorElements.Map<byte, Substitution>(state);

    /// <summary>InvSubBytes.</summary>
    public static Vector128<byte> Unsubstitute(Vector128<byte> state) => VectorElements.Map<byte, Original>(state);

    /// <summary>ShiftRows.</summary>
    public static Vector128<byte> ShiftRows(Vector128<byte> state) => Vector128.Shuffle(state, RowsShifted);

    /// <summary>InvShiftRows.</summary>
    public static Vector128<byte> UnshiftRows(Vector128<byte> state) => Vector128.Shuffle(state, RowsUnshifted);

    /// <summary>MixColumns: each byte becomes twice itself, three times the next one of its column, and the other two.</summary>
    public static Vector128<byte> MixColumns(Vector128<byte> state)
    {
        var next = Rotate(state, 8);
        return Double(state ^ next) ^ next ^ Rotate(state ^ next, 16);
    }

    /// <summary>InvMixColumns: MixColumns of what four times each byte and the second next one of its column have been added to.</summary>
    public static Vector128<byte> UnmixColumns(Vector128<byte> state) => MixColumns(state ^ Double(Double(state ^ Rotate(state, 16))));

    /// <summary>The bytes of each column moved towards its first one, around its end: a word whose first byte is the most significant one.</summary>
    private static Vector128<byte> Rotate(Vector128<byte> state, int bits)
    {
        var columns = state.AsUInt32();
        return ((columns << bits) | (columns >> (32 - bits))).AsByte();
    }

    /// <summary>Each byte times x in GF(2^8).</summary>
    private static Vector128<byte> Double(Vector128<byte> state) =>
        (state << 1) ^ (Vector128.LessThan(state.AsSByte(), Vector128<sbyte>.Zero).AsByte() & Vector128.Create(Polynomial));

    /// <summary>For each byte of the host's vector the one that comes there when each column's next row is taken some bytes further on.</summary>
    private static Vector128<byte> Rows(int step)
    {
        var indices = Vector128<byte>.Zero;
        for (var element = 0; element < 16; element++)
        {
            var (column, row) = (element & ~3, element & 3);
            indices = indices.With(element, (byte)VectorElements.HostIndex<byte>((column + (step * row)) & 15));
        }

        return indices;
    }

    /// <summary>The inverses in GF(2^8), followed by the affine transformation of FIPS 197, 5.1.1.</summary>
    private static byte[] MakeSubstitutes()
    {
        var table = new byte[256];
        table[0] = 0x63;

        // 3 generates all numbers but 0, and 0xF6 is its inverse.
        byte number = 1;
        byte inverse = 1;
        do
        {
            number ^= Double(number);
            inverse = Multiply(inverse, 0xF6);
            table[number] = (byte)(inverse ^ Rotate(inverse, 1) ^ Rotate(inverse, 2) ^ Rotate(inverse, 3) ^ Rotate(inverse, 4) ^ 0x63);
        }
        while (number != 1);

        return table;
    }

    private static byte[] Invert(byte[] table)
    {
        var inverse = new byte[256];
        for (var index = 0; index < 256; index++)
            inverse[table[index]] = (byte)index;

        return inverse;
    }

    private static byte Rotate(byte number, int bits) => byte.RotateLeft(number, bits);

    private static byte Double(byte number) => (byte)((number << 1) ^ (number >= 0x80 ? Polynomial : 0));

    private static byte Multiply(byte first, byte second)
    {
        byte product = 0;
        for (; second != 0; second >>= 1, first = Double(first))
            product ^= (second & 1) != 0 ? first : (byte)0;

        return product;
    }

    private readonly struct Substitution : VectorElements.IUnary<byte>
    {
        public static byte Apply(byte value) => Substitutes[value];
    }

    private readonly struct Original : VectorElements.IUnary<byte>
    {
        public static byte Apply(byte value) => Originals[value];
    }
}
