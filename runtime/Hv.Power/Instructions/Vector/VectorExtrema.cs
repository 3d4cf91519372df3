using System.Runtime.Intrinsics;
using Hv.Power.Declarations;

namespace Hv.Power.Instructions.Vector;

/// <summary>
/// Averages, differences, greatest and least of vectors of integers, signs (Power ISA, Book I, 6.9.1.6 to 6.9.1.10).
/// </summary>
[Instructions(typeof(PowerIsa), Facility = Facility.Vector)]
internal static partial class VectorExtrema
{
    /// <summary>Vector Average Unsigned Byte: VRT ← half of the sum of VRA and VRB, rounded up, bytes.</summary>
    [Instruction("vavgub", "4 VRT VRA VRB 1026", Isa.V2_03)]
    private static Vector128<byte> AverageUnsignedBytes(Vector128<byte> vra, Vector128<byte> vrb) => Average(vra, vrb);

    /// <summary>Vector Average Unsigned Halfword: VRT ← half of the sum of VRA and VRB, rounded up, halfwords.</summary>
    [Instruction("vavguh", "4 VRT VRA VRB 1090", Isa.V2_03)]
    private static Vector128<ushort> AverageUnsignedHalfwords(Vector128<ushort> vra, Vector128<ushort> vrb) => Average(vra, vrb);

    /// <summary>Vector Average Unsigned Word: VRT ← half of the sum of VRA and VRB, rounded up, words.</summary>
    [Instruction("vavguw", "4 VRT VRA VRB 1154", Isa.V2_03)]
    private static Vector128<uint> AverageUnsignedWords(Vector128<uint> vra, Vector128<uint> vrb) => Average(vra, vrb);

    /// <summary>Vector Average Signed Byte: VRT ← half of the sum of VRA and VRB, rounded up, bytes.</summary>
    [Instruction("vavgsb", "4 VRT VRA VRB 1282", Isa.V2_03)]
    private static Vector128<sbyte> AverageSignedBytes(Vector128<sbyte> vra, Vector128<sbyte> vrb) => Average(vra, vrb);

    /// <summary>Vector Average Signed Halfword: VRT ← half of the sum of VRA and VRB, rounded up, halfwords.</summary>
    [Instruction("vavgsh", "4 VRT VRA VRB 1346", Isa.V2_03)]
    private static Vector128<short> AverageSignedHalfwords(Vector128<short> vra, Vector128<short> vrb) => Average(vra, vrb);

    /// <summary>Vector Average Signed Word: VRT ← half of the sum of VRA and VRB, rounded up, words.</summary>
    [Instruction("vavgsw", "4 VRT VRA VRB 1410", Isa.V2_03)]
    private static Vector128<int> AverageSignedWords(Vector128<int> vra, Vector128<int> vrb) => Average(vra, vrb);

    /// <summary>Vector Absolute Difference Unsigned Byte: VRT ← |VRA − VRB|, bytes.</summary>
    [Instruction("vabsdub", "4 VRT VRA VRB 1027", Isa.V3_0)]
    private static Vector128<byte> DistanceBytes(Vector128<byte> vra, Vector128<byte> vrb) =>
        Vector128.Max(vra, vrb) - Vector128.Min(vra, vrb);

    /// <summary>Vector Absolute Difference Unsigned Halfword: VRT ← |VRA − VRB|, halfwords.</summary>
    [Instruction("vabsduh", "4 VRT VRA VRB 1091", Isa.V3_0)]
    private static Vector128<ushort> DistanceHalfwords(Vector128<ushort> vra, Vector128<ushort> vrb) =>
        Vector128.Max(vra, vrb) - Vector128.Min(vra, vrb);

    /// <summary>Vector Absolute Difference Unsigned Word: VRT ← |VRA − VRB|, words.</summary>
    [Instruction("vabsduw", "4 VRT VRA VRB 1155", Isa.V3_0)]
    private static Vector128<uint> DistanceWords(Vector128<uint> vra, Vector128<uint> vrb) =>
        Vector128.Max(vra, vrb) - Vector128.Min(vra, vrb);

    /// <summary>Vector Maximum Unsigned Byte: VRT ← the greater of VRA and VRB, bytes.</summary>
    [Instruction("vmaxub", "4 VRT VRA VRB 2", Isa.V2_03)]
    private static Vector128<byte> MaximumUnsignedBytes(Vector128<byte> vra, Vector128<byte> vrb) => Vector128.Max(vra, vrb);

