using System.Runtime.Intrinsics;
using Hv.Power.Declarations;

namespace Hv.Power.Instructions.Vector;

/// <summary>Packing, unpacking and merging of vectors (Power ISA, Book I, 6.8.1 to 6.8.3).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.Vector)]
internal static partial class VectorPack
{
    /// <summary>Vector Pack Unsigned Halfword Unsigned Modulo: VRT ← the low halves of the halfwords of VRA and VRB.</summary>
    [Instruction("vpkuhum", "4 VRT VRA VRB 14", Isa.V2_03)]
    private static Vector128<byte> PackHalfwords(Vector128<ushort> vra, Vector128<ushort> vrb) =>
        BitConverter.IsLittleEndian ? Vector128.Narrow(vrb, vra) : Vector128.Narrow(vra, vrb);

    /// <summary>Vector Pack Unsigned Word Unsigned Modulo: VRT ← the low halves of the words of VRA and VRB.</summary>
    [Instruction("vpkuwum", "4 VRT VRA VRB 78", Isa.V2_03)]
    private static Vector128<ushort> PackWords(Vector128<uint> vra, Vector128<uint> vrb) =>
        BitConverter.IsLittleEndian ? Vector128.Narrow(vrb, vra) : Vector128.Narrow(vra, vrb);

    /// <summary>
    /// Vector Pack Unsigned Doubleword Unsigned Modulo: VRT ← the low halves of the doublewords of VRA and VRB.
    /// </summary>
    [Instruction("vpkudum", "4 VRT VRA VRB 1102", Isa.V2_07)]
    private static Vector128<uint> PackDoublewords(Vector128<ulong> vra, Vector128<ulong> vrb) =>
        BitConverter.IsLittleEndian ? Vector128.Narrow(vrb, vra) : Vector128.Narrow(vra, vrb);

    /// <summary>Vector Pack Unsigned Halfword Unsigned Saturate: VRT ← the halfwords of VRA and VRB as unsigned bytes.</summary>
    [Instruction("vpkuhus", "4 VRT VRA VRB 142", Isa.V2_03)]
    private static (Vector128<byte> vrt, bool sat) PackHalfwordsUnsigned(Vector128<ushort> vra, Vector128<ushort> vrb)
    {
        var (first, isFirst) = VectorElements.Clamp(vra, byte.MinValue, byte.MaxValue);
        var (second, isSecond) = VectorElements.Clamp(vrb, byte.MinValue, byte.MaxValue);
        return (PackHalfwords(first, second), isFirst | isSecond);
    }

    /// <summary>Vector Pack Unsigned Word Unsigned Saturate: VRT ← the words of VRA and VRB as unsigned halfwords.</summary>
    [Instruction("vpkuwus", "4 VRT VRA VRB 206", Isa.V2_03)]
    private static (Vector128<ushort> vrt, bool sat) PackWordsUnsigned(Vector128<uint> vra, Vector128<uint> vrb)
    {
        var (first, isFirst) = VectorElements.Clamp(vra, ushort.MinValue, ushort.MaxValue);
        var (second, isSecond) = VectorElements.Clamp(vrb, ushort.MinValue, ushort.MaxValue);
        return (PackWords(first, second), isFirst | isSecond);
    }

    /// <summary>
    /// Vector Pack Unsigned Doubleword Unsigned Saturate: VRT ← the doublewords of VRA and VRB as unsigned words.
    /// </summary>
    [Instruction("vpkudus", "4 VRT VRA VRB 1230", Isa.V2_07)]
    private static (Vector128<uint> vrt, bool sat) PackDoublewordsUnsigned(Vector128<ulong> vra, Vector128<ulong> vrb)
    {
        var (first, isFirst) = VectorElements.Clamp(vra, uint.MinValue, uint.MaxValue);
        var (second, isSecond) = VectorElements.Clamp(vrb, uint.MinValue, uint.MaxValue);
        return (PackDoublewords(first, second), isFirst | isSecond);
    }

    /// <summary>Vector Pack Signed Halfword Unsigned Saturate: VRT ← the halfwords of VRA and VRB as unsigned bytes.</summary>
    [Instruction("vpkshus", "4 VRT VRA VRB 270", Isa.V2_03)]
    private static (Vector128<byte> vrt, bool sat) PackHalfwordsSignedToUnsigned(Vector128<short> vra, Vector128<short> vrb)
    {
        var (first, isFirst) = VectorElements.Clamp(vra, byte.MinValue, byte.MaxValue);
        var (second, isSecond) = VectorElements.Clamp(vrb, byte.MinValue, byte.MaxValue);
        return (PackHalfwords(first.AsUInt16(), second.AsUInt16()), isFirst | isSecond);
    }

