using Hv.Power.Declarations;
using Hv.Power.FloatingPoint;
using Hv.Power.State;

namespace Hv.Power.Instructions.FloatingPoint;

/// <summary>The floating-point status and control register (Power ISA, Book I, 4.6.9).</summary>
/// <remarks>
/// Older processors take the forms of mffs that came with ISA 3.0 for mffs itself, for what tells them apart was reserved;
/// libraries rely on it. So they are known at every level, and do only then what their names say.
/// </remarks>
[Instructions(typeof(PowerIsa), Facility = Facility.FloatingPoint)]
internal static partial class FloatingPointStatus
{
    private const ulong DecimalRounding = 7UL << DecimalRoundingShift;
    private const int DecimalRoundingShift = 32;
    private const uint Enables = Fpscr.VE | Fpscr.OE | Fpscr.UE | Fpscr.ZE | Fpscr.XE;
    private const ulong Control = DecimalRounding | Enables | Fpscr.NI | Fpscr.RN;

    /// <summary>What can be written: all that is defined, but for the two summaries that follow from the rest.</summary>
    private const ulong Writable = DecimalRounding | (uint.MaxValue & ~(Fpscr.FEX | Fpscr.VX | ReservedBit));

    private const uint ReservedBit = 0x800;

    /// <summary>Move From FPSCR: FRT ← FPSCR.</summary>
    [Instruction("mffs", "63 FRT 0:5 /:5 583 Rc")]
    private static ulong MoveFrom(Fpscr fpscr) => fpscr.Value;

    /// <summary>Move From FPSCR and Clear Enables: FRT ← FPSCR; its enables ← 0.</summary>
    [Instruction("mffsce", "63 FRT 1:5 /:5 583 /")]
    private static ulong MoveFromAndClearEnables(ref PowerState state)
    {
        var before = new Fpscr(state.Fpscr);
        if (state.Level >= Isa.V3_0)
            state.Fpscr = new Fpscr(before.Value & ~(ulong)Enables).WithSummaries().Value;

        return before.Value;
    }

    /// <summary>Move From FPSCR Control and Set DRN: FRT ← the control bits; the decimal rounding mode ← FRB.</summary>
    [Instruction("mffscdrn", "63 FRT 20:5 FRB 583 /")]
    private static ulong MoveFromAndSetDecimalRounding(ulong frb, ref PowerState state) =>
        Replace(ref state, DecimalRounding, frb);

    /// <summary>Move From FPSCR Control and Set DRN Immediate: FRT ← the control bits; the decimal rounding mode ← DRM.</summary>
    [Instruction("mffscdrni", "63 FRT 21:5 // DRM 583 /")]
    private static ulong MoveFromAndSetDecimalRoundingImmediate(ulong drm, ref PowerState state) =>
        Replace(ref state, DecimalRounding, drm << DecimalRoundingShift);

    /// <summary>Move From FPSCR Control and Set RN: FRT ← the control bits; the rounding mode ← FRB.</summary>
    [Instruction("mffscrn", "63 FRT 22:5 FRB 583 /")]
    private static ulong MoveFromAndSetRounding(ulong frb, ref PowerState state) => Replace(ref state, Fpscr.RN, frb);

    /// <summary>Move From FPSCR Control and Set RN Immediate: FRT ← the control bits; the rounding mode ← RM.</summary>
    [Instruction("mffscrni", "63 FRT 23:5 /:3 RM 583 /")]
    private static ulong MoveFromAndSetRoundingImmediate(ulong rm, ref PowerState state) => Replace(ref state, Fpscr.RN, rm);

    /// <summary>Move From FPSCR Lightweight: FRT ← the control bits and what the last result was.</summary>
    [Instruction("mffsl", "63 FRT 24:5 /:5 583 /")]
    private static ulong MoveFromLightweight(ref PowerState state) =>
        state.Level >= Isa.V3_0 ? state.Fpscr & (Control | Fpscr.FR | Fpscr.FI | Fpscr.FPRF) : state.Fpscr;

    /// <summary>Move To Condition Register From FPSCR: BF ← a field of FPSCR, whose exceptions become 0.</summary>
    [Instruction("mcrfs", "63 BF // BFA /:7 64 /")]
    private static (uint bf, Fpscr fpscr) MoveField(uint bfaNumber, Fpscr fpscr)
    {
        var shift = Shift(bfaNumber, 0);
        var cleared = (15UL << shift) & (Fpscr.Exceptions | Fpscr.FX);
        return ((uint)(fpscr.Value >> shift) & 15, new Fpscr(fpscr.Value & ~cleared));
    }

    /// <summary>Move To FPSCR Field Immediate: a field of FPSCR ← U.</summary>
    [Instruction("mtfsfi", "63 BFF // /:4 W U / 134 Rc", Syntax = "BFF,U,W")]
    [ExtendedMnemonic("mtfsfi BFF,U", "mtfsfi BFF,U,0")]
    private static Fpscr SetField(uint bff, ulong u, uint w, Fpscr fpscr)
    {
        var shift = Shift(bff, w);
        return Written(fpscr, u << shift, 15UL << shift);
    }

    /// <summary>Move To FPSCR Fields: the fields of FPSCR that FLM selects, or all of it, ← FRB.</summary>
    [Instruction("mtfsf", "63 L FLM W FRB 711 Rc", Syntax = "FLM,FRB,L,W")]
    [ExtendedMnemonic("mtfsf FLM,FRB", "mtfsf FLM,FRB,0,0")]
    [ExtendedMnemonic("mtfsf FLM,FRB,L", "mtfsf FLM,FRB,L,0")]
    private static Fpscr SetFields(uint l, uint flm, uint w, ulong frb, Fpscr fpscr)
    {
        if (l != 0)
            return Written(fpscr, frb, ulong.MaxValue);

        var mask = 0UL;
        for (var field = 0; field < 8; field++)
        {
            if ((flm & (0x80u >> field)) != 0)
                mask |= 15UL << Shift((uint)field, w);
        }

        return Written(fpscr, frb, mask);
    }

    /// <summary>Move To FPSCR Bit 0: a bit of FPSCR ← 0.</summary>
    [Instruction("mtfsb0", "63 BTF /:10 70 Rc")]
    private static Fpscr ClearBit(int btf, Fpscr fpscr) => Written(fpscr, 0, 1UL << (31 - btf));

    /// <summary>Move To FPSCR Bit 1: a bit of FPSCR ← 1.</summary>
    [Instruction("mtfsb1", "63 BTF /:10 38 Rc")]
    private static Fpscr SetBit(int btf, Fpscr fpscr)
    {
        var bit = 1UL << (31 - btf);
        var summary = bit & Fpscr.Exceptions & ~fpscr.Value;
        return Written(fpscr, ulong.MaxValue, bit | (summary != 0 ? Fpscr.FX : 0));
    }

    /// <summary>Where a field is: the first eight are those of the low word, for they were there first.</summary>
    private static int Shift(uint field, uint w) => (int)((w != 0 ? 60 : 28) - (4 * field));

    private static Fpscr Written(Fpscr before, ulong value, ulong mask) =>
        new(before.Value ^ ((before.Value ^ value) & mask & Writable));

    private static ulong Replace(ref PowerState state, ulong mask, ulong value)
    {
        var before = state.Fpscr;
        if (state.Level < Isa.V3_0)
            return before;

        state.Fpscr = before ^ ((before ^ value) & mask);
        return before & Control;
    }
}
