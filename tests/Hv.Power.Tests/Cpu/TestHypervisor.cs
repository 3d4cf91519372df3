using Hv.Power.Cpu;
using Hv.Power.State;

namespace Hv.Power.Tests.Cpu;

/// <summary>
/// A hypervisor of a few calls, by r3: 0x58 prints the character in r4; 0xE0 waits for an interrupt; 1 starts processor r4 at r5 with r6 in r3;
/// 2 stops the caller; 0 ends the run.
/// </summary>
internal sealed unsafe class TestHypervisor(GuestMachine guest) : IPowerHypervisor
{
    public Action? End { get; set; }

    public void Call(PowerCpu cpu)
    {
        switch (cpu.State.Gpr[3])
        {
            case 0:
                End?.Invoke();
                break;
            case 1:
                guest.Group.Cpus[(int)cpu.State.Gpr[4]].Start(cpu.State.Gpr[5], cpu.State.Gpr[6]);
                break;
            case 2:
                cpu.IsStopped = true;
                break;
            case 0xE0:
                cpu.State.SetMachineState(cpu.State.Msr | MachineState.ExternalInterrupts, ulong.MaxValue);
                cpu.IsWaiting = true;
                break;
            default:
                guest.Serve(cpu);
                break;
        }
    }
}