    /// <summary>Vector Pack Signed Word Unsigned Saturate: VRT ← the words of VRA and VRB as unsigned halfwords.</summary>
    [Instruction("vpkswus", "4 VRT VRA VRB 334", Isa.V2_03)]
    private static (Vector128<ushort> vrt, bool sat) PackWordsSignedToUnsigned(Vector128<int> vra, Vector128<int> vrb)
    {
        var (first, isFirst) = VectorElements.Clamp(vra, ushort.MinValue, ushort.MaxValue);
        var (second, isSecond) = VectorElements.Clamp(vrb, ushort.MinValue, ushort.MaxValue);
        return (PackWords(first.AsUInt32(), second.AsUInt32()), isFirst | isSecond);
    }

    /// <summary>
    /// Vector Pack Signed Doubleword Unsigned Saturate: VRT ← the doublewords of VRA and VRB as unsigned words.
    /// </summary>
    [Instruction("vpksdus", "4 VRT VRA VRB 1358", Isa.V2_07)]
    private static (Vector128<uint> vrt, bool sat) PackDoublewordsSignedToUnsigned(Vector128<long> vra, Vector128<long> vrb)
    {
        var (first, isFirst) = VectorElements.Clamp(vra, uint.MinValue, uint.MaxValue);
        var (second, isSecond) = VectorElements.Clamp(vrb, uint.MinValue, uint.MaxValue);
        return (PackDoublewords(first.AsUInt64(), second.AsUInt64()), isFirst | isSecond);
    }

    /// <summary>Vector Pack Signed Halfword Signed Saturate: VRT ← the halfwords of VRA and VRB as signed bytes.</summary>
    [Instruction("vpkshss", "4 VRT VRA VRB 398", Isa.V2_03)]
    private static (Vector128<byte> vrt, bool sat) PackHalfwordsSigned(Vector128<short> vra, Vector128<short> vrb)
    {
        var (first, isFirst) = VectorElements.Clamp(vra, sbyte.MinValue, sbyte.MaxValue);
        var (second, isSecond) = VectorElements.Clamp(vrb, sbyte.MinValue, sbyte.MaxValue);
        return (PackHalfwords(first.AsUInt16(), second.AsUInt16()), isFirst | isSecond);
    }

    /// <summary>Vector Pack Signed Word Signed Saturate: VRT ← the words of VRA and VRB as signed halfwords.</summary>
    [Instruction("vpkswss", "4 VRT VRA VRB 462", Isa.V2_03)]
    private static (Vector128<ushort> vrt, bool sat) PackWordsSigned(Vector128<int> vra, Vector128<int> vrb)
    {
        var (first, isFirst) = VectorElements.Clamp(vra, short.MinValue, short.MaxValue);
        var (second, isSecond) = VectorElements.Clamp(vrb, short.MinValue, short.MaxValue);
        return (PackWords(first.AsUInt32(), second.AsUInt32()), isFirst | isSecond);
    }

    /// <summary>Vector Pack Signed Doubleword Signed Saturate: VRT ← the doublewords of VRA and VRB as signed words.</summary>
    [Instruction("vpksdss", "4 VRT VRA VRB 1486", Isa.V2_07)]
    private static (Vector128<uint> vrt, bool sat) PackDoublewordsSigned(Vector128<long> vra, Vector128<long> vrb)
    {
        var (first, isFirst) = VectorElements.Clamp(vra, int.MinValue, int.MaxValue);
        var (second, isSecond) = VectorElements.Clamp(vrb, int.MinValue, int.MaxValue);
        return (PackDoublewords(first.AsUInt64(), second.AsUInt64()), isFirst | isSecond);
    }

    /// <summary>Vector Pack Pixel: VRT ← the words of VRA and VRB, pixels of 32 bits, as pixels of 16 bits.</summary>
    [Instruction("vpkpx", "4 VRT VRA VRB 782", Isa.V2_03)]
    private static Vector128<ushort> PackPixels(Vector128<uint> vra, Vector128<uint> vrb) => PackWords(Pixels(vra), Pixels(vrb));

