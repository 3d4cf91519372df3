using System.Runtime.Intrinsics;
using Hv.Power.Declarations;

namespace Hv.Power.Instructions.VectorScalar;

/// <summary>Moves between general and vector-scalar registers (Power ISA, Book I, 7.6.1.1).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.VectorScalar)]
internal static partial class VectorScalarMoves
{
    /// <summary>Move From VSR Doubleword: RA ← the first doubleword of XS.</summary>
    [Instruction("mfvsrd", "31 XS RA ///:5 51 XS", Isa.V2_07, Facility = Facility.FloatingPointOrVector)]
    [ExtendedMnemonic("mffprd RA,FRS", "mfvsrd RA,FRS", OnlyWritten = true)]
    [ExtendedMnemonic("mfvrd RA,VRS", "mfvsrd RA,VRS+32")]
    private static ulong MoveFromDoubleword(ulong xs) => xs;

    /// <summary>Move From VSR Word and Zero: RA ← the second word of XS.</summary>
    [Instruction("mfvsrwz", "31 XS RA ///:5 115 XS", Isa.V2_07, Facility = Facility.FloatingPointOrVector)]
    [ExtendedMnemonic("mffprwz RA,FRS", "mfvsrwz RA,FRS", OnlyWritten = true)]
    [ExtendedMnemonic("mfvrwz RA,VRS", "mfvsrwz RA,VRS+32")]
    private static ulong MoveFromWord(ulong xs) => (uint)xs;

    /// <summary>Move From VSR Lower Doubleword: RA ← the second doubleword of XS.</summary>
    [Instruction("mfvsrld", "31 XS RA ///:5 307 XS", Isa.V3_0, Facility = Facility.VectorScalarOrVector)]
    private static ulong MoveFromLowerDoubleword(UInt128 xs) => (ulong)xs;

    /// <summary>Move To VSR Doubleword: XT ← RA.</summary>
    [Instruction("mtvsrd", "31 XT RA ///:5 179 XT", Isa.V2_07, Facility = Facility.FloatingPointOrVector)]
    [ExtendedMnemonic("mtfprd FRT,RA", "mtvsrd FRT,RA", OnlyWritten = true)]
    [ExtendedMnemonic("mtvrd VRT,RA", "mtvsrd VRT+32,RA")]
    private static ulong MoveToDoubleword(ulong ra) => ra;

    /// <summary>Move To VSR Word Algebraic: XT ← the low word of RA with its sign.</summary>
    [Instruction("mtvsrwa", "31 XT RA ///:5 211 XT", Isa.V2_07, Facility = Facility.FloatingPointOrVector)]
    [ExtendedMnemonic("mtfprwa FRT,RA", "mtvsrwa FRT,RA", OnlyWritten = true)]
    [ExtendedMnemonic("mtvrwa VRT,RA", "mtvsrwa VRT+32,RA")]
    private static ulong MoveToSignedWord(int ra) => (ulong)ra;

    /// <summary>Move To VSR Word and Zero: XT ← the low word of RA.</summary>
    [Instruction("mtvsrwz", "31 XT RA ///:5 243 XT", Isa.V2_07, Facility = Facility.FloatingPointOrVector)]
    [ExtendedMnemonic("mtfprwz FRT,RA", "mtvsrwz FRT,RA", OnlyWritten = true)]
    [ExtendedMnemonic("mtvrwz VRT,RA", "mtvsrwz VRT+32,RA")]
    private static ulong MoveToWord(uint ra) => ra;

    /// <summary>Move To VSR Double Doubleword: the doublewords of XT ← RA, or 0, and RB.</summary>
    [Instruction("mtvsrdd", "31 XT RA RB 435 XT", Isa.V3_0, Facility = Facility.VectorScalarOrVector)]
    private static UInt128 MoveToDoublewords(ulong raOrZero, ulong rb) => new(raOrZero, rb);

    /// <summary>Move To VSR Word and Splat: the words of XT ← the low word of RA.</summary>
    [Instruction("mtvsrws", "31 XT RA ///:5 403 XT", Isa.V3_0, Facility = Facility.VectorScalarOrVector)]
    private static Vector128<uint> MoveToWords(uint ra) => Vector128.Create(ra);
}