    /// <summary>Vector Maximum Unsigned Halfword: VRT ← the greater of VRA and VRB, halfwords.</summary>
    [Instruction("vmaxuh", "4 VRT VRA VRB 66", Isa.V2_03)]
    private static Vector128<ushort> MaximumUnsignedHalfwords(Vector128<ushort> vra, Vector128<ushort> vrb) =>
        Vector128.Max(vra, vrb);

    /// <summary>Vector Maximum Unsigned Word: VRT ← the greater of VRA and VRB, words.</summary>
    [Instruction("vmaxuw", "4 VRT VRA VRB 130", Isa.V2_03)]
    private static Vector128<uint> MaximumUnsignedWords(Vector128<uint> vra, Vector128<uint> vrb) => Vector128.Max(vra, vrb);

    /// <summary>Vector Maximum Unsigned Doubleword: VRT ← the greater of VRA and VRB, doublewords.</summary>
    [Instruction("vmaxud", "4 VRT VRA VRB 194", Isa.V2_07)]
    private static Vector128<ulong> MaximumUnsignedDoublewords(Vector128<ulong> vra, Vector128<ulong> vrb) =>
        Vector128.Max(vra, vrb);

    /// <summary>Vector Maximum Signed Byte: VRT ← the greater of VRA and VRB, bytes.</summary>
    [Instruction("vmaxsb", "4 VRT VRA VRB 258", Isa.V2_03)]
    private static Vector128<sbyte> MaximumSignedBytes(Vector128<sbyte> vra, Vector128<sbyte> vrb) => Vector128.Max(vra, vrb);

    /// <summary>Vector Maximum Signed Halfword: VRT ← the greater of VRA and VRB, halfwords.</summary>
    [Instruction("vmaxsh", "4 VRT VRA VRB 322", Isa.V2_03)]
    private static Vector128<short> MaximumSignedHalfwords(Vector128<short> vra, Vector128<short> vrb) => Vector128.Max(vra, vrb);

    /// <summary>Vector Maximum Signed Word: VRT ← the greater of VRA and VRB, words.</summary>
    [Instruction("vmaxsw", "4 VRT VRA VRB 386", Isa.V2_03)]
    private static Vector128<int> MaximumSignedWords(Vector128<int> vra, Vector128<int> vrb) => Vector128.Max(vra, vrb);

    /// <summary>Vector Maximum Signed Doubleword: VRT ← the greater of VRA and VRB, doublewords.</summary>
    [Instruction("vmaxsd", "4 VRT VRA VRB 450", Isa.V2_07)]
    private static Vector128<long> MaximumSignedDoublewords(Vector128<long> vra, Vector128<long> vrb) => Vector128.Max(vra, vrb);

    /// <summary>Vector Minimum Unsigned Byte: VRT ← the lesser of VRA and VRB, bytes.</summary>
    [Instruction("vminub", "4 VRT VRA VRB 514", Isa.V2_03)]
    private static Vector128<byte> MinimumUnsignedBytes(Vector128<byte> vra, Vector128<byte> vrb) => Vector128.Min(vra, vrb);

    /// <summary>Vector Minimum Unsigned Halfword: VRT ← the lesser of VRA and VRB, halfwords.</summary>
    [Instruction("vminuh", "4 VRT VRA VRB 578", Isa.V2_03)]
    private static Vector128<ushort> MinimumUnsignedHalfwords(Vector128<ushort> vra, Vector128<ushort> vrb) =>
        Vector128.Min(vra, vrb);

    /// <summary>Vector Minimum Unsigned Word: VRT ← the lesser of VRA and VRB, words.</summary>
    [Instruction("vminuw", "4 VRT VRA VRB 642", Isa.V2_03)]
    private static Vector128<uint> MinimumUnsignedWords(Vector128<uint> vra, Vector128<uint> vrb) => Vector128.Min(vra, vrb);

    /// <summary>Vector Minimum Unsigned Doubleword: VRT ← the lesser of VRA and VRB, doublewords.</summary>
    [Instruction("vminud", "4 VRT VRA VRB 706", Isa.V2_07)]
    private static Vector128<ulong> MinimumUnsignedDoublewords(Vector128<ulong> vra, Vector128<ulong> vrb) =>
        Vector128.Min(vra, vrb);