    /// <summary>Vector Unpack High Signed Byte: VRT ← the bytes of the first doubleword of VRB with their signs.</summary>
    [Instruction("vupkhsb", "4 VRT ///:5 VRB 526", Isa.V2_03)]
    private static Vector128<short> UnpackHighBytes(Vector128<sbyte> vrb) =>
        BitConverter.IsLittleEndian ? Vector128.WidenUpper(vrb) : Vector128.WidenLower(vrb);

    /// <summary>
    /// Vector Unpack High Signed Halfword: VRT ← the halfwords of the first doubleword of VRB with their signs.
    /// </summary>
    [Instruction("vupkhsh", "4 VRT ///:5 VRB 590", Isa.V2_03)]
    private static Vector128<int> UnpackHighHalfwords(Vector128<short> vrb) =>
        BitConverter.IsLittleEndian ? Vector128.WidenUpper(vrb) : Vector128.WidenLower(vrb);

    /// <summary>Vector Unpack High Signed Word: VRT ← the words of the first doubleword of VRB with their signs.</summary>
    [Instruction("vupkhsw", "4 VRT ///:5 VRB 1614", Isa.V2_07)]
    private static Vector128<long> UnpackHighWords(Vector128<int> vrb) =>
        BitConverter.IsLittleEndian ? Vector128.WidenUpper(vrb) : Vector128.WidenLower(vrb);

    /// <summary>Vector Unpack Low Signed Byte: VRT ← the bytes of the second doubleword of VRB with their signs.</summary>
    [Instruction("vupklsb", "4 VRT ///:5 VRB 654", Isa.V2_03)]
    private static Vector128<short> UnpackLowBytes(Vector128<sbyte> vrb) =>
        BitConverter.IsLittleEndian ? Vector128.WidenLower(vrb) : Vector128.WidenUpper(vrb);

    /// <summary>
    /// Vector Unpack Low Signed Halfword: VRT ← the halfwords of the second doubleword of VRB with their signs.
    /// </summary>
    [Instruction("vupklsh", "4 VRT ///:5 VRB 718", Isa.V2_03)]
    private static Vector128<int> UnpackLowHalfwords(Vector128<short> vrb) =>
        BitConverter.IsLittleEndian ? Vector128.WidenLower(vrb) : Vector128.WidenUpper(vrb);

    /// <summary>Vector Unpack Low Signed Word: VRT ← the words of the second doubleword of VRB with their signs.</summary>
    [Instruction("vupklsw", "4 VRT ///:5 VRB 1742", Isa.V2_07)]
    private static Vector128<long> UnpackLowWords(Vector128<int> vrb) =>
        BitConverter.IsLittleEndian ? Vector128.WidenLower(vrb) : Vector128.WidenUpper(vrb);

    /// <summary>
    /// Vector Unpack High Pixel: VRT ← the halfwords of the first doubleword of VRB, pixels of 16 bits, as pixels of 32 bits.
    /// </summary>
    [Instruction("vupkhpx", "4 VRT ///:5 VRB 846", Isa.V2_03)]
    private static Vector128<int> UnpackHighPixels(Vector128<short> vrb) => WidePixels(UnpackHighHalfwords(vrb));

    /// <summary>
    /// Vector Unpack Low Pixel: VRT ← the halfwords of the second doubleword of VRB, pixels of 16 bits, as pixels of 32 bits.
    /// </summary>
    [Instruction("vupklpx", "4 VRT ///:5 VRB 974", Isa.V2_03)]
    private static Vector128<int> UnpackLowPixels(Vector128<short> vrb) => WidePixels(UnpackLowHalfwords(vrb));

    /// <summary>Vector Merge High Byte: VRT ← the bytes of the first doublewords of VRA and VRB in turn.</summary>
    [Instruction("vmrghb", "4 VRT VRA VRB 12", Isa.V2_03)]
    private static Vector128<ushort> MergeHighBytes(Vector128<byte> vra, Vector128<byte> vrb) => BitConverter.IsLittleEndian
        ? (Vector128.WidenUpper(vra) << 8) | Vector128.WidenUpper(vrb)
        : (Vector128.WidenLower(vra) << 8) | Vector128.WidenLower(vrb);

