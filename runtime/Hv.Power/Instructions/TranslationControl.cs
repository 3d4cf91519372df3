using Hv.Power.Declarations;
using Hv.Power.Execution;
using Hv.Power.State;

namespace Hv.Power.Instructions;

/// <summary>Invalidation of translations (Power ISA, Book III, 5.9.3.3 of version 3.0B).</summary>
[Instructions(typeof(PowerIsa))]
internal static unsafe partial class TranslationControl
{
    /// <summary>TLB Invalidate Entry: those of all processors that RB, RS, RIC and PRS name. Here all are.</summary>
    [Instruction("tlbie", "31 RS / RIC PRS R RB 306 /", Privilege = Privilege.Supervisor, Ignores = "RS RB RIC", Syntax = "RB,RS,RIC,PRS,R")]
    [ExtendedMnemonic("tlbie RB,RS", "tlbie RB,RS,0,0,0")]
    [ExtendedMnemonic("tlbie RB,RS,RIC", "tlbie RB,RS,RIC,0,0")]
    [ExtendedMnemonic("tlbie RB,RS,RIC,PRS", "tlbie RB,RS,RIC,PRS,0")]
    [ExtendedMnemonic("tlbie RB", "tlbie RB,0,0,0,0", OnlyWritten = true)]
    private static Outcome Invalidate(ref PowerState state, uint prs, uint r)
    {
        _ = r;
        var control = state.Spr[SpecialRegister.Lpcr];
        if (state.Level < Isa.V3_0 || (control & PartitionControl.GuestTranslationShootdown) == 0 || IsOfHypervisor(control, prs))
            return Outcome.Privileged;

        state.Ask(ProcessorRequests.FlushAll);
        return Outcome.Leave;
    }

    /// <summary>TLB Invalidate Entry Local: those of this processor that RB, RS, RIC and PRS name. Here all are.</summary>
    [Instruction("tlbiel", "31 RS / RIC PRS R RB 274 /", Privilege = Privilege.Supervisor, Ignores = "RS RB RIC", Syntax = "RB,RS,RIC,PRS,R")]
    [ExtendedMnemonic("tlbiel RB", "tlbiel RB,0,0,0,0")]
    [ExtendedMnemonic("tlbiel RB,RS", "tlbiel RB,RS,0,0,0")]
    [ExtendedMnemonic("tlbiel RB,RS,RIC", "tlbiel RB,RS,RIC,0,0")]
    [ExtendedMnemonic("tlbiel RB,RS,RIC,PRS", "tlbiel RB,RS,RIC,PRS,0")]
    private static Outcome InvalidateLocal(ref PowerState state, uint prs, uint r)
    {
        _ = r;
        if (state.Level >= Isa.V3_0 && IsOfHypervisor(state.Spr[SpecialRegister.Lpcr], prs))
            return Outcome.Privileged;

        state.Ask(ProcessorRequests.Flush);
        return Outcome.Leave;
    }

    /// <summary>TLB Synchronize: when tlbie ends, it is done everywhere.</summary>
    [Instruction("tlbsync", "31 /// 566 /", Privilege = Privilege.Supervisor)]
    private static Outcome Synchronize(ref PowerState state) =>
        state.Level < Isa.V3_0 || (state.Spr[SpecialRegister.Lpcr] & PartitionControl.GuestTranslationShootdown) == 0
            ? Outcome.Privileged
            : Outcome.Completed;

    /// <summary>Translations by the partition's tables, not by those of processes, are the hypervisor's where there are radix trees.</summary>
    private static bool IsOfHypervisor(ulong control, uint prs) => prs == 0 && (control & PartitionControl.HostRadix) != 0;
}
