using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hv.Power.Declarations;

namespace Hv.Power.Instructions.Vector;

/// <summary>Comparisons of vectors of integers (Power ISA, Book I, 6.9.3).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.Vector)]
internal static partial class VectorCompare
{
    /// <summary>Vector Compare Equal Unsigned Byte: VRT ← ones in the bytes of VRA and VRB that are equal, zeros else.</summary>
    [Instruction("vcmpequb", "4 VRT VRA VRB Rc 6", Isa.V2_03)]
    private static (Vector128<byte> vrt, uint cr6) EqualBytes(Vector128<byte> vra, Vector128<byte> vrb) =>
        Masks(Vector128.Equals(vra, vrb));

    /// <summary>
    /// Vector Compare Equal Unsigned Halfword: VRT ← ones in the halfwords of VRA and VRB that are equal, zeros else.
    /// </summary>
    [Instruction("vcmpequh", "4 VRT VRA VRB Rc 70", Isa.V2_03)]
    private static (Vector128<ushort> vrt, uint cr6) EqualHalfwords(Vector128<ushort> vra, Vector128<ushort> vrb) =>
        Masks(Vector128.Equals(vra, vrb));

    /// <summary>Vector Compare Equal Unsigned Word: VRT ← ones in the words of VRA and VRB that are equal, zeros else.</summary>
    [Instruction("vcmpequw", "4 VRT VRA VRB Rc 134", Isa.V2_03)]
    private static (Vector128<uint> vrt, uint cr6) EqualWords(Vector128<uint> vra, Vector128<uint> vrb) =>
        Masks(Vector128.Equals(vra, vrb));

    /// <summary>
    /// Vector Compare Equal Unsigned Doubleword: VRT ← ones in the doublewords of VRA and VRB that are equal, zeros else.
    /// </summary>
    [Instruction("vcmpequd", "4 VRT VRA VRB Rc 199", Isa.V2_07)]
    private static (Vector128<ulong> vrt, uint cr6) EqualDoublewords(Vector128<ulong> vra, Vector128<ulong> vrb) =>
        Masks(Vector128.Equals(vra, vrb));

    /// <summary>
    /// Vector Compare Greater Than Unsigned Byte: VRT ← ones in the bytes of VRA and VRB that are greater in VRA, zeros else.
    /// </summary>
    [Instruction("vcmpgtub", "4 VRT VRA VRB Rc 518", Isa.V2_03)]
    private static (Vector128<byte> vrt, uint cr6) GreaterThanUnsignedBytes(Vector128<byte> vra, Vector128<byte> vrb) =>
        Masks(Vector128.GreaterThan(vra, vrb));

    /// <summary>
    /// Vector Compare Greater Than Unsigned Halfword: VRT ← ones in the halfwords of VRA and VRB that are greater in VRA, zeros
    /// else.
    /// </summary>
    [Instruction("vcmpgtuh", "4 VRT VRA VRB Rc 582", Isa.V2_03)]
    private static (Vector128<ushort> vrt, uint cr6) GreaterThanUnsignedHalfwords(Vector128<ushort> vra, Vector128<ushort> vrb) =>
        Masks(Vector128.GreaterThan(vra, vrb));

    /// <summary>
    /// Vector Compare Greater Than Unsigned Word: VRT ← ones in the words of VRA and VRB that are greater in VRA, zeros else.
    /// </summary>
    [Instruction("vcmpgtuw", "4 VRT VRA VRB Rc 646", Isa.V2_03)]
    private static (Vector128<uint> vrt, uint cr6) GreaterThanUnsignedWords(Vector128<uint> vra, Vector128<uint> vrb) =>
        Masks(Vector128.GreaterThan(vra, vrb));

    /// <summary>
    /// Vector Compare Greater Than Unsigned Doubleword: VRT ← ones in the doublewords of VRA and VRB that are greater in VRA,
    /// zeros else.
    /// </summary>
    [Instruction("vcmpgtud", "4 VRT VRA VRB Rc 711", Isa.V2_07)]
    private static (Vector128<ulong> vrt, uint cr6) GreaterThanUnsignedDoublewords(Vector128<ulong> vra, Vector128<ulong> vrb) =>
        Masks(Vector128.GreaterThan(vra, vrb));

    /// <summary>
    /// Vector Compare Greater Than Signed Byte: VRT ← ones in the bytes of VRA and VRB that are greater in VRA, zeros else.
    /// </summary>
    [Instruction("vcmpgtsb", "4 VRT VRA VRB Rc 774", Isa.V2_03)]
    private static (Vector128<sbyte> vrt, uint cr6) GreaterThanSignedBytes(Vector128<sbyte> vra, Vector128<sbyte> vrb) =>
        Masks(Vector128.GreaterThan(vra, vrb));

