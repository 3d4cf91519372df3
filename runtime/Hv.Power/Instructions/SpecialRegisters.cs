using System.Diagnostics;
using Hv.Power.Declarations;
using Hv.Power.Execution;
using Hv.Power.State;
using Hv.Power.Translation;

namespace Hv.Power.Instructions;

/// <summary>
/// Access to special purpose registers (Power ISA, Book I, 3.3.17; Book II, 6.2; Book III, 4.4.4). Which there are, and who may use
/// them, is in <see cref="SpecialRegisterTable"/>; here is what those do that are more than a value.
/// </summary>
[Instructions(typeof(PowerIsa))]
internal static unsafe partial class SpecialRegisters
{
    /// <summary>Ticks of the time base in a second.</summary>
    public const long TimeBaseFrequency = 512_000_000;

    /// <summary>The bit of FSCR, from the least significant one, that gives scv to programs.</summary>
    public const int FacilityScv = 12;

    /// <summary>All facilities that FSCR gives: DSCR, event-based branches, TAR, scv.</summary>
    public const ulong Facilities = (1UL << 2) | (1UL << 7) | (1UL << 8) | (1UL << FacilityScv);

    private const int FacilityCauseShift = 56;

    /// <summary>The bit of a register's number that says that it is privileged.</summary>
    private const uint PrivilegedNumber = 0x10;

    private const int DirectedDoorbells = 176;
    private const int ScaledUse = 308;
    private const int Use = 309;
    private const int InstructionCount = 848;
    private const int VirtualTimeBase = 849;

    /// <summary>Move From Special Purpose Register: RT ← SPR.</summary>
    [Instruction("mfspr", "31 RT spr 339 /")]
    [ExtendedMnemonic("mfxer RT", "mfspr RT,1")]
    [ExtendedMnemonic("mflr RT", "mfspr RT,8")]
    [ExtendedMnemonic("mfctr RT", "mfspr RT,9")]
    [ExtendedMnemonic("mfvrsave RT", "mfspr RT,256")]
    [ExtendedMnemonic("mftar RT", "mfspr RT,815")]
    private static Outcome MoveFrom(ref PowerState state, ulong cia, uint spr, uint rtNumber, out ulong rt)
    {
        if (spr == SpecialRegister.Lr)
            rt = state.Lr;
        else if (spr == SpecialRegister.Ctr)
            rt = state.Ctr;
        else if (spr == SpecialRegister.Xer)
            rt = state.Xer;
        else
            return Read(ref state, cia, spr, rtNumber, out rt);

        return Outcome.Completed;
    }

    /// <summary>Move To Special Purpose Register: SPR ← RS.</summary>
    [Instruction("mtspr", "31 RS spr 467 /", Syntax = "spr,RS")]
    [ExtendedMnemonic("mtxer RS", "mtspr 1,RS")]
    [ExtendedMnemonic("mtlr RS", "mtspr 8,RS")]
    [ExtendedMnemonic("mtctr RS", "mtspr 9,RS")]
    [ExtendedMnemonic("mtvrsave RS", "mtspr 256,RS")]
    [ExtendedMnemonic("mttar RS", "mtspr 815,RS")]
    private static Outcome MoveTo(ref PowerState state, ulong cia, uint spr, ulong rs)
    {
        if (spr == SpecialRegister.Lr)
            state.Lr = rs;
        else if (spr == SpecialRegister.Ctr)
            state.Ctr = rs;
        else if (spr == SpecialRegister.Xer)
            state.Xer = rs;
        else
            return Write(ref state, cia, spr, rs);

        return Outcome.Completed;
    }

    /// <summary>Move From Time Base: RT ← TB (268) or its high word (269).</summary>
    [Instruction("mftb", "31 RT tbr 371 /")]
    [ExtendedMnemonic("mftb RT", "mftb RT,268")]
    [ExtendedMnemonic("mftbu RT", "mftb RT,269")]
    private static Outcome MoveFromTimeBase(ref PowerState state, ulong cia, uint tbr, uint rtNumber, out ulong rt)
    {
        rt = 0;
        return tbr is SpecialRegister.TimeBase or SpecialRegister.TimeBaseUpper
            ? Read(ref state, cia, tbr, rtNumber, out rt)
            : Outcome.Illegal;
    }

    /// <summary>Ticks of the time base in a tick of the host's clock, times 2^64: the host's clock is faster than it.</summary>
    private static readonly ulong TicksOfHostTick = (ulong)(((UInt128)TimeBaseFrequency << 64) / (ulong)Stopwatch.Frequency);

    /// <summary>The time base as an instruction reads it: what is counted are the instructions before it.</summary>
    public static ulong ReadTimeBase(in PowerState state, ulong cia) =>
        state.TimeBaseOffset + (state.CountsInstructions != 0
            ? state.Retired + ((cia - state.BlockAddress) / 4)
            : Math.BigMul((ulong)Stopwatch.GetTimestamp(), TicksOfHostTick, out _));

    /// <summary>Whether a program may use a facility, and if not FSCR says why.</summary>
    public static bool IsAvailable(ref PowerState state, int facility, bool isNever = false)
    {
        if (!isNever && (!state.IsProblemState || (state.Spr[SpecialRegister.Fscr] & (1UL << facility)) != 0))
            return true;

        state.Spr[SpecialRegister.Fscr] =
            (state.Spr[SpecialRegister.Fscr] & ~(0xFFUL << FacilityCauseShift)) | ((ulong)facility << FacilityCauseShift);
        return false;
    }

