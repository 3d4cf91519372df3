using Hv.Power.State;

namespace Hv.Power.Execution;

/// <summary>What an interrupt does to the registers (Power ISA, Book III, 6.4 and 6.5 of version 3.0B).</summary>
internal static unsafe class InterruptDelivery
{
    /// <summary>The bits of SRR1 that say more about an interrupt: 33 to 36 and 42 to 47.</summary>
    public const ulong StatusBits = 0x783F_0000;

    private const ulong Relocation = MachineState.InstructionRelocation | MachineState.DataRelocation;
    private const int VectorsOfService = 0x20;
    private const ulong HighVectors = 0xC000_0000_0000_4000;
    private const ulong HighServices = 0xC000_0000_0000_3000;
    private const ulong MiddleVectors = 0x1_8000;

    /// <summary>Takes a processor to the vector of an interrupt: SRR0, SRR1, MSR, NIA, and the registers that say more.</summary>
    public static void Deliver(ref PowerState state, in PowerInterrupt interrupt)
    {
        SetData(ref state, in interrupt);
        var before = state.Msr;
        var status = (before & ~StatusBits) | interrupt.Status;
        var vector = (ulong)interrupt.Vector;
        var after = MachineState.SixtyFourBit | (before & (MachineState.MachineCheck | MachineState.Hypervisor));
        if (interrupt.Vector == InterruptVector.MachineCheck)
            after &= ~MachineState.MachineCheck;

        if (interrupt.Vector == InterruptVector.SystemCallVectored)
        {
            // It neither masks interrupts nor uses the save registers.
            after |= before & (MachineState.ExternalInterrupts | MachineState.Recoverable);
            state.Lr = interrupt.Address;
            state.Ctr = status;
            vector += state.Service * VectorsOfService;
        }
        else
        {
            state.Spr[SpecialRegister.Srr0] = interrupt.Address;
            state.Spr[SpecialRegister.Srr1] = status;
        }

        var control = state.Spr[SpecialRegister.Lpcr];
        if ((control & PartitionControl.InterruptLittleEndian) != 0)
            after |= MachineState.LittleEndian;

        var location = (control & PartitionControl.AlternateInterruptLocation) >> PartitionControl.AlternateInterruptLocationShift;
        if (location >= 2 && (before & Relocation) == Relocation && state.Level >= Declarations.Isa.V2_07 && CanMove(interrupt.Vector))
        {
            after |= Relocation;
            vector = Move(vector, interrupt.Vector, location);
        }

        state.Msr = after;
        state.Nia = vector;
        if (((before ^ after) & Tlb.TlbContext.StateBits) != 0)
            state.Ask(ProcessorRequests.Context);
    }

    private static ulong Move(ulong vector, InterruptVector cause, ulong location)
    {
        if (cause == InterruptVector.SystemCallVectored)
            return location == 3 ? vector - (ulong)InterruptVector.SystemCallVectored + HighServices : vector;

        return vector | (location == 3 ? HighVectors : MiddleVectors);
    }

    private static bool CanMove(InterruptVector vector) => vector is not (InterruptVector.MachineCheck or InterruptVector.SystemReset);

    private static void SetData(ref PowerState state, in PowerInterrupt interrupt)
    {
        switch (interrupt.Vector)
        {
            case InterruptVector.DataSegment:
                state.Spr[SpecialRegister.Dar] = interrupt.DataAddress;
                break;
            case InterruptVector.DataStorage or InterruptVector.Alignment or InterruptVector.MachineCheck:
                state.Spr[SpecialRegister.Dar] = interrupt.DataAddress;
                state.Spr[SpecialRegister.Dsisr] = interrupt.DataStatus;
                break;
        }
    }
}
