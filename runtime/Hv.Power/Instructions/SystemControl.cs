using Hv.Power.Declarations;
using Hv.Power.State;

namespace Hv.Power.Instructions;

/// <summary>The machine state register, and the return from interrupts (Power ISA, Book III, 3.3.1 and 4.4.4).</summary>
[Instructions(typeof(PowerIsa))]
internal static partial class SystemControl
{
    private const int Srr0 = 26;
    private const int Srr1 = 27;

    /// <summary>The bits that mtmsrd with L = 1 changes: EE and RI.</summary>
    private const ulong Simple = MachineState.ExternalInterrupts | MachineState.Recoverable;

    /// <summary>The low word of MSR without HV, ME and LE, which a guest does not change by itself.</summary>
    private const ulong LowWord = 0xFFFF_FFFF & ~(MachineState.MachineCheck | MachineState.LittleEndian);

    /// <summary>Move From Machine State Register: RT ← MSR.</summary>
    [Instruction("mfmsr", "31 RT /// 83 /", Privilege = Privilege.Supervisor)]
    private static ulong MoveFrom(ref PowerState state) => state.Msr;

    /// <summary>Move To Machine State Register: the low word of MSR, or EE and RI alone (L = 1), ← RS.</summary>
    [Instruction("mtmsr", "31 RS /:4 L:1 /// 146 /", Privilege = Privilege.Supervisor, EndsBlock = true)]
    [ExtendedMnemonic("mtmsr RS", "mtmsr RS,0")]
    private static void MoveToWord(ref PowerState state, ulong rs, uint l) => Store(ref state, rs, l == 1 ? Simple : LowWord);

    /// <summary>Move To Machine State Register Doubleword: MSR, or EE and RI alone (L = 1), ← RS.</summary>
    [Instruction("mtmsrd", "31 RS /:4 L:1 /// 178 /", Privilege = Privilege.Supervisor, EndsBlock = true)]
    [ExtendedMnemonic("mtmsrd RS", "mtmsrd RS,0")]
    private static void MoveTo(ref PowerState state, ulong rs, uint l) =>
        Store(ref state, rs, l == 1 ? Simple : LowWord | MachineState.SixtyFourBit);

    /// <summary>Return From Interrupt Doubleword: MSR ← SRR1, and on at SRR0.</summary>
    [Instruction("rfid", "19 /// 18 /", Privilege = Privilege.Supervisor, EndsBlock = true)]
    private static unsafe void Return(ref PowerState state, out ulong nia)
    {
        Store(ref state, state.Spr[Srr1], ulong.MaxValue & ~(MachineState.Hypervisor | MachineState.MachineCheck));
        nia = state.Spr[Srr0] & ~3UL;
    }

    /// <summary>Hypervisor Return From Interrupt Doubleword.</summary>
    [Instruction("hrfid", "19 /// 274 /", Isa.V2_00, Privilege = Privilege.Hypervisor, EndsBlock = true)]
    private static void HypervisorReturn()
    {
    }

    private static void Store(ref PowerState state, ulong value, ulong mask)
    {
        state.Msr = (state.Msr & ~mask) | (value & mask);

        // Problem state is never without interrupts and relocation.
        if (state.IsProblemState)
            state.Msr |= MachineState.ExternalInterrupts | MachineState.InstructionRelocation | MachineState.DataRelocation;
    }
}
