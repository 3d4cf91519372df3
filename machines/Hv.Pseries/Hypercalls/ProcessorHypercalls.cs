using System.Buffers.Binary;
using Hv.Power.State;
using Hv.Pseries.Processors;
using Hv.Runtime.Declarations;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;

namespace Hv.Pseries.Hypercalls;

/// <summary>Processors that have nothing to do, or wait for each other, and what they share with the hypervisor (LoPAR 14.11.3).</summary>
[Hypercalls]
internal sealed partial class ProcessorHypercalls(PseriesMachine machine)
{
    private const ulong RegisterArea = 0x2UL << 44;
    private const ulong RegisterLog = 0x4UL << 44;
    private const ulong RegisterShadow = 0x6UL << 44;
    private const ulong RemoveArea = 0xAUL << 44;
    private const ulong RemoveLog = 0xCUL << 44;
    private const ulong RemoveShadow = 0xEUL << 44;

    private const ulong CacheLine = 128;
    private const ulong PageSize = 4096;
    private const uint SmallestArea = 640;
    private const uint SmallestShadow = 8;
    private const uint SmallestLog = 48;
    private const ulong SizeOffset = 4;
    private const ulong StatusOffset = 9;
    private const byte IsSharedProcessor = 2;
    private const ulong DispatchCounter = 0x100;
    private const ulong Anyone = ulong.MaxValue;
    private const ulong Others = ulong.MaxValue - 1;

    /// <summary>Registers an area that a processor shares with the hypervisor, or gives it up.</summary>
    [Hypercall(0xDC, "H_REGISTER_VPA")]
    private HypercallStatus Register(ulong flags, ulong processor, ulong address)
    {
        if (machine.FindProcessor(processor) is not { Areas: var areas })
            return HypercallStatus.Parameter;

        switch (flags)
        {
            case RegisterArea:
                return SetArea(areas, address);
            case RegisterShadow:
                return SetShadow(areas, address);
            case RegisterLog:
                return SetLog(areas, address);
            case RemoveArea when areas.SlbShadow != 0 || areas.DispatchTraceLog != 0:
                return HypercallStatus.Resource;
            case RemoveArea:
                areas.VirtualProcessorArea = 0;
                return HypercallStatus.Success;
            case RemoveShadow:
                (areas.SlbShadow, areas.SlbShadowSize) = (0, 0);
                return HypercallStatus.Success;
            case RemoveLog:
                (areas.DispatchTraceLog, areas.DispatchTraceLogSize) = (0, 0);
                return HypercallStatus.Success;
            default:
                return HypercallStatus.Parameter;
        }
    }

    /// <summary>The processor has nothing to do until an interrupt comes, or another processor has it go on.</summary>
    [Hypercall(0xE0, "H_CEDE")]
    private HypercallStatus Cede(VirtualCpu cpu)
    {
        var caller = (PseriesCpu)cpu;
        ref var state = ref caller.Core.State;
        state.SetMachineState(state.Msr | MachineState.ExternalInterrupts, ulong.MaxValue);
        caller.Wait();
        return HypercallStatus.Success;
    }

    /// <summary>The processor leaves its time to another one, or to whichever needs it; to itself: it waits.</summary>
    [Hypercall(0xE4, "H_CONFER")]
    private HypercallStatus Confer(VirtualCpu cpu, ulong processor, uint dispatch)
    {
        var caller = (PseriesCpu)cpu;
        if (processor != Anyone)
        {
            if (machine.FindProcessor(processor) is not { } target)
                return HypercallStatus.Parameter;

            if (target == caller)
            {
                caller.Wait();
                return HypercallStatus.Success;
            }

            // It runs, or has run since the guest looked.
            var area = target.Areas.VirtualProcessorArea;
            if (area == 0 || (dispatch & 1) == 0
                || !machine.Memory.TryReadUInt32(new GuestPhysicalAddress(area + DispatchCounter), out var count) || count != dispatch)
            {
                return HypercallStatus.Success;
            }
        }

        caller.Yield();
        return HypercallStatus.Success;
    }

