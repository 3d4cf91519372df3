using System.Runtime.Intrinsics;
using Hv.Power.Declarations;

namespace Hv.Power.Instructions.Vector;

/// <summary>Elements of vectors that are taken out and put in (Power ISA, Book I, 6.8.8, 6.8.9).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.Vector)]
internal static partial class VectorExtract
{
    /// <summary>Vector Extract Unsigned Byte: the first doubleword of VRT ← the byte of VRB that begins at byte UIM.</summary>
    [Instruction("vextractub", "4 VRT / UIM VRB 525", Isa.V3_0, Syntax = "VRT,VRB,UIM")]
    private static ulong ExtractByte(int uim, UInt128 vrb) => Extract(vrb, uim <= 15 ? uim : 0, 1);

    /// <summary>
    /// Vector Extract Unsigned Halfword: the first doubleword of VRT ← the halfword of VRB that begins at byte UIM.
    /// </summary>
    [Instruction("vextractuh", "4 VRT / UIM VRB 589", Isa.V3_0, Syntax = "VRT,VRB,UIM")]
    private static ulong ExtractHalfword(int uim, UInt128 vrb) => Extract(vrb, uim <= 14 ? uim : 0, 2);

    /// <summary>Vector Extract Unsigned Word: the first doubleword of VRT ← the word of VRB that begins at byte UIM.</summary>
    [Instruction("vextractuw", "4 VRT / UIM VRB 653", Isa.V3_0, Syntax = "VRT,VRB,UIM")]
    private static ulong ExtractWord(int uim, UInt128 vrb) => Extract(vrb, uim <= 12 ? uim : 0, 4);

    /// <summary>Vector Extract Doubleword: the first doubleword of VRT ← the doubleword of VRB that begins at byte UIM.</summary>
    [Instruction("vextractd", "4 VRT / UIM VRB 717", Isa.V3_0, Syntax = "VRT,VRB,UIM")]
    private static ulong ExtractDoubleword(int uim, UInt128 vrb) => Extract(vrb, uim <= 8 ? uim : 0, 8);

    /// <summary>
    /// Vector Insert Byte: the byte of VRT that begins at byte UIM ← the last one of the first doubleword of VRB.
    /// </summary>
    [Instruction("vinsertb", "4 VRT / UIM VRB 781", Isa.V3_0, Syntax = "VRT,VRB,UIM")]
    private static UInt128 InsertByte(int uim, ulong vrb, UInt128 vrt) => Insert(vrt, uim, 1, vrb);

    /// <summary>
    /// Vector Insert Halfword: the halfword of VRT that begins at byte UIM ← the last one of the first doubleword of VRB.
    /// </summary>
    [Instruction("vinserth", "4 VRT / UIM VRB 845", Isa.V3_0, Syntax = "VRT,VRB,UIM")]
    private static UInt128 InsertHalfword(int uim, ulong vrb, UInt128 vrt) => Insert(vrt, uim, 2, vrb);

    /// <summary>
    /// Vector Insert Word: the word of VRT that begins at byte UIM ← the last one of the first doubleword of VRB.
    /// </summary>
    [Instruction("vinsertw", "4 VRT / UIM VRB 909", Isa.V3_0, Syntax = "VRT,VRB,UIM")]
    private static UInt128 InsertWord(int uim, ulong vrb, UInt128 vrt) => Insert(vrt, uim, 4, vrb);

    /// <summary>
    /// Vector Insert Doubleword: the doubleword of VRT that begins at byte UIM ← the last one of the first doubleword of VRB.
    /// </summary>
    [Instruction("vinsertd", "4 VRT / UIM VRB 973", Isa.V3_0, Syntax = "VRT,VRB,UIM")]
    private static UInt128 InsertDoubleword(int uim, ulong vrb, UInt128 vrt) => Insert(vrt, uim, 8, vrb);

    /// <summary>
    /// Vector Extract Unsigned Byte Left-Indexed: RT ← the byte of VRB that begins at the byte that RA names, from the first on.
    /// </summary>
    [Instruction("vextublx", "4 RT RA VRB 1549", Isa.V3_0)]
    private static ulong ExtractByteLeft(uint ra, UInt128 vrb) => Extract(vrb, (int)(ra & 15), 1);

    /// <summary>
    /// Vector Extract Unsigned Byte Right-Indexed: RT ← the byte of VRB that ends at the byte that RA names, from the last on.
    /// </summary>
    [Instruction("vextubrx", "4 RT RA VRB 1805", Isa.V3_0)]
    private static ulong ExtractByteRight(uint ra, UInt128 vrb) => Extract(vrb, 15 - (int)(ra & 15), 1);

    /// <summary>
    /// Vector Extract Unsigned Halfword Left-Indexed: RT ← the halfword of VRB that begins at the byte that RA names, from the
    /// first on.
    /// </summary>
    [Instruction("vextuhlx", "4 RT RA VRB 1613", Isa.V3_0)]
    private static ulong ExtractHalfwordLeft(uint ra, UInt128 vrb) => Extract(vrb, (int)(ra & 15), 2);

    /// <summary>
    /// Vector Extract Unsigned Halfword Right-Indexed: RT ← the halfword of VRB that ends at the byte that RA names, from the
    /// last on.
    /// </summary>
    [Instruction("vextuhrx", "4 RT RA VRB 1869", Isa.V3_0)]
    private static ulong ExtractHalfwordRight(uint ra, UInt128 vrb) => Extract(vrb, 14 - (int)(ra & 15), 2);

    /// <summary>
    /// Vector Extract Unsigned Word Left-Indexed: RT ← the word of VRB that begins at the byte that RA names, from the first on.
    /// </summary>
    [Instruction("vextuwlx", "4 RT RA VRB 1677", Isa.V3_0)]
    private static ulong ExtractWordLeft(uint ra, UInt128 vrb) => Extract(vrb, (int)(ra & 15), 4);

    /// <summary>
    /// Vector Extract Unsigned Word Right-Indexed: RT ← the word of VRB that ends at the byte that RA names, from the last on.
    /// </summary>
    [Instruction("vextuwrx", "4 RT RA VRB 1933", Isa.V3_0)]
    private static ulong ExtractWordRight(uint ra, UInt128 vrb) => Extract(vrb, 12 - (int)(ra & 15), 4);

    /// <summary>
    /// Some bytes from one on. Where they go beyond the vector, which the ISA leaves undefined, the count of a shift with the
    /// sign wraps, as it does in QEMU.
    /// </summary>
    private static ulong Extract(UInt128 vector, int first, int size) =>
        (ulong)((Int128)vector >> ((8 * (16 - first - size)) & 127)) & (ulong.MaxValue >> (64 - (8 * size)));

    /// <summary>
    /// A vector with other bytes from one on; where they do not fit, which the ISA leaves undefined, it stays as it is.
    /// </summary>
    private static UInt128 Insert(UInt128 vector, int first, int size, ulong value)
    {
        var below = 8 * (16 - first - size);
        if (below < 0)
            return vector;

        var mask = (UInt128)(ulong.MaxValue >> (64 - (8 * size)));
        return (vector & ~(mask << below)) | ((value & mask) << below);
    }
}
