using System.Numerics;
using Hv.Power.Declarations;

namespace Hv.Power.Instructions;

/// <summary>Rotates and shifts (Power ISA, Book I, 3.3.14).</summary>
[Instructions(typeof(PowerIsa))]
internal static partial class FixedPointRotate
{
    /// <summary>Rotate Left Word Immediate then AND with Mask: RA ← RS rotated, within the mask.</summary>
    [Instruction("rlwinm", "21 RS RA SH MB ME Rc")]
    [ExtendedMnemonic("rotlwi RA,RS,n", "rlwinm RA,RS,n,0,31")]
    [ExtendedMnemonic("slwi RA,RS,n", "rlwinm RA,RS,n,0,31-n")]
    [ExtendedMnemonic("srwi RA,RS,n", "rlwinm RA,RS,32-n,n,31")]
    [ExtendedMnemonic("clrlwi RA,RS,n", "rlwinm RA,RS,0,n,31")]
    [ExtendedMnemonic("clrrwi RA,RS,n", "rlwinm RA,RS,0,0,31-n")]
    [ExtendedMnemonic("extlwi RA,RS,n,b", "rlwinm RA,RS,b,0,n-1", OnlyWritten = true)]
    [ExtendedMnemonic("extrwi RA,RS,n,b", "rlwinm RA,RS,b+n,32-n,31", OnlyWritten = true)]
    [ExtendedMnemonic("rotrwi RA,RS,n", "rlwinm RA,RS,32-n,0,31", OnlyWritten = true)]
    [ExtendedMnemonic("clrlslwi RA,RS,b,n", "rlwinm RA,RS,n,b-n,31-n", OnlyWritten = true)]
    private static ulong RotateAndMask(uint rs, int sh, ulong mask) => Rotate(rs, sh) & mask;

    /// <summary>Rotate Left Word then AND with Mask: RA ← RS rotated by RB, within the mask.</summary>
    [Instruction("rlwnm", "23 RS RA RB MB ME Rc")]
    [ExtendedMnemonic("rotlw RA,RS,RB", "rlwnm RA,RS,RB,0,31")]
    private static ulong RotateByRegister(uint rs, int rb, ulong mask) => Rotate(rs, rb & 31) & mask;

    /// <summary>Rotate Left Word Immediate then Mask Insert: RA ← RS rotated, within the mask; RA elsewhere.</summary>
    [Instruction("rlwimi", "20 RS RA SH MB ME Rc")]
    [ExtendedMnemonic("inslwi RA,RS,n,b", "rlwimi RA,RS,32-b,b,b+n-1", OnlyWritten = true)]
    [ExtendedMnemonic("insrwi RA,RS,n,b", "rlwimi RA,RS,32-b-n,b,b+n-1", OnlyWritten = true)]
    private static ulong Insert(ulong ra, uint rs, int sh, ulong mask) => (Rotate(rs, sh) & mask) | (ra & ~mask);

    /// <summary>Rotate Left Doubleword Immediate then Clear Left: RA ← RS rotated, without the bits before MB.</summary>
    [Instruction("rldicl", "30 RS RA sh mb 0 sh Rc")]
    [ExtendedMnemonic("rotldi RA,RS,n", "rldicl RA,RS,n,0")]
    [ExtendedMnemonic("clrldi RA,RS,n", "rldicl RA,RS,0,n")]
    [ExtendedMnemonic("srdi RA,RS,n", "rldicl RA,RS,64-n,n")]
    [ExtendedMnemonic("extrdi RA,RS,n,b", "rldicl RA,RS,b+n,64-n", OnlyWritten = true)]
    [ExtendedMnemonic("rotrdi RA,RS,n", "rldicl RA,RS,64-n,0", OnlyWritten = true)]
    private static ulong ClearLeft(ulong rs, int sh, int mb) => BitOperations.RotateLeft(rs, sh) & (ulong.MaxValue >> mb);

    /// <summary>Rotate Left Doubleword Immediate then Clear Right: RA ← RS rotated, without the bits behind ME.</summary>
    [Instruction("rldicr", "30 RS RA sh me 1 sh Rc")]
    [ExtendedMnemonic("sldi RA,RS,n", "rldicr RA,RS,n,63-n")]
    [ExtendedMnemonic("clrrdi RA,RS,n", "rldicr RA,RS,0,63-n")]
    [ExtendedMnemonic("extldi RA,RS,n,b", "rldicr RA,RS,b,n-1", OnlyWritten = true)]
    private static ulong ClearRight(ulong rs, int sh, int me) => BitOperations.RotateLeft(rs, sh) & (ulong.MaxValue << (63 - me));

    /// <summary>Rotate Left Doubleword Immediate then Clear: RA ← RS rotated, without the bits before MB and behind 63 - SH.</summary>
    [Instruction("rldic", "30 RS RA sh mb 2 sh Rc")]
    [ExtendedMnemonic("clrlsldi RA,RS,b,n", "rldic RA,RS,n,b-n", OnlyWritten = true)]
    private static ulong Clear(ulong rs, int sh, uint mb) => BitOperations.RotateLeft(rs, sh) & InstructionWord.Mask(mb, (uint)(63 - sh));