    /// <summary>Has a processor go on that waits; one that runs does not wait the next time.</summary>
    [Hypercall(0xE8, "H_PROD")]
    private HypercallStatus Prod(ulong processor)
    {
        if (machine.FindProcessor(processor) is not { } target)
            return HypercallStatus.Parameter;

        target.Prod();
        return HypercallStatus.Success;
    }

    /// <summary>The processor waits, without interrupts, for another one to have it go on. The last one that runs cannot.</summary>
    [Hypercall(0x298, "H_JOIN")]
    private HypercallStatus Join(VirtualCpu cpu)
    {
        var caller = (PseriesCpu)cpu;
        if ((caller.Core.State.Msr & MachineState.ExternalInterrupts) != 0)
            return HypercallStatus.BadMode;

        var isLast = true;
        foreach (var other in machine.Cpus)
            isLast &= other == cpu || ((PseriesCpu)other).IsJoined;

        if (isLast)
            return HypercallStatus.Continue;

        caller.Wait();
        return HypercallStatus.Success;
    }

    /// <summary>Interrupts processors, whatever they do: -1 all of them, -2 all but the caller, or one by its number.</summary>
    [Hypercall(0x380, "H_SIGNAL_SYS_RESET")]
    private HypercallStatus SignalSystemReset(VirtualCpu cpu, ulong processor)
    {
        if (processor is Anyone or Others)
        {
            foreach (var other in machine.Processors)
            {
                if (processor == Anyone || other != cpu)
                    other.ResetSystem();
            }

            return HypercallStatus.Success;
        }

        if (machine.FindProcessor(processor) is not { } target)
            return HypercallStatus.Parameter;

        target.ResetSystem();
        return HypercallStatus.Success;
    }

    private static bool CrossesPage(ulong address, uint size) => address / PageSize != (address + (size - 1)) / PageSize;

    private HypercallStatus SetArea(SharedAreas areas, ulong address)
    {
        if (address == 0)
            return HypercallStatus.Hardware;

        Span<byte> size = stackalloc byte[sizeof(ushort)];
        if (address % CacheLine != 0 || !machine.Memory.TryRead(new GuestPhysicalAddress(address + SizeOffset), size))
            return HypercallStatus.Parameter;

        var bytes = BinaryPrimitives.ReadUInt16BigEndian(size);
        if (bytes < SmallestArea || CrossesPage(address, bytes) || !machine.Memory.Contains(new GuestPhysicalAddress(address), bytes))
            return HypercallStatus.Parameter;

        areas.VirtualProcessorArea = address;
        Span<byte> status = stackalloc byte[1];
        var place = new GuestPhysicalAddress(address + StatusOffset);
        machine.Memory.TryRead(place, status);
        status[0] |= IsSharedProcessor;
        machine.Memory.TryWrite(place, status);
        return HypercallStatus.Success;
    }

    private HypercallStatus SetShadow(SharedAreas areas, ulong address)
    {
        if (address == 0)
            return HypercallStatus.Hardware;

        if (!TryReadSize(address, SmallestShadow, out var size) || CrossesPage(address, size))
            return HypercallStatus.Parameter;

        if (areas.VirtualProcessorArea == 0)
            return HypercallStatus.Resource;

        (areas.SlbShadow, areas.SlbShadowSize) = (address, size);
        return HypercallStatus.Success;
    }

    private HypercallStatus SetLog(SharedAreas areas, ulong address)
    {
        if (address == 0)
            return HypercallStatus.Hardware;

        if (!TryReadSize(address, SmallestLog, out var size))
            return HypercallStatus.Parameter;

        if (areas.VirtualProcessorArea == 0)
            return HypercallStatus.Resource;

        (areas.DispatchTraceLog, areas.DispatchTraceLogSize) = (address, size);
        return HypercallStatus.Success;
    }

    private bool TryReadSize(ulong address, uint smallest, out uint size) =>
        machine.Memory.TryReadUInt32(new GuestPhysicalAddress(unchecked(address + SizeOffset)), out size)
        && size >= smallest && machine.Memory.Contains(new GuestPhysicalAddress(address), size);
}
