using System.Numerics;
using System.Runtime.Intrinsics;
using Hv.Power.Declarations;

namespace Hv.Power.Instructions.Vector;

/// <summary>Counts of bits, and parities, in vectors (Power ISA, Book I, 6.9.6, 6.9.7).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.Vector)]
internal static partial class VectorCount
{
    /// <summary>Vector Count Leading Zeros Byte: the bytes of VRT ← how many zeros those of VRB begin with.</summary>
    [Instruction("vclzb", "4 VRT ///:5 VRB 1794", Isa.V2_07)]
    private static Vector128<byte> LeadingZerosBytes(Vector128<byte> vrb) => VectorElements.Map<byte, LeadingZeros<byte>>(vrb);

    /// <summary>Vector Count Leading Zeros Halfword: the halfwords of VRT ← how many zeros those of VRB begin with.</summary>
    [Instruction("vclzh", "4 VRT ///:5 VRB 1858", Isa.V2_07)]
    private static Vector128<ushort> LeadingZerosHalfwords(Vector128<ushort> vrb) =>
        VectorElements.Map<ushort, LeadingZeros<ushort>>(vrb);

    /// <summary>Vector Count Leading Zeros Word: the words of VRT ← how many zeros those of VRB begin with.</summary>
    [Instruction("vclzw", "4 VRT ///:5 VRB 1922", Isa.V2_07)]
    private static Vector128<uint> LeadingZerosWords(Vector128<uint> vrb) => VectorElements.Map<uint, LeadingZeros<uint>>(vrb);

    /// <summary>Vector Count Leading Zeros Doubleword: the doublewords of VRT ← how many zeros those of VRB begin with.</summary>
    [Instruction("vclzd", "4 VRT ///:5 VRB 1986", Isa.V2_07)]
    private static Vector128<ulong> LeadingZerosDoublewords(Vector128<ulong> vrb) =>
        VectorElements.Map<ulong, LeadingZeros<ulong>>(vrb);

    /// <summary>Vector Count Trailing Zeros Byte: the bytes of VRT ← how many zeros those of VRB end with.</summary>
    [Instruction("vctzb", "4 VRT 28 VRB 1538", Isa.V3_0)]
    private static Vector128<byte> TrailingZerosBytes(Vector128<byte> vrb) => VectorElements.Map<byte, TrailingZeros<byte>>(vrb);

    /// <summary>Vector Count Trailing Zeros Halfword: the halfwords of VRT ← how many zeros those of VRB end with.</summary>
    [Instruction("vctzh", "4 VRT 29 VRB 1538", Isa.V3_0)]
    private static Vector128<ushort> TrailingZerosHalfwords(Vector128<ushort> vrb) =>
        VectorElements.Map<ushort, TrailingZeros<ushort>>(vrb);

    /// <summary>Vector Count Trailing Zeros Word: the words of VRT ← how many zeros those of VRB end with.</summary>
    [Instruction("vctzw", "4 VRT 30 VRB 1538", Isa.V3_0)]
    private static Vector128<uint> TrailingZerosWords(Vector128<uint> vrb) => VectorElements.Map<uint, TrailingZeros<uint>>(vrb);

    /// <summary>Vector Count Trailing Zeros Doubleword: the doublewords of VRT ← how many zeros those of VRB end with.</summary>
    [Instruction("vctzd", "4 VRT 31 VRB 1538", Isa.V3_0)]
    private static Vector128<ulong> TrailingZerosDoublewords(Vector128<ulong> vrb) =>
        VectorElements.Map<ulong, TrailingZeros<ulong>>(vrb);

    /// <summary>Vector Population Count Byte: the bytes of VRT ← how many ones those of VRB have.</summary>
    [Instruction("vpopcntb", "4 VRT ///:5 VRB 1795", Isa.V2_07)]
    private static Vector128<byte> OnesBytes(Vector128<byte> vrb) => VectorElements.Map<byte, Ones<byte>>(vrb);

    /// <summary>Vector Population Count Halfword: the halfwords of VRT ← how many ones those of VRB have.</summary>
    [Instruction("vpopcnth", "4 VRT ///:5 VRB 1859", Isa.V2_07)]
    private static Vector128<ushort> OnesHalfwords(Vector128<ushort> vrb) => VectorElements.Map<ushort, Ones<ushort>>(vrb);

    /// <summary>Vector Population Count Word: the words of VRT ← how many ones those of VRB have.</summary>
    [Instruction("vpopcntw", "4 VRT ///:5 VRB 1923", Isa.V2_07)]
    private static Vector128<uint> OnesWords(Vector128<uint> vrb) => VectorElements.Map<uint, Ones<uint>>(vrb);