    /// <summary>Vector Merge High Halfword: VRT ← the halfwords of the first doublewords of VRA and VRB in turn.</summary>
    [Instruction("vmrghh", "4 VRT VRA VRB 76", Isa.V2_03)]
    private static Vector128<uint> MergeHighHalfwords(Vector128<ushort> vra, Vector128<ushort> vrb) => BitConverter.IsLittleEndian
        ? (Vector128.WidenUpper(vra) << 16) | Vector128.WidenUpper(vrb)
        : (Vector128.WidenLower(vra) << 16) | Vector128.WidenLower(vrb);

    /// <summary>Vector Merge High Word: VRT ← the words of the first doublewords of VRA and VRB in turn.</summary>
    [Instruction("vmrghw", "4 VRT VRA VRB 140", Isa.V2_03)]
    internal static Vector128<ulong> MergeHighWords(Vector128<uint> vra, Vector128<uint> vrb) => BitConverter.IsLittleEndian
        ? (Vector128.WidenUpper(vra) << 32) | Vector128.WidenUpper(vrb)
        : (Vector128.WidenLower(vra) << 32) | Vector128.WidenLower(vrb);

    /// <summary>Vector Merge Low Byte: VRT ← the bytes of the second doublewords of VRA and VRB in turn.</summary>
    [Instruction("vmrglb", "4 VRT VRA VRB 268", Isa.V2_03)]
    private static Vector128<ushort> MergeLowBytes(Vector128<byte> vra, Vector128<byte> vrb) => BitConverter.IsLittleEndian
        ? (Vector128.WidenLower(vra) << 8) | Vector128.WidenLower(vrb)
        : (Vector128.WidenUpper(vra) << 8) | Vector128.WidenUpper(vrb);

    /// <summary>Vector Merge Low Halfword: VRT ← the halfwords of the second doublewords of VRA and VRB in turn.</summary>
    [Instruction("vmrglh", "4 VRT VRA VRB 332", Isa.V2_03)]
    private static Vector128<uint> MergeLowHalfwords(Vector128<ushort> vra, Vector128<ushort> vrb) => BitConverter.IsLittleEndian
        ? (Vector128.WidenLower(vra) << 16) | Vector128.WidenLower(vrb)
        : (Vector128.WidenUpper(vra) << 16) | Vector128.WidenUpper(vrb);

    /// <summary>Vector Merge Low Word: VRT ← the words of the second doublewords of VRA and VRB in turn.</summary>
    [Instruction("vmrglw", "4 VRT VRA VRB 396", Isa.V2_03)]
    internal static Vector128<ulong> MergeLowWords(Vector128<uint> vra, Vector128<uint> vrb) => BitConverter.IsLittleEndian
        ? (Vector128.WidenLower(vra) << 32) | Vector128.WidenLower(vrb)
        : (Vector128.WidenUpper(vra) << 32) | Vector128.WidenUpper(vrb);

    /// <summary>Vector Merge Even Word: VRT ← the even words of VRA and VRB in turn.</summary>
    [Instruction("vmrgew", "4 VRT VRA VRB 1932", Isa.V2_07)]
    private static Vector128<ulong> MergeEvenWords(Vector128<ulong> vra, Vector128<ulong> vrb) =>
        VectorElements.Combine(VectorElements.Even(vra), VectorElements.Even(vrb));

    /// <summary>Vector Merge Odd Word: VRT ← the odd words of VRA and VRB in turn.</summary>
    [Instruction("vmrgow", "4 VRT VRA VRB 1676", Isa.V2_07)]
    private static Vector128<ulong> MergeOddWords(Vector128<ulong> vra, Vector128<ulong> vrb) => VectorElements.Combine(vra, vrb);

    /// <summary>The last bit of the first byte of a word, and the first five bits of each of the others.</summary>
    private static Vector128<uint> Pixels(Vector128<uint> words) =>
        ((words >> 9) & Vector128.Create(0xFC00u)) | ((words >> 6) & Vector128.Create(0x03E0u))
        | ((words >> 3) & Vector128.Create(0x001Fu));

    /// <summary>
    /// The first bit of a halfword, which was extended, in all of a byte, and three times five bits in a byte each.
    /// </summary>
    private static Vector128<int> WidePixels(Vector128<int> halfwords) =>
        ((halfwords << 9) & Vector128.Create(unchecked((int)0xFF00_0000))) | ((halfwords << 6) & Vector128.Create(0x1F_0000))
        | ((halfwords << 3) & Vector128.Create(0x1F00)) | (halfwords & Vector128.Create(0x1F));
}
