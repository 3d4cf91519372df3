using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hv.Power.Declarations;

namespace Hv.Power.Instructions.Vector;

/// <summary>Rotates and shifts of vectors (Power ISA, Book I, 6.9.5).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.Vector)]
internal static partial class VectorShift
{
    /// <summary>Vector Rotate Left Byte: VRT ← VRA rotated left by VRB, bytes.</summary>
    [Instruction("vrlb", "4 VRT VRA VRB 4", Isa.V2_03)]
    private static Vector128<byte> RotateLeftBytes(Vector128<byte> vra, Vector128<byte> vrb) =>
        VectorElements.Map<byte, RotateLeft<byte>>(vra, vrb);

    /// <summary>Vector Rotate Left Halfword: VRT ← VRA rotated left by VRB, halfwords.</summary>
    [Instruction("vrlh", "4 VRT VRA VRB 68", Isa.V2_03)]
    private static Vector128<ushort> RotateLeftHalfwords(Vector128<ushort> vra, Vector128<ushort> vrb) =>
        VectorElements.Map<ushort, RotateLeft<ushort>>(vra, vrb);

    /// <summary>Vector Rotate Left Word: VRT ← VRA rotated left by VRB, words.</summary>
    [Instruction("vrlw", "4 VRT VRA VRB 132", Isa.V2_03)]
    private static Vector128<uint> RotateLeftWords(Vector128<uint> vra, Vector128<uint> vrb) =>
        VectorElements.Map<uint, RotateLeft<uint>>(vra, vrb);

    /// <summary>Vector Rotate Left Doubleword: VRT ← VRA rotated left by VRB, doublewords.</summary>
    [Instruction("vrld", "4 VRT VRA VRB 196", Isa.V2_07)]
    private static Vector128<ulong> RotateLeftDoublewords(Vector128<ulong> vra, Vector128<ulong> vrb) =>
        VectorElements.Map<ulong, RotateLeft<ulong>>(vra, vrb);

    /// <summary>Vector Shift Left Byte: VRT ← VRA shifted left by VRB, bytes.</summary>
    [Instruction("vslb", "4 VRT VRA VRB 260", Isa.V2_03)]
    private static Vector128<byte> ShiftLeftBytes(Vector128<byte> vra, Vector128<byte> vrb) =>
        VectorElements.Map<byte, ShiftLeft<byte>>(vra, vrb);

    /// <summary>Vector Shift Left Halfword: VRT ← VRA shifted left by VRB, halfwords.</summary>
    [Instruction("vslh", "4 VRT VRA VRB 324", Isa.V2_03)]
    private static Vector128<ushort> ShiftLeftHalfwords(Vector128<ushort> vra, Vector128<ushort> vrb) =>
        VectorElements.Map<ushort, ShiftLeft<ushort>>(vra, vrb);

    /// <summary>Vector Shift Left Word: VRT ← VRA shifted left by VRB, words.</summary>
    [Instruction("vslw", "4 VRT VRA VRB 388", Isa.V2_03)]
    private static Vector128<uint> ShiftLeftWords(Vector128<uint> vra, Vector128<uint> vrb) =>
        VectorElements.Map<uint, ShiftLeft<uint>>(vra, vrb);

    /// <summary>Vector Shift Left Doubleword: VRT ← VRA shifted left by VRB, doublewords.</summary>
    [Instruction("vsld", "4 VRT VRA VRB 1476", Isa.V2_07)]
    private static Vector128<ulong> ShiftLeftDoublewords(Vector128<ulong> vra, Vector128<ulong> vrb) =>
        VectorElements.Map<ulong, ShiftLeft<ulong>>(vra, vrb);

    /// <summary>Vector Shift Right Byte: VRT ← VRA shifted right by VRB, bytes.</summary>
    [Instruction("vsrb", "4 VRT VRA VRB 516", Isa.V2_03)]
    private static Vector128<byte> ShiftRightBytes(Vector128<byte> vra, Vector128<byte> vrb) =>
        VectorElements.Map<byte, ShiftRight<byte>>(vra, vrb);

    /// <summary>Vector Shift Right Halfword: VRT ← VRA shifted right by VRB, halfwords.</summary>
    [Instruction("vsrh", "4 VRT VRA VRB 580", Isa.V2_03)]
    private static Vector128<ushort> ShiftRightHalfwords(Vector128<ushort> vra, Vector128<ushort> vrb) =>
        VectorElements.Map<ushort, ShiftRight<ushort>>(vra, vrb);

    /// <summary>Vector Shift Right Word: VRT ← VRA shifted right by VRB, words.</summary>
    [Instruction("vsrw", "4 VRT VRA VRB 644", Isa.V2_03)]
    private static Vector128<uint> ShiftRightWords(Vector128<uint> vra, Vector128<uint> vrb) =>
        VectorElements.Map<uint, ShiftRight<uint>>(vra, vrb);

