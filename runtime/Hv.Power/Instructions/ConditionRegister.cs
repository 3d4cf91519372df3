using System.Numerics;
using Hv.Power.Declarations;
using Hv.Power.State;

namespace Hv.Power.Instructions;

/// <summary>The condition register (Power ISA, Book I, 2.5, 3.3.16 and 3.3.17).</summary>
[Instructions(typeof(PowerIsa))]
internal static partial class ConditionRegister
{
    /// <summary>Condition Register AND: BT ← BA and BB.</summary>
    [Instruction("crand", "19 BT BA BB 257 /")]
    private static bool And(bool ba, bool bb) => ba & bb;

    /// <summary>Condition Register NAND: BT ← not (BA and BB).</summary>
    [Instruction("crnand", "19 BT BA BB 225 /")]
    private static bool Nand(bool ba, bool bb) => !(ba & bb);

    /// <summary>Condition Register OR: BT ← BA or BB.</summary>
    [Instruction("cror", "19 BT BA BB 449 /")]
    [ExtendedMnemonic("crmove BT,BA", "cror BT,BA,BA")]
    private static bool Or(bool ba, bool bb) => ba | bb;

    /// <summary>Condition Register NOR: BT ← not (BA or BB).</summary>
    [Instruction("crnor", "19 BT BA BB 33 /")]
    [ExtendedMnemonic("crnot BT,BA", "crnor BT,BA,BA")]
    private static bool Nor(bool ba, bool bb) => !(ba | bb);

    /// <summary>Condition Register XOR: BT ← BA xor BB.</summary>
    [Instruction("crxor", "19 BT BA BB 193 /")]
    [ExtendedMnemonic("crclr BT", "crxor BT,BT,BT")]
    private static bool Xor(bool ba, bool bb) => ba ^ bb;

    /// <summary>Condition Register Equivalent: BT ← not (BA xor BB).</summary>
    [Instruction("creqv", "19 BT BA BB 289 /")]
    [ExtendedMnemonic("crset BT", "creqv BT,BT,BT")]
    private static bool Equivalent(bool ba, bool bb) => ba == bb;

    /// <summary>Condition Register AND with Complement: BT ← BA and not BB.</summary>
    [Instruction("crandc", "19 BT BA BB 129 /")]
    private static bool AndComplement(bool ba, bool bb) => ba & !bb;

    /// <summary>Condition Register OR with Complement: BT ← BA or not BB.</summary>
    [Instruction("crorc", "19 BT BA BB 417 /")]
    private static bool OrComplement(bool ba, bool bb) => ba | !bb;

    /// <summary>Move Condition Register Field: BF ← BFA.</summary>
    [Instruction("mcrf", "19 BF // BFA /// 0:10 /")]
    private static uint MoveField(uint bfa) => bfa;

    /// <summary>Move to Condition Register Fields: those of FXM ← the low word of RS.</summary>
    [Instruction("mtcrf", "31 RS 0:1 FXM / 144 /", Syntax = "FXM,RS")]
    [ExtendedMnemonic("mtcr RS", "mtcrf 255,RS")]
    private static void MoveToFields(ref PowerState state, uint fxm, uint rs) => Store(ref state, fxm, rs);

    /// <summary>Move to One Condition Register Field: that of FXM ← the low word of RS.</summary>
    [Instruction("mtocrf", "31 RS 1:1 FXM / 144 /", Isa.V2_01, Syntax = "FXM,RS")]
    private static void MoveToOneField(ref PowerState state, uint fxm, uint rs) => Store(ref state, fxm, rs);

    /// <summary>Move From Condition Register: RT ← CR.</summary>
    [Instruction("mfcr", "31 RT 0:1 /// 19 /")]
    private static ulong MoveFrom(uint cr) => cr;

    /// <summary>Move From One Condition Register Field: RT ← CR, of which only the field of FXM is defined; the others are zero.</summary>
    [Instruction("mfocrf", "31 RT 1:1 FXM / 19 /", Isa.V2_01)]
    private static ulong MoveFromOneField(uint cr, uint fxm) =>
        BitOperations.IsPow2(fxm) ? cr & (0xFu << (4 * BitOperations.TrailingZeroCount(fxm))) : cr;

    /// <summary>Move XER to CR Extended: BF ← OV, OV32, CA, CA32.</summary>
    [Instruction("mcrxrx", "31 BF /// 576 /", Isa.V3_0)]
    private static uint MoveFlags(ref PowerState state) =>
        (uint)((state.Ov << 3) | (state.Ov32 << 2) | (state.Ca << 1) | state.Ca32);

    /// <summary>Set Boolean: RT ← -1 when the field is less, 1 when it is greater, 0 else.</summary>
    [Instruction("setb", "31 RT BFA /// 128 /", Isa.V3_0)]
    private static ulong SetBoolean(uint bfa) => (bfa & 8) != 0 ? ulong.MaxValue : (bfa >> 2) & 1;

    private static unsafe void Store(ref PowerState state, uint fxm, uint value)
    {
        for (var field = 0; field < 8; field++)
        {
            if ((fxm & (0x80 >> field)) != 0)
                state.CrField[field] = (byte)((value >> (28 - (4 * field))) & 0xF);
        }
    }
}
