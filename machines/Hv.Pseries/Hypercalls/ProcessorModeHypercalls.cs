using Hv.Power.Declarations;
using Hv.Power.Execution;
using Hv.Power.State;
using Hv.Pseries.Processors;
using Hv.Runtime.Declarations;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Registers = Hv.Power.State.SpecialRegister;

namespace Hv.Pseries.Hypercalls;

/// <summary>Registers of processors that only the hypervisor can write (LoPAR 14.5.4.5, 14.11.4, and H_REGISTER_PROC_TBL).</summary>
[Hypercalls]
internal sealed partial class ProcessorModeHypercalls(PseriesMachine machine)
{
    private const int Breakpoint = 1013;
    private const int BreakpointExtension = 1015;
    private const ulong InAllGuestStates = 3;
    private const ulong HypervisorState = 4;
    private const ulong LargestExtension = 0xF;

    private const ulong AlternateLocation = 3;
    private const ulong ByteOrder = 4;
    private const ulong LargestLocation = 3;

    private const ulong Modify = 0x10;
    private const ulong Register = 0x08;
    private const ulong Radix = 0x04;
    private const ulong HashProcessTable = 0x02;
    private const ulong Shootdown = 0x01;
    private const ulong AllFlags = 0x1F;

    private const ulong RadixTableAddress = 0x0FFF_FFFF_FFFF_F000;
    private const int HashTableAddressBits = 38;
    private const int HashTableAddressShift = 25;
    private const ulong LargestPageSize = 7;
    private const int PageSizeShift = 5;
    private const ulong LargestTableSize = 24;

    private PowerModel Model => machine.Execution.Group.Cpus[0].Model;

    private bool HasBreakpoint => Model.Level < Isa.V2_07;

    /// <summary>Sets the processor's SPRG0.</summary>
    [Hypercall(0x24, "H_SET_SPRG0")]
    private unsafe HypercallStatus SetSprg0(VirtualCpu cpu, ulong value)
    {
        ((PseriesCpu)cpu).Core.State.Spr[Registers.Sprg0] = value;
        return HypercallStatus.Success;
    }

    /// <summary>Sets the data address breakpoint of processors before ISA 2.07, for all states of the guest.</summary>
    [Hypercall(0x28, "H_SET_DABR")]
    private unsafe HypercallStatus SetBreakpoint(VirtualCpu cpu, ulong breakpoint)
    {
        if (!HasBreakpoint)
            return HypercallStatus.Hardware;

        ref var state = ref ((PseriesCpu)cpu).Core.State;
        state.Spr[BreakpointExtension] = InAllGuestStates;
        state.Spr[Breakpoint] = breakpoint;
        return HypercallStatus.Success;
    }

    /// <summary>Sets the data address breakpoint of processors before ISA 2.07.</summary>
    [Hypercall(0x134, "H_SET_XDABR")]
    private unsafe HypercallStatus SetExtendedBreakpoint(VirtualCpu cpu, ulong breakpoint, ulong extension)
    {
        if (!HasBreakpoint)
            return HypercallStatus.Hardware;

        if (extension > LargestExtension || (extension & HypervisorState) != 0 || (extension & InAllGuestStates) == 0)
            return HypercallStatus.Parameter;

        ref var state = ref ((PseriesCpu)cpu).Core.State;
        state.Spr[BreakpointExtension] = extension;
        state.Spr[Breakpoint] = breakpoint;
        return HypercallStatus.Success;
    }

    /// <summary>Sets how all processors take interrupts: their byte order, or where those go that come with relocation on.</summary>
    [Hypercall(0x31C, "H_SET_MODE")]
    private HypercallStatus SetMode(ulong mode, ulong resource, ulong value1, ulong value2)
    {
        switch (resource)
        {
            case AlternateLocation when Model.Level < Isa.V2_07:
                return HypercallStatus.Parameter2;
            case AlternateLocation or ByteOrder when value1 != 0:
                return HypercallStatus.Parameter3;
            case AlternateLocation or ByteOrder when value2 != 0:
                return HypercallStatus.Parameter4;
            case ByteOrder when mode <= 1:
                machine.Execution.SetControl(mode * PartitionControl.InterruptLittleEndian, PartitionControl.InterruptLittleEndian);
                return HypercallStatus.Success;
            case AlternateLocation when mode <= LargestLocation && mode != 1:
                machine.Execution.SetControl(
                    mode << PartitionControl.AlternateInterruptLocationShift, PartitionControl.AlternateInterruptLocation);
                return HypercallStatus.Success;
            case AlternateLocation or ByteOrder:
                return HypercallStatus.UnsupportedFlag;
            default:
                return HypercallStatus.Parameter2;
        }
    }

    /// <summary>Registers the process table of a guest with radix page tables, and chooses between these and a hash page table.</summary>
    [Hypercall(0x37C, "H_REGISTER_PROC_TBL")]
    private HypercallStatus RegisterProcessTable(ulong flags, ulong table, ulong pageSize, ulong tableSize)
    {
        if ((flags & ~AllFlags) != 0 || ((flags & Radix) != 0 && !Model.HasRadix))
            return HypercallStatus.Parameter;

        var entry = machine.ProcessTableEntry;
        if ((flags & Modify) == 0)
        {
            if (((flags & Radix) != 0) != machine.HasRadixTables)
                return HypercallStatus.Parameter;
        }
        else if ((flags & Register) == 0)
        {
            entry &= PseriesMachine.RadixTables;
        }
        else
        {
            var status = (flags & Radix) != 0
                ? CheckRadix(table, pageSize, tableSize, out entry)
                : CheckHash(flags, table, pageSize, tableSize, out entry);
            if (status != HypercallStatus.Success)
                return status;
        }

        machine.SetProcessTable(entry);
        var control = (flags & Radix) != 0 ? PartitionControl.ProcessTable | PartitionControl.HostRadix
            : (flags & HashProcessTable) != 0 ? PartitionControl.ProcessTable : 0;
        machine.Execution.SetControl(
            control | ((flags & Shootdown) != 0 ? PartitionControl.GuestTranslationShootdown : 0),
            PartitionControl.ProcessTable | PartitionControl.HostRadix | PartitionControl.GuestTranslationShootdown);
        return HypercallStatus.Success;
    }

    private static HypercallStatus CheckRadix(ulong table, ulong pageSize, ulong tableSize, out ulong entry)
    {
        entry = PseriesMachine.RadixTables | table | tableSize;
        if ((table & ~RadixTableAddress) != 0)
            return HypercallStatus.Parameter2;

        if (pageSize != 0)
            return HypercallStatus.Parameter3;

        return tableSize > LargestTableSize ? HypercallStatus.Parameter4 : HypercallStatus.Success;
    }

    private static HypercallStatus CheckHash(ulong flags, ulong table, ulong pageSize, ulong tableSize, out ulong entry)
    {
        entry = (table << HashTableAddressShift) | (pageSize << PageSizeShift) | tableSize;
        if ((flags & HashProcessTable) != 0)
            return HypercallStatus.Parameter;

        if (table >= 1UL << HashTableAddressBits)
            return HypercallStatus.Parameter2;

        if (pageSize > LargestPageSize)
            return HypercallStatus.Parameter3;

        return tableSize > LargestTableSize ? HypercallStatus.Parameter4 : HypercallStatus.Success;
    }
}
