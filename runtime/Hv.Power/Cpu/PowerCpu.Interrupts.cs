using Hv.Power.Execution;
using Hv.Power.State;

namespace Hv.Power.Cpu;

/// <summary>Interrupts from outside, and those of tracing.</summary>
public sealed unsafe partial class PowerCpu
{
    /// <summary>MSR.SE: an interrupt after each instruction.</summary>
    private const ulong SingleStep = 0x400;

    /// <summary>MSR.BE: an interrupt after each branch.</summary>
    private const ulong BranchTrace = 0x200;

    /// <summary>SRR1 bit 43: the address of the instruction is that of CIABR.</summary>
    private const ulong CompletedAddressMatch = 0x10_0000;

    /// <summary>Whether instructions are run one by one, since something can happen after each.</summary>
    private bool MustStep => (_state->Msr & MachineState.Trace) != 0 || (_state->Spr[SpecialRegister.Ciabr] & 3) != 0;

    /// <summary>Takes the most important interrupt that can be taken.</summary>
    /// <param name="isStopped">Whether the processor stops for good instead.</param>
    private bool TryTakePending(out bool isStopped)
    {
        isStopped = false;
        var pending = _state->Pending;
        if ((pending & PendingInterrupts.SystemReset) != 0)
            return TakePending(PendingInterrupts.SystemReset, InterruptVector.SystemReset, isTakenOnce: true);

        if ((pending & PendingInterrupts.MachineCheck) != 0)
        {
            isStopped = (_state->Msr & MachineState.MachineCheck) == 0;
            return isStopped || TakePending(PendingInterrupts.MachineCheck, InterruptVector.MachineCheck, isTakenOnce: true);
        }

        if ((_state->Msr & MachineState.ExternalInterrupts) == 0)
            return false;

        if ((pending & PendingInterrupts.External) != 0)
            return TakePending(PendingInterrupts.External, InterruptVector.External, isTakenOnce: false);

        if ((pending & PendingInterrupts.Decrementer) != 0)
        {
            // It may have been set since the clock was looked at.
            LookAtClock();
            if ((_state->Pending & PendingInterrupts.Decrementer) != 0)
                return TakePending(PendingInterrupts.Decrementer, InterruptVector.Decrementer, isTakenOnce: false);
        }

        return (pending & PendingInterrupts.Doorbell) != 0
            && TakePending(PendingInterrupts.Doorbell, InterruptVector.Doorbell, isTakenOnce: true);
    }

    private bool TakePending(PendingInterrupts interrupt, InterruptVector vector, bool isTakenOnce)
    {
        if (isTakenOnce)
            PendingBits.Clear(ref _state->Pending, interrupt);

        Take(new PowerInterrupt(vector, Outcome.Completed, _state->Nia, 0, 0, 0));
        if (interrupt == PendingInterrupts.SystemReset)
            TellSystemReset();

        return true;
    }

    /// <summary>The hypervisor may have the guest's handler elsewhere. It may wait for others, as one does in a device.</summary>
    private void TellSystemReset()
    {
        Leave();
        _group.OnSystemResetTaken(this);
        Enter();
    }

    /// <summary>Runs one instruction, and takes the trace interrupt behind it if there is one.</summary>
    private RunResult? Step(ref long left)
    {
        var address = _state->Nia;
        var before = _state->Msr;
        var isBranch = _engine.TryFetch(address, out var word) && IsBranch(word);
        var isMatch = MatchesCompletedAddress(address);
        var result = _engine.Run(1);
        left -= result.Completed;
        _sinceClock += result.Completed;
        if (result.Reason == StopReason.Mode && result.Completed == 0)
            return Handle(in result, ref left);

        // Those that change what is traced, and those that interrupt by themselves, are not traced (Power ISA, Book III, 6.5.15).
        var isTraced = result.Reason != StopReason.Interrupt && result.Completed == 1 && !IsReturn(word)
            && (isMatch || (before & SingleStep) != 0 || ((before & BranchTrace) != 0 && isBranch));
        if (Handle(in result, ref left) is { } stop)
            return stop;

        // It is counted as one with the instruction.
        if (isTraced)
            Take(new PowerInterrupt(InterruptVector.Trace, Outcome.Completed, _state->Nia, isMatch ? CompletedAddressMatch : 0, 0, 0));

        return null;
    }

    /// <summary>
    /// What DSISR says about the instruction of an alignment interrupt (Power ISA 2.07, Book III-S, 6.5.8); version 3.0 leaves it undefined.
    /// </summary>
    private uint AlignmentStatus(ulong address)
    {
        if (!_engine.TryFetch(address, out var word))
            return 0;

        const uint Registers = 0x3FF;
        const uint FirstOfDs = 56;
        var registers = (word >> 16) & Registers;
        if (word >> 26 == 31)
            return ((word << 14) & 0x1_8000) | ((word << 8) & 0x4000) | ((word << 3) & 0x3C00) | registers;

        var isDs = word >> 26 >= FirstOfDs;
        return (isDs ? (word << 18) & 0xC_0000 : 0) | ((word >> 12) & 0x4000) | ((word >> 17) & 0x3C00) | registers;
    }

    private bool MatchesCompletedAddress(ulong address)
    {
        const ulong OfProblemState = 1;
        const ulong OfSupervisor = 2;
        var breakpoint = _state->Spr[SpecialRegister.Ciabr];
        return (breakpoint & 3) == (_state->IsProblemState ? OfProblemState : OfSupervisor) && (breakpoint & ~3UL) == address;
    }

    private static bool IsBranch(uint word) => (word >> 26) switch
    {
        16 or 18 => true,
        19 => ((word >> 1) & 0x3FF) is 16 or 528 or 560,
        _ => false,
    };

    private static bool IsReturn(uint word) => word >> 26 == 19 && ((word >> 1) & 0x3FF) is 18 or 82 or 274;
}
