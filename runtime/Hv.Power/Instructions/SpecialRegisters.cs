using System.Diagnostics;
using Hv.Power.Declarations;
using Hv.Power.Execution;
using Hv.Power.State;

namespace Hv.Power.Instructions;

/// <summary>
/// Special purpose registers (Power ISA, Book I, 3.3.17; Book II, 6.2; Book III, 4.4.4): those of problem state, and what the system
/// needs to return from an interrupt.
/// </summary>
[Instructions(typeof(PowerIsa))]
internal static partial class SpecialRegisters
{
    /// <summary>Ticks of the time base in a second.</summary>
    public const long TimeBaseFrequency = 512_000_000;

    /// <summary>The bit of a register's number that says that it is privileged.</summary>
    private const uint PrivilegedNumber = 0x10;

    private const uint Xer = 1;
    private const uint Lr = 8;
    private const uint Ctr = 9;
    private const uint VrSave = 256;
    private const uint Sprg3 = 259;
    private const uint TimeBase = 268;
    private const uint TimeBaseUpper = 269;
    private const uint Tar = 815;
    private const uint Ppr = 896;
    private const uint Ppr32 = 898;
    private const uint Dsisr = 18;
    private const uint Dar = 19;
    private const uint Srr0 = 26;
    private const uint Srr1 = 27;
    private const uint Sprg0 = 272;
    private const uint SystemSprg3 = 275;
    private const uint Pvr = 287;

    /// <summary>Move From Special Purpose Register: RT ← SPR.</summary>
    [Instruction("mfspr", "31 RT spr 339 /")]
    [ExtendedMnemonic("mfxer RT", "mfspr RT,1")]
    [ExtendedMnemonic("mflr RT", "mfspr RT,8")]
    [ExtendedMnemonic("mfctr RT", "mfspr RT,9")]
    [ExtendedMnemonic("mfvrsave RT", "mfspr RT,256")]
    private static Outcome MoveFrom(ref PowerState state, uint spr, out ulong rt)
    {
        if (spr == Lr)
            rt = state.Lr;
        else if (spr == Ctr)
            rt = state.Ctr;
        else if (spr == Xer)
            rt = state.Xer;
        else
            return Read(ref state, spr, out rt);

        return Outcome.Completed;
    }

    /// <summary>Move To Special Purpose Register: SPR ← RS.</summary>
    [Instruction("mtspr", "31 RS spr 467 /", Syntax = "spr,RS")]
    [ExtendedMnemonic("mtxer RS", "mtspr 1,RS")]
    [ExtendedMnemonic("mtlr RS", "mtspr 8,RS")]
    [ExtendedMnemonic("mtctr RS", "mtspr 9,RS")]
    [ExtendedMnemonic("mtvrsave RS", "mtspr 256,RS")]
    private static Outcome MoveTo(ref PowerState state, uint spr, ulong rs)
    {
        if (spr == Lr)
            state.Lr = rs;
        else if (spr == Ctr)
            state.Ctr = rs;
        else if (spr == Xer)
            state.Xer = rs;
        else
            return Write(ref state, spr, rs);

        return Outcome.Completed;
    }

    /// <summary>Move From Time Base: RT ← TB (268) or its high word (269).</summary>
    [Instruction("mftb", "31 RT tbr 371 /")]
    [ExtendedMnemonic("mftb RT", "mftb RT,268")]
    [ExtendedMnemonic("mftbu RT", "mftb RT,269")]
    private static Outcome MoveFromTimeBase(ref PowerState state, uint tbr, out ulong rt)
    {
        rt = 0;
        return tbr is TimeBase or TimeBaseUpper ? Read(ref state, tbr, out rt) : Missing(in state, tbr);
    }

    /// <summary>The time base.</summary>
    public static ulong ReadTimeBase(in PowerState state) =>
        state.TimeBaseOffset + (state.CountsInstructions != 0
            ? state.Retired
            : (ulong)((UInt128)(ulong)Stopwatch.GetTimestamp() * TimeBaseFrequency / (ulong)Stopwatch.Frequency));

    private static unsafe Outcome Read(ref PowerState state, uint spr, out ulong value)
    {
        value = 0;
        switch (spr)
        {
            case VrSave:
                value = (uint)state.Spr[VrSave];
                break;
            case Sprg3:
                value = state.Spr[SystemSprg3];
                break;
            case TimeBase:
                value = ReadTimeBase(in state);
                break;
            case TimeBaseUpper:
                value = ReadTimeBase(in state) >> 32;
                break;
            case Tar when state.Level >= Isa.V2_07:
                value = state.Tar;
                break;
            case Ppr:
                value = state.Spr[Ppr];
                break;
            case Ppr32 when state.Level >= Isa.V2_07:
                value = state.Spr[Ppr] >> 32;
                break;
            case Dsisr or Dar or Srr0 or Srr1 or Pvr or (>= Sprg0 and <= SystemSprg3) when !state.IsProblemState:
                value = state.Spr[spr];
                break;
            default:
                return Missing(in state, spr);
        }

        return Outcome.Completed;
    }

    private static unsafe Outcome Write(ref PowerState state, uint spr, ulong value)
    {
        switch (spr)
        {
            case VrSave:
                state.Spr[VrSave] = (uint)value;
                break;
            case Tar when state.Level >= Isa.V2_07:
                state.Tar = value;
                break;
            case Ppr:
                state.Spr[Ppr] = value;
                break;
            case Ppr32 when state.Level >= Isa.V2_07:
                state.Spr[Ppr] = (value << 32) | (uint)state.Spr[Ppr];
                break;
            case Dsisr when !state.IsProblemState:
                state.Spr[Dsisr] = (uint)value;
                break;
            case Dar or Srr0 or Srr1 or (>= Sprg0 and <= SystemSprg3) when !state.IsProblemState:
                state.Spr[spr] = value;
                break;
            default:
                return Missing(in state, spr);
        }

        return Outcome.Completed;
    }

    /// <summary>A number without a register: privileged for a program when the number says so, no instruction else.</summary>
    private static Outcome Missing(in PowerState state, uint spr) =>
        state.IsProblemState && (spr & PrivilegedNumber) != 0 ? Outcome.Privileged : Outcome.Illegal;
}