    /// <summary>Vector Shift Right Doubleword: VRT ← VRA shifted right by VRB, doublewords.</summary>
    [Instruction("vsrd", "4 VRT VRA VRB 1732", Isa.V2_07)]
    private static Vector128<ulong> ShiftRightDoublewords(Vector128<ulong> vra, Vector128<ulong> vrb) =>
        VectorElements.Map<ulong, ShiftRight<ulong>>(vra, vrb);

    /// <summary>Vector Shift Right Algebraic Byte: VRT ← VRA shifted right, with the sign, by VRB, bytes.</summary>
    [Instruction("vsrab", "4 VRT VRA VRB 772", Isa.V2_03)]
    private static Vector128<sbyte> ShiftRightAlgebraicBytes(Vector128<sbyte> vra, Vector128<sbyte> vrb) =>
        VectorElements.Map<sbyte, ShiftRight<sbyte>>(vra, vrb);

    /// <summary>Vector Shift Right Algebraic Halfword: VRT ← VRA shifted right, with the sign, by VRB, halfwords.</summary>
    [Instruction("vsrah", "4 VRT VRA VRB 836", Isa.V2_03)]
    private static Vector128<short> ShiftRightAlgebraicHalfwords(Vector128<short> vra, Vector128<short> vrb) =>
        VectorElements.Map<short, ShiftRight<short>>(vra, vrb);

    /// <summary>Vector Shift Right Algebraic Word: VRT ← VRA shifted right, with the sign, by VRB, words.</summary>
    [Instruction("vsraw", "4 VRT VRA VRB 900", Isa.V2_03)]
    private static Vector128<int> ShiftRightAlgebraicWords(Vector128<int> vra, Vector128<int> vrb) =>
        VectorElements.Map<int, ShiftRight<int>>(vra, vrb);

    /// <summary>Vector Shift Right Algebraic Doubleword: VRT ← VRA shifted right, with the sign, by VRB, doublewords.</summary>
    [Instruction("vsrad", "4 VRT VRA VRB 964", Isa.V2_07)]
    private static Vector128<long> ShiftRightAlgebraicDoublewords(Vector128<long> vra, Vector128<long> vrb) =>
        VectorElements.Map<long, ShiftRight<long>>(vra, vrb);

    /// <summary>Vector Rotate Left Word then AND with Mask: VRT ← VRA rotated and masked as VRB says, words.</summary>
    [Instruction("vrlwnm", "4 VRT VRA VRB 389", Isa.V3_0)]
    private static Vector128<uint> RotateMaskWords(Vector128<uint> vra, Vector128<uint> vrb) =>
        VectorElements.Map<uint, RotateMask<uint>>(vra, vrb);

    /// <summary>
    /// Vector Rotate Left Word then Mask Insert: VRT ← VRA rotated, inserted where the mask of VRB has ones, words.
    /// </summary>
    [Instruction("vrlwmi", "4 VRT VRA VRB 133", Isa.V3_0)]
    private static Vector128<uint> RotateInsertWords(Vector128<uint> vra, Vector128<uint> vrb, Vector128<uint> vrt) =>
        Vector128.ConditionalSelect(VectorElements.Map<uint, Mask<uint>>(vrb), RotateMaskWords(vra, vrb), vrt);

    /// <summary>
    /// Vector Rotate Left Doubleword then AND with Mask: VRT ← VRA rotated and masked as VRB says, doublewords.
    /// </summary>
    [Instruction("vrldnm", "4 VRT VRA VRB 453", Isa.V3_0)]
    private static Vector128<ulong> RotateMaskDoublewords(Vector128<ulong> vra, Vector128<ulong> vrb) =>
        VectorElements.Map<ulong, RotateMask<ulong>>(vra, vrb);

    /// <summary>
    /// Vector Rotate Left Doubleword then Mask Insert: VRT ← VRA rotated, inserted where the mask of VRB has ones, doublewords.
    /// </summary>
    [Instruction("vrldmi", "4 VRT VRA VRB 197", Isa.V3_0)]
    private static Vector128<ulong> RotateInsertDoublewords(Vector128<ulong> vra, Vector128<ulong> vrb, Vector128<ulong> vrt) =>
        Vector128.ConditionalSelect(VectorElements.Map<ulong, Mask<ulong>>(vrb), RotateMaskDoublewords(vra, vrb), vrt);

    /// <summary>Vector Shift Left: VRT ← VRA shifted left by up to 7 bits.</summary>
    [Instruction("vsl", "4 VRT VRA VRB 452", Isa.V2_03)]
    private static UInt128 ShiftLeftBits(UInt128 vra, UInt128 vrb) => vra << ((int)(uint)vrb & 7);

    /// <summary>Vector Shift Right: VRT ← VRA shifted right by up to 7 bits.</summary>
    [Instruction("vsr", "4 VRT VRA VRB 708", Isa.V2_03)]
    private static UInt128 ShiftRightBits(UInt128 vra, UInt128 vrb) => vra >> ((int)(uint)vrb & 7);

    /// <summary>Vector Shift Left by Octet: VRT ← VRA shifted left by up to 15 bytes.</summary>
    [Instruction("vslo", "4 VRT VRA VRB 1036", Isa.V2_03)]
    private static UInt128 ShiftLeftBytes(UInt128 vra, UInt128 vrb) => vra << ((int)(uint)vrb & 0x78);