    /// <summary>Vector Minimum Signed Byte: VRT ← the lesser of VRA and VRB, bytes.</summary>
    [Instruction("vminsb", "4 VRT VRA VRB 770", Isa.V2_03)]
    private static Vector128<sbyte> MinimumSignedBytes(Vector128<sbyte> vra, Vector128<sbyte> vrb) => Vector128.Min(vra, vrb);

    /// <summary>Vector Minimum Signed Halfword: VRT ← the lesser of VRA and VRB, halfwords.</summary>
    [Instruction("vminsh", "4 VRT VRA VRB 834", Isa.V2_03)]
    private static Vector128<short> MinimumSignedHalfwords(Vector128<short> vra, Vector128<short> vrb) => Vector128.Min(vra, vrb);

    /// <summary>Vector Minimum Signed Word: VRT ← the lesser of VRA and VRB, words.</summary>
    [Instruction("vminsw", "4 VRT VRA VRB 898", Isa.V2_03)]
    private static Vector128<int> MinimumSignedWords(Vector128<int> vra, Vector128<int> vrb) => Vector128.Min(vra, vrb);

    /// <summary>Vector Minimum Signed Doubleword: VRT ← the lesser of VRA and VRB, doublewords.</summary>
    [Instruction("vminsd", "4 VRT VRA VRB 962", Isa.V2_07)]
    private static Vector128<long> MinimumSignedDoublewords(Vector128<long> vra, Vector128<long> vrb) => Vector128.Min(vra, vrb);

    /// <summary>Vector Negate Word: VRT ← −VRB, words.</summary>
    [Instruction("vnegw", "4 VRT 6 VRB 1538", Isa.V3_0)]
    private static Vector128<int> NegateWords(Vector128<int> vrb) => -vrb;

    /// <summary>Vector Negate Doubleword: VRT ← −VRB, doublewords.</summary>
    [Instruction("vnegd", "4 VRT 7 VRB 1538", Isa.V3_0)]
    private static Vector128<long> NegateDoublewords(Vector128<long> vrb) => -vrb;

    /// <summary>Vector Extend Sign Byte To Word: VRT ← the last byte of each word of VRB with its sign.</summary>
    [Instruction("vextsb2w", "4 VRT 16 VRB 1538", Isa.V3_0)]
    private static Vector128<int> ExtendBytesToWords(Vector128<int> vrb) => (vrb << 24) >> 24;

    /// <summary>Vector Extend Sign Halfword To Word: VRT ← the last halfword of each word of VRB with its sign.</summary>
    [Instruction("vextsh2w", "4 VRT 17 VRB 1538", Isa.V3_0)]
    private static Vector128<int> ExtendHalfwordsToWords(Vector128<int> vrb) => (vrb << 16) >> 16;

    /// <summary>Vector Extend Sign Byte To Doubleword: VRT ← the last byte of each doubleword of VRB with its sign.</summary>
    [Instruction("vextsb2d", "4 VRT 24 VRB 1538", Isa.V3_0)]
    private static Vector128<long> ExtendBytesToDoublewords(Vector128<long> vrb) => (vrb << 56) >> 56;

    /// <summary>
    /// Vector Extend Sign Halfword To Doubleword: VRT ← the last halfword of each doubleword of VRB with its sign.
    /// </summary>
    [Instruction("vextsh2d", "4 VRT 25 VRB 1538", Isa.V3_0)]
    private static Vector128<long> ExtendHalfwordsToDoublewords(Vector128<long> vrb) => (vrb << 48) >> 48;

    /// <summary>Vector Extend Sign Word To Doubleword: VRT ← the last word of each doubleword of VRB with its sign.</summary>
    [Instruction("vextsw2d", "4 VRT 26 VRB 1538", Isa.V3_0)]
    private static Vector128<long> ExtendWordsToDoublewords(Vector128<long> vrb) => (vrb << 32) >> 32;

    /// <summary>Half of a sum, rounded up, without its carry: what both have, and half of what one has, rounded up.</summary>
    private static Vector128<T> Average<T>(Vector128<T> first, Vector128<T> second) => (first | second) - ((first ^ second) >> 1);
}