    /// <summary>Rotate Left Doubleword Immediate then Mask Insert: RA ← RS rotated, from MB to 63 - SH; RA elsewhere.</summary>
    [Instruction("rldimi", "30 RS RA sh mb 3 sh Rc")]
    [ExtendedMnemonic("insrdi RA,RS,n,b", "rldimi RA,RS,64-b-n,b", OnlyWritten = true)]
    private static ulong InsertDoubleword(ulong ra, ulong rs, int sh, uint mb)
    {
        var mask = InstructionWord.Mask(mb, (uint)(63 - sh));
        return (BitOperations.RotateLeft(rs, sh) & mask) | (ra & ~mask);
    }

    /// <summary>Rotate Left Doubleword then Clear Left: RA ← RS rotated by RB, without the bits before MB.</summary>
    [Instruction("rldcl", "30 RS RA RB mb 8 Rc")]
    [ExtendedMnemonic("rotld RA,RS,RB", "rldcl RA,RS,RB,0")]
    private static ulong ClearLeftByRegister(ulong rs, int rb, int mb) => BitOperations.RotateLeft(rs, rb & 63) & (ulong.MaxValue >> mb);

    /// <summary>Rotate Left Doubleword then Clear Right: RA ← RS rotated by RB, without the bits behind ME.</summary>
    [Instruction("rldcr", "30 RS RA RB me 9 Rc")]
    private static ulong ClearRightByRegister(ulong rs, int rb, int me) => BitOperations.RotateLeft(rs, rb & 63) & (ulong.MaxValue << (63 - me));

    /// <summary>Shift Left Word: RA ← the low word of RS shifted left by RB.</summary>
    [Instruction("slw", "31 RS RA RB 24 Rc")]
    private static ulong ShiftLeftWord(uint rs, uint rb) => (rb & 0x20) != 0 ? 0 : rs << (int)(rb & 31);

    /// <summary>Shift Right Word: RA ← the low word of RS shifted right by RB.</summary>
    [Instruction("srw", "31 RS RA RB 536 Rc")]
    private static ulong ShiftRightWord(uint rs, uint rb) => (rb & 0x20) != 0 ? 0 : rs >> (int)(rb & 31);

    /// <summary>Shift Right Algebraic Word: RA ← the low word of RS divided by 2^RB; CA when a negative one loses ones.</summary>
    [Instruction("sraw", "31 RS RA RB 792 Rc")]
    private static (ulong ra, bool ca) ShiftAlgebraicWord(int rs, uint rb)
    {
        var shift = (rb & 0x20) != 0 ? 31 : (int)(rb & 31);
        return ((ulong)(rs >> shift), rs < 0 && ((rb & 0x20) != 0 || (rs & ((1 << shift) - 1)) != 0));
    }

    /// <summary>Shift Right Algebraic Word Immediate: RA ← the low word of RS divided by 2^SH; CA when a negative one loses ones.</summary>
    [Instruction("srawi", "31 RS RA SH 824 Rc")]
    private static (ulong ra, bool ca) ShiftAlgebraicWordImmediate(int rs, int sh) =>
        ((ulong)(rs >> sh), rs < 0 && (rs & ((1 << sh) - 1)) != 0);

    /// <summary>Shift Left Doubleword: RA ← RS shifted left by RB.</summary>
    [Instruction("sld", "31 RS RA RB 27 Rc")]
    private static ulong ShiftLeft(ulong rs, uint rb) => (rb & 0x40) != 0 ? 0 : rs << (int)(rb & 63);

    /// <summary>Shift Right Doubleword: RA ← RS shifted right by RB.</summary>
    [Instruction("srd", "31 RS RA RB 539 Rc")]
    private static ulong ShiftRight(ulong rs, uint rb) => (rb & 0x40) != 0 ? 0 : rs >> (int)(rb & 63);

    /// <summary>Shift Right Algebraic Doubleword: RA ← RS divided by 2^RB; CA when a negative one loses ones.</summary>
    [Instruction("srad", "31 RS RA RB 794 Rc")]
    private static (ulong ra, bool ca) ShiftAlgebraic(long rs, uint rb)
    {
        var shift = (rb & 0x40) != 0 ? 63 : (int)(rb & 63);
        return ((ulong)(rs >> shift), rs < 0 && ((rb & 0x40) != 0 || (rs & ((1L << shift) - 1)) != 0));
    }

    /// <summary>Shift Right Algebraic Doubleword Immediate: RA ← RS divided by 2^SH; CA when a negative one loses ones.</summary>
    [Instruction("sradi", "31 RS RA sh 413 sh Rc")]
    private static (ulong ra, bool ca) ShiftAlgebraicImmediate(long rs, int sh) =>
        ((ulong)(rs >> sh), rs < 0 && (rs & ((1L << sh) - 1)) != 0);

    /// <summary>Extend Sign Word and Shift Left Immediate: RA ← the low word of RS with its sign, shifted left by SH.</summary>
    [Instruction("extswsli", "31 RS RA sh 445 sh Rc", Isa.V3_0)]
    private static ulong ExtendAndShift(int rs, int sh) => (ulong)rs << sh;

    /// <summary>ROTL32: a word beside itself, rotated as a doubleword.</summary>
    private static ulong Rotate(uint word, int count)
    {
        var rotated = BitOperations.RotateLeft(word, count);
        return ((ulong)rotated << 32) | rotated;
    }
}