    /// <summary>Vector Shift Right by Octet: VRT ← VRA shifted right by up to 15 bytes.</summary>
    [Instruction("vsro", "4 VRT VRA VRB 1100", Isa.V2_03)]
    private static UInt128 ShiftRightBytes(UInt128 vra, UInt128 vrb) => vra >> ((int)(uint)vrb & 0x78);

    /// <summary>Vector Shift Left Double by Octet Immediate: VRT ← the bytes of VRA and VRB from SHB on.</summary>
    [Instruction("vsldoi", "4 VRT VRA VRB / SHB 44", Isa.V2_03)]
    private static UInt128 ShiftLeftDouble(UInt128 vra, UInt128 vrb, int shb) =>
        shb == 0 ? vra : (vra << (8 * shb)) | (vrb >> (8 * (16 - shb)));

    /// <summary>
    /// Vector Shift Left Variable: VRT ← the bytes of VRA, each with the one behind it, shifted left by the bits that VRB says.
    /// </summary>
    [Instruction("vslv", "4 VRT VRA VRB 1860", Isa.V3_0)]
    private static Vector128<byte> ShiftLeftVariable(UInt128 vra, Vector128<byte> vrb) =>
        VectorElements.Map<byte, ShiftLeftLow<byte>>(Bytes(vra), vrb)
        | VectorElements.Map<byte, ShiftRightRest<byte>>(Bytes(vra << 8), vrb);

    /// <summary>
    /// Vector Shift Right Variable: VRT ← the bytes of VRA, each with the one before it, shifted right by the bits that VRB says.
    /// </summary>
    [Instruction("vsrv", "4 VRT VRA VRB 1796", Isa.V3_0)]
    private static Vector128<byte> ShiftRightVariable(UInt128 vra, Vector128<byte> vrb) =>
        VectorElements.Map<byte, ShiftRightLow<byte>>(Bytes(vra), vrb)
        | VectorElements.Map<byte, ShiftLeftRest<byte>>(Bytes(vra >> 8), vrb);

    private static Vector128<byte> Bytes(UInt128 value) => Unsafe.BitCast<UInt128, Vector128<byte>>(value);

    /// <summary>The low bits of a number that count the bits of its type.</summary>
    private static int Count<T>(T number)
        where T : IBinaryInteger<T> => int.CreateTruncating(number) & ((8 * Unsafe.SizeOf<T>()) - 1);

    private readonly struct RotateLeft<T> : VectorElements.IBinary<T>
        where T : unmanaged, IBinaryInteger<T>
    {
        public static T Apply(T first, T second) => T.RotateLeft(first, Count(second));
    }

    private readonly struct ShiftLeft<T> : VectorElements.IBinary<T>
        where T : unmanaged, IBinaryInteger<T>
    {
        public static T Apply(T first, T second) => first << Count(second);
    }

    private readonly struct ShiftRight<T> : VectorElements.IBinary<T>
        where T : unmanaged, IBinaryInteger<T>
    {
        public static T Apply(T first, T second) => first >> Count(second);
    }

    private readonly struct RotateMask<T> : VectorElements.IBinary<T>
        where T : unmanaged, IBinaryInteger<T>
    {
        public static T Apply(T first, T second) => T.RotateLeft(first, Count(second)) & Mask<T>.Apply(second);
    }

    private readonly struct ShiftLeftLow<T> : VectorElements.IBinary<T>
        where T : unmanaged, IBinaryInteger<T>
    {
        public static T Apply(T first, T second) => first << (int.CreateTruncating(second) & 7);
    }

    private readonly struct ShiftLeftRest<T> : VectorElements.IBinary<T>
        where T : unmanaged, IBinaryInteger<T>
    {
        public static T Apply(T first, T second) => (first << 1) << (7 - (int.CreateTruncating(second) & 7));
    }

    private readonly struct ShiftRightLow<T> : VectorElements.IBinary<T>
        where T : unmanaged, IBinaryInteger<T>
    {
        public static T Apply(T first, T second) => first >> (int.CreateTruncating(second) & 7);
    }

    private readonly struct ShiftRightRest<T> : VectorElements.IBinary<T>
        where T : unmanaged, IBinaryInteger<T>
    {
        public static T Apply(T first, T second) => (first >> 1) >> (7 - (int.CreateTruncating(second) & 7));
    }

    /// <summary>
    /// Ones from the bit that the third byte from the right names to the one that the second names, around the end if need be.
    /// </summary>
    private readonly struct Mask<T> : VectorElements.IUnary<T>
        where T : unmanaged, IBinaryInteger<T>
    {
        public static T Apply(T value)
        {
            var (begin, end) = (Count(value >> 16), Count(value >> 8));
            var from = T.AllBitsSet >>> begin;
            var behind = (T.AllBitsSet >>> end) >>> 1;
            return begin <= end ? from ^ behind : ~(behind ^ from);
        }
    }
}