    /// <summary>Vector Population Count Doubleword: the doublewords of VRT ← how many ones those of VRB have.</summary>
    [Instruction("vpopcntd", "4 VRT ///:5 VRB 1987", Isa.V2_07)]
    private static Vector128<ulong> OnesDoublewords(Vector128<ulong> vrb) => VectorElements.Map<ulong, Ones<ulong>>(vrb);

    /// <summary>
    /// Vector Count Leading Zero Least-Significant Bits Byte: RT ← how many bytes of VRB from the first on are even.
    /// </summary>
    [Instruction("vclzlsbb", "4 RT 0 VRB 1538", Isa.V3_0)]
    private static ulong LeadingEvenBytes(Vector128<byte> vrb) =>
        (ulong)BitOperations.LeadingZeroCount((LastBits(vrb) << 16) | 0x8000);

    /// <summary>
    /// Vector Count Trailing Zero Least-Significant Bits Byte: RT ← how many bytes of VRB from the last on are even.
    /// </summary>
    [Instruction("vctzlsbb", "4 RT 1 VRB 1538", Isa.V3_0)]
    private static ulong TrailingEvenBytes(Vector128<byte> vrb) =>
        (ulong)BitOperations.TrailingZeroCount(LastBits(vrb) | 0x1_0000);

    /// <summary>Vector Parity Byte Word: the words of VRT ← the parity of the last bits of the bytes of those of VRB.</summary>
    [Instruction("vprtybw", "4 VRT 8 VRB 1538", Isa.V3_0)]
    private static Vector128<uint> ParityWords(Vector128<uint> vrb)
    {
        vrb ^= vrb >> 16;
        return (vrb ^ (vrb >> 8)) & Vector128<uint>.One;
    }

    /// <summary>
    /// Vector Parity Byte Doubleword: the doublewords of VRT ← the parity of the last bits of the bytes of those of VRB.
    /// </summary>
    [Instruction("vprtybd", "4 VRT 9 VRB 1538", Isa.V3_0)]
    private static Vector128<ulong> ParityDoublewords(Vector128<ulong> vrb)
    {
        vrb ^= vrb >> 32;
        vrb ^= vrb >> 16;
        return (vrb ^ (vrb >> 8)) & Vector128<ulong>.One;
    }

    /// <summary>Vector Parity Byte Quadword: VRT ← the parity of the last bits of the bytes of VRB.</summary>
    [Instruction("vprtybq", "4 VRT 10 VRB 1538", Isa.V3_0)]
    private static UInt128 ParityQuadword(Vector128<byte> vrb) => (UInt128)BitOperations.PopCount(LastBits(vrb)) & 1;

    /// <summary>
    /// Vector Gather Bits by Bytes by Doubleword: bit i of byte j of each doubleword of VRT ← bit j of byte i of that of VRB.
    /// </summary>
    [Instruction("vgbbd", "4 VRT ///:5 VRB 1292", Isa.V2_07)]
    private static Vector128<ulong> TransposeBits(Vector128<ulong> vrb)
    {
        // Squares of 1, 2 and 4 bits change places with those across the diagonal.
        vrb = Exchange(vrb, 0x00AA_00AA_00AA_00AA, 7);
        vrb = Exchange(vrb, 0x0000_CCCC_0000_CCCC, 14);
        return Exchange(vrb, 0x0000_0000_F0F0_F0F0, 28);
    }

    /// <summary>Bits of a mask change places with those at a distance above them.</summary>
    private static Vector128<ulong> Exchange(Vector128<ulong> vector, ulong mask, int distance)
    {
        var changed = (vector ^ (vector >> distance)) & Vector128.Create(mask);
        return vector ^ changed ^ (changed << distance);
    }

    /// <summary>The last bit of each byte, that of the last byte last.</summary>
    private static uint LastBits(Vector128<byte> vector)
    {
        var bits = (vector << 7).ExtractMostSignificantBits();
        return BitConverter.IsLittleEndian ? bits : Reverse(bits);
    }

    private static uint Reverse(uint bits)
    {
        var reversed = 0u;
        for (var bit = 0; bit < 16; bit++)
            reversed |= ((bits >> bit) & 1) << (15 - bit);

        return reversed;
    }

    private readonly struct LeadingZeros<T> : VectorElements.IUnary<T>
        where T : unmanaged, IBinaryInteger<T>
    {
        public static T Apply(T value) => T.LeadingZeroCount(value);
    }

    private readonly struct TrailingZeros<T> : VectorElements.IUnary<T>
        where T : unmanaged, IBinaryInteger<T>
    {
        public static T Apply(T value) => T.TrailingZeroCount(value);
    }

    private readonly struct Ones<T> : VectorElements.IUnary<T>
        where T : unmanaged, IBinaryInteger<T>
    {
        public static T Apply(T value) => T.PopCount(value);
    }
}
