using Hv.Power.Declarations;
using Hv.Power.Execution;
using Hv.Power.State;

namespace Hv.Power.Instructions;

/// <summary>Messages between processors (Power ISA, Book III, 10.4 of version 3.0B).</summary>
[Instructions(typeof(PowerIsa))]
internal static partial class Doorbells
{
    private const ulong TypeMask = 0xF800_0000;
    private const ulong DirectedDoorbell = 0x2800_0000;
    private const ulong ThreadMask = 0x7F;

    /// <summary>Message Send Privileged: a doorbell for the thread of this core that RB names.</summary>
    [Instruction("msgsndp", "31 /// RB 142 /", Isa.V2_07, Privilege = Privilege.Supervisor)]
    private static Outcome Send(ref PowerState state, ulong rb)
    {
        if ((rb & TypeMask) != DirectedDoorbell)
            return Outcome.Completed;

        state.RequestOperand = rb & ThreadMask;
        state.Ask(ProcessorRequests.Doorbell);
        return Outcome.Leave;
    }

    /// <summary>Message Clear Privileged: forgets the doorbell of this thread.</summary>
    [Instruction("msgclrp", "31 /// RB 174 /", Isa.V2_07, Privilege = Privilege.Supervisor)]
    private static void Clear(ref PowerState state, ulong rb)
    {
        if ((rb & TypeMask) == DirectedDoorbell)
            PendingBits.Clear(ref state.Pending, PendingInterrupts.Doorbell);
    }

    /// <summary>Message Send: the hypervisor's doorbell.</summary>
    [Instruction("msgsnd", "31 /// RB 206 /", Isa.V2_07, Privilege = Privilege.Hypervisor, Ignores = "RB")]
    [Instruction("msgclr", "31 /// RB 238 /", Isa.V2_07, Privilege = Privilege.Hypervisor, Ignores = "RB")]
    private static void OfHypervisor()
    {
    }

    /// <summary>Message Synchronize: what was sent before a doorbell is there.</summary>
    [Instruction("msgsync", "31 /// 886 /", Isa.V3_0, Privilege = Privilege.Hypervisor)]
    private static void Synchronize()
    {
    }
}
