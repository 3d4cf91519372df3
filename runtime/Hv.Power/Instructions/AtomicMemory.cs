using Hv.Power.Declarations;
using Hv.Power.Execution;
using Hv.Power.Memory;
using Hv.Power.State;

namespace Hv.Power.Instructions;

/// <summary>Atomic memory operations (Power ISA, Book II, 4.5).</summary>
[Instructions(typeof(PowerIsa))]
internal static partial class AtomicMemory
{
    private const uint Registers = 32;

    /// <summary>Load Word Atomic: RT ← the word, which becomes what the function FC makes of it.</summary>
    [Instruction("lwat", "31 RT RA FC 582 /", Isa.V3_0)]
    private static unsafe Outcome LoadWord<TMemory>(ref PowerState state, ref TMemory memory, ulong ea, uint rtNumber, uint fc, out ulong rt)
        where TMemory : struct, IPowerMemory
    {
        rt = 0;
        if (!AtomicFunction.IsAligned(fc, ea, sizeof(uint)))
            return Outcome.Alignment;

        var operand = (uint)state.Gpr[(rtNumber + 1) % Registers];
        var second = (uint)state.Gpr[(rtNumber + 2) % Registers];
        while (true)
        {
            var outcome = memory.Read(ea, out uint old);
            var neighbour = 0u;
            if (outcome == Outcome.Completed && AtomicFunction.HasNeighbour(fc))
                outcome = memory.Read(Width.Address<TMemory>(ea + (ulong)(4 * AtomicFunction.NeighbourOf(fc))), out neighbour);

            if (outcome != Outcome.Completed)
                return outcome;

            if (!AtomicFunction.TryLoad(fc, old, operand, second, neighbour, 32, out var value, out rt))
                return Outcome.AtomicFunction;

            outcome = memory.CompareExchange(ea, old, (uint)value, out var stored);
            if (outcome != Outcome.Completed || stored)
                return outcome;
        }
    }

    /// <summary>Load Doubleword Atomic: RT ← the doubleword, which becomes what the function FC makes of it.</summary>
    [Instruction("ldat", "31 RT RA FC 614 /", Isa.V3_0)]
    private static unsafe Outcome LoadDoubleword<TMemory>(ref PowerState state, ref TMemory memory, ulong ea, uint rtNumber, uint fc, out ulong rt)
        where TMemory : struct, IPowerMemory
    {
        rt = 0;
        if (!AtomicFunction.IsAligned(fc, ea, sizeof(ulong)))
            return Outcome.Alignment;

        var operand = state.Gpr[(rtNumber + 1) % Registers];
        var second = state.Gpr[(rtNumber + 2) % Registers];
        while (true)
        {
            var outcome = memory.Read(ea, out ulong old);
            var neighbour = 0UL;
            if (outcome == Outcome.Completed && AtomicFunction.HasNeighbour(fc))
                outcome = memory.Read(Width.Address<TMemory>(ea + (ulong)(8 * AtomicFunction.NeighbourOf(fc))), out neighbour);

            if (outcome != Outcome.Completed)
                return outcome;

            if (!AtomicFunction.TryLoad(fc, old, operand, second, neighbour, 64, out var value, out rt))
                return Outcome.AtomicFunction;

            outcome = memory.CompareExchange(ea, old, value, out var stored);
            if (outcome != Outcome.Completed || stored)
                return outcome;
        }
    }

    /// <summary>Store Word Atomic: the word becomes what the function FC makes of it and RS.</summary>
    [Instruction("stwat", "31 RS RA FC 710 /", Isa.V3_0)]
    private static Outcome StoreWord<TMemory>(ref TMemory memory, ulong ea, uint rs, uint fc)
        where TMemory : struct, IPowerMemory
    {
        if (!AtomicFunction.IsAligned(fc, ea, sizeof(uint)))
            return Outcome.Alignment;

        while (true)
        {
            var outcome = memory.Read(ea, out uint old);
            if (outcome != Outcome.Completed)
                return outcome;

            if (fc == AtomicFunction.StoreTwin)
            {
                outcome = memory.Read(Width.Address<TMemory>(ea + 4), out uint twin);
                if (outcome != Outcome.Completed || twin != old)
                    return outcome;

                outcome = memory.Write(Width.Address<TMemory>(ea + 4), rs);
                return outcome == Outcome.Completed ? memory.Write(ea, rs) : outcome;
            }

            if (!AtomicFunction.TryStore(fc, old, rs, 32, out var value))
                return Outcome.AtomicFunction;

            outcome = memory.CompareExchange(ea, old, (uint)value, out var stored);
            if (outcome != Outcome.Completed || stored)
                return outcome;
        }
    }

    /// <summary>Store Doubleword Atomic: the doubleword becomes what the function FC makes of it and RS.</summary>
    [Instruction("stdat", "31 RS RA FC 742 /", Isa.V3_0)]
    private static Outcome StoreDoubleword<TMemory>(ref TMemory memory, ulong ea, ulong rs, uint fc)
        where TMemory : struct, IPowerMemory
    {
        if (!AtomicFunction.IsAligned(fc, ea, sizeof(ulong)))
            return Outcome.Alignment;

        while (true)
        {
            var outcome = memory.Read(ea, out ulong old);
            if (outcome != Outcome.Completed)
                return outcome;

            if (fc == AtomicFunction.StoreTwin)
            {
                outcome = memory.Read(Width.Address<TMemory>(ea + 8), out ulong twin);
                if (outcome != Outcome.Completed || twin != old)
                    return outcome;

                outcome = memory.Write(Width.Address<TMemory>(ea + 8), rs);
                return outcome == Outcome.Completed ? memory.Write(ea, rs) : outcome;
            }

            if (!AtomicFunction.TryStore(fc, old, rs, 64, out var value))
                return Outcome.AtomicFunction;

            outcome = memory.CompareExchange(ea, old, value, out var stored);
            if (outcome != Outcome.Completed || stored)
                return outcome;
        }
    }
}