    /// <summary>What the decrementer is at a time: 32 bits, or more of them with LPCR.LD, as a signed number.</summary>
    public static long Decrementer(in PowerState state, ulong timeBase)
    {
        var left = (long)(state.DecrementerZero - timeBase);
        return HasLargeDecrementer(in state) ? left : Math.Max(left, int.MinValue);
    }

    private static bool HasLargeDecrementer(in PowerState state) =>
        state.Level >= Isa.V3_0 && (state.Spr[SpecialRegister.Lpcr] & PartitionControl.LargeDecrementer) != 0;

    private static Outcome Read(ref PowerState state, ulong cia, uint spr, uint rtNumber, out ulong value)
    {
        value = 0;
        var register = SpecialRegisterTable.Find(state.Level, spr);
        if (register is null)
        {
            // Without a register RT keeps its value.
            value = state.Gpr[rtNumber];
            return Missing(in state, spr, isRead: true);
        }

        if (register.Read > (state.IsProblemState ? Privilege.Problem : Privilege.Supervisor))
            return Outcome.Privileged;

        if (register.Facility >= 0 && !IsAvailable(ref state, register.Facility, register.IsNeverAvailable))
            return Outcome.FacilityUnavailable;

        value = register.IsActive ? ReadActive(ref state, cia, register.Number) : state.Spr[register.Alias];
        return Outcome.Completed;
    }

    private static ulong ReadActive(ref PowerState state, ulong cia, int number) => number switch
    {
        SpecialRegister.TimeBase or ScaledUse or Use or VirtualTimeBase => ReadTimeBase(in state, cia),
        SpecialRegister.TimeBaseUpper => ReadTimeBase(in state, cia) >> 32,
        SpecialRegister.Dec when HasLargeDecrementer(in state) => (ulong)Decrementer(in state, ReadTimeBase(in state, cia)),
        SpecialRegister.Dec => (uint)Decrementer(in state, ReadTimeBase(in state, cia)),
        SpecialRegister.Tar => state.Tar,
        SpecialRegister.Ppr32 => state.Spr[SpecialRegister.Ppr] >> 32,
        SpecialRegister.UserAmr => state.Spr[SpecialRegister.Amr],
        InstructionCount => state.Retired + ((cia - state.BlockAddress) / 4),
        DirectedDoorbells => (state.Pending & PendingInterrupts.Doorbell) != 0 ? 1UL : 0,
        _ => state.Spr[number],
    };

    private static Outcome Write(ref PowerState state, ulong cia, uint spr, ulong value)
    {
        var register = SpecialRegisterTable.Find(state.Level, spr);
        if (register is null)
            return Missing(in state, spr, isRead: false);

        if (register.Write > (state.IsProblemState ? Privilege.Problem : Privilege.Supervisor))
            return Outcome.Privileged;

        if (register.Facility >= 0 && !IsAvailable(ref state, register.Facility, register.IsNeverAvailable))
            return Outcome.FacilityUnavailable;

        value &= register.Mask;
        if (register.IsActive)
            return WriteActive(ref state, cia, register.Number, value);

        if (register.Mask != 0)
            state.Spr[register.Alias] = value;

        return Outcome.Completed;
    }

    private static Outcome WriteActive(ref PowerState state, ulong cia, int number, ulong value)
    {
        ref var amr = ref state.Spr[SpecialRegister.Amr];
        switch (number)
        {
            case SpecialRegister.Tar:
                state.Tar = value;
                return Outcome.Completed;
            case SpecialRegister.Ppr32:
                state.Spr[SpecialRegister.Ppr] = (value << 32) | (uint)state.Spr[SpecialRegister.Ppr];
                return Outcome.Completed;
            case SpecialRegister.Dec:
                state.DecrementerZero = ReadTimeBase(in state, cia) + (HasLargeDecrementer(in state) ? value : (ulong)(int)value);
                state.Ask(ProcessorRequests.Decrementer);
                return Outcome.Leave;
            case SpecialRegister.UserAmr when state.IsProblemState:
                amr = AuthorityMasks.WriteByProblemState(amr, value, state.Spr[SpecialRegister.Uamor]);
                break;
            case SpecialRegister.UserAmr or SpecialRegister.Amr:
                amr = AuthorityMasks.WriteBySupervisor(amr, value, state.Spr[SpecialRegister.Amor]);
                break;
            case SpecialRegister.Iamr or SpecialRegister.Uamor:
                state.Spr[number] = AuthorityMasks.WriteBySupervisor(state.Spr[number], value, state.Spr[SpecialRegister.Amor]);
                break;
            default:
                state.Spr[number] = value;
                break;
        }

        // What is left are registers that translation depends on.
        state.Ask(ProcessorRequests.Context);
        return Outcome.Leave;
    }

    /// <summary>
    /// A number without a register: privileged for a program when the number says so, nothing for the system, and no instruction else
    /// (Power ISA, Book III, 4.4.4 of version 2.07).
    /// </summary>
    private static Outcome Missing(in PowerState state, uint spr, bool isRead)
    {
        if ((spr & PrivilegedNumber) != 0)
            return state.IsProblemState ? Outcome.Privileged : Outcome.Completed;

        return state.IsProblemState || spr == 0 || (isRead && spr is 4 or 5 or 6) ? Outcome.Illegal : Outcome.Completed;
    }
}