    /// <summary>
    /// Vector Compare Greater Than Signed Halfword: VRT ← ones in the halfwords of VRA and VRB that are greater in VRA, zeros
    /// else.
    /// </summary>
    [Instruction("vcmpgtsh", "4 VRT VRA VRB Rc 838", Isa.V2_03)]
    private static (Vector128<short> vrt, uint cr6) GreaterThanSignedHalfwords(Vector128<short> vra, Vector128<short> vrb) =>
        Masks(Vector128.GreaterThan(vra, vrb));

    /// <summary>
    /// Vector Compare Greater Than Signed Word: VRT ← ones in the words of VRA and VRB that are greater in VRA, zeros else.
    /// </summary>
    [Instruction("vcmpgtsw", "4 VRT VRA VRB Rc 902", Isa.V2_03)]
    private static (Vector128<int> vrt, uint cr6) GreaterThanSignedWords(Vector128<int> vra, Vector128<int> vrb) =>
        Masks(Vector128.GreaterThan(vra, vrb));

    /// <summary>
    /// Vector Compare Greater Than Signed Doubleword: VRT ← ones in the doublewords of VRA and VRB that are greater in VRA,
    /// zeros else.
    /// </summary>
    [Instruction("vcmpgtsd", "4 VRT VRA VRB Rc 967", Isa.V2_07)]
    private static (Vector128<long> vrt, uint cr6) GreaterThanSignedDoublewords(Vector128<long> vra, Vector128<long> vrb) =>
        Masks(Vector128.GreaterThan(vra, vrb));

    /// <summary>Vector Compare Not Equal Byte: VRT ← ones in the bytes of VRA and VRB that are not equal, zeros else.</summary>
    [Instruction("vcmpneb", "4 VRT VRA VRB Rc 7", Isa.V3_0)]
    private static (Vector128<byte> vrt, uint cr6) NotEqualBytes(Vector128<byte> vra, Vector128<byte> vrb) =>
        Masks(~Vector128.Equals(vra, vrb));

    /// <summary>
    /// Vector Compare Not Equal Halfword: VRT ← ones in the halfwords of VRA and VRB that are not equal, zeros else.
    /// </summary>
    [Instruction("vcmpneh", "4 VRT VRA VRB Rc 71", Isa.V3_0)]
    private static (Vector128<ushort> vrt, uint cr6) NotEqualHalfwords(Vector128<ushort> vra, Vector128<ushort> vrb) =>
        Masks(~Vector128.Equals(vra, vrb));

    /// <summary>Vector Compare Not Equal Word: VRT ← ones in the words of VRA and VRB that are not equal, zeros else.</summary>
    [Instruction("vcmpnew", "4 VRT VRA VRB Rc 135", Isa.V3_0)]
    private static (Vector128<uint> vrt, uint cr6) NotEqualWords(Vector128<uint> vra, Vector128<uint> vrb) =>
        Masks(~Vector128.Equals(vra, vrb));

    /// <summary>
    /// Vector Compare Not Equal or Zero Byte: VRT ← ones in the bytes of VRA and VRB that are not equal, or one of which is
    /// zero, zeros else.
    /// </summary>
    [Instruction("vcmpnezb", "4 VRT VRA VRB Rc 263", Isa.V3_0)]
    private static (Vector128<byte> vrt, uint cr6) NotEqualOrZeroBytes(Vector128<byte> vra, Vector128<byte> vrb) =>
        Masks(~Vector128.Equals(vra, vrb) | Vector128.IsZero(vra) | Vector128.IsZero(vrb));

    /// <summary>
    /// Vector Compare Not Equal or Zero Halfword: VRT ← ones in the halfwords of VRA and VRB that are not equal, or one of
    /// which is zero, zeros else.
    /// </summary>
    [Instruction("vcmpnezh", "4 VRT VRA VRB Rc 327", Isa.V3_0)]
    private static (Vector128<ushort> vrt, uint cr6) NotEqualOrZeroHalfwords(Vector128<ushort> vra, Vector128<ushort> vrb) =>
        Masks(~Vector128.Equals(vra, vrb) | Vector128.IsZero(vra) | Vector128.IsZero(vrb));

    /// <summary>
    /// Vector Compare Not Equal or Zero Word: VRT ← ones in the words of VRA and VRB that are not equal, or one of which is
    /// zero, zeros else.
    /// </summary>
    [Instruction("vcmpnezw", "4 VRT VRA VRB Rc 391", Isa.V3_0)]
    private static (Vector128<uint> vrt, uint cr6) NotEqualOrZeroWords(Vector128<uint> vra, Vector128<uint> vrb) =>
        Masks(~Vector128.Equals(vra, vrb) | Vector128.IsZero(vra) | Vector128.IsZero(vrb));

    /// <summary>Masks, and what field 6 of CR says of them: 8 when all are ones, 2 when all are zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<T> Masks, uint Field) Masks<T>(Vector128<T> masks) =>
        (masks, masks.AsByte() == Vector128<byte>.AllBitsSet ? 8u : masks.AsByte() == Vector128<byte>.Zero ? 2u : 0);
}
