using System.Runtime.CompilerServices;
using Hv.Power.Declarations;
using Hv.Power.Execution;
using Hv.Power.Memory;
using Hv.Power.State;

namespace Hv.Power.Instructions;

/// <summary>Loads that reserve and stores that are conditional on the reservation (Power ISA, Book II, 4.6.2).</summary>
/// <remarks>
/// A reservation is the address and what the location held. The store exchanges atomically if the location still holds that: it
/// fails whenever another processor has stored something else, and a store of the same value in between cannot be told
/// from none. Programs see the difference only if they reserve one thing to watch another.
/// </remarks>
[Instructions(typeof(PowerIsa))]
internal static partial class Reservations
{
    /// <summary>Load Byte And Reserve: RT ← the byte.</summary>
    [Instruction("lbarx", "31 RT RA RB 52 EH", Isa.V2_06, Ignores = "EH")]
    [ExtendedMnemonic("lbarx RT,RA,RB", "lbarx RT,RA,RB,0")]
    private static Outcome ReserveByte<TMemory>(ref PowerState state, ref TMemory memory, ulong ea, out ulong rt)
        where TMemory : struct, IPowerMemory
    {
        var outcome = memory.Read(ea, out byte value);
        rt = value;
        return Reserve(ref state, outcome, ea, 1, value);
    }

    /// <summary>Load Halfword And Reserve: RT ← the halfword.</summary>
    [Instruction("lharx", "31 RT RA RB 116 EH", Isa.V2_06, Ignores = "EH")]
    [ExtendedMnemonic("lharx RT,RA,RB", "lharx RT,RA,RB,0")]
    private static Outcome ReserveHalfword<TMemory>(ref PowerState state, ref TMemory memory, ulong ea, out ulong rt)
        where TMemory : struct, IPowerMemory
    {
        rt = 0;
        if (!IsAligned(ea, 2))
            return Outcome.Alignment;

        var outcome = memory.Read(ea, out ushort value);
        rt = value;
        return Reserve(ref state, outcome, ea, 2, value);
    }

    /// <summary>Load Word And Reserve: RT ← the word.</summary>
    [Instruction("lwarx", "31 RT RA RB 20 EH", Ignores = "EH")]
    [ExtendedMnemonic("lwarx RT,RA,RB", "lwarx RT,RA,RB,0")]
    private static Outcome ReserveWord<TMemory>(ref PowerState state, ref TMemory memory, ulong ea, out ulong rt)
        where TMemory : struct, IPowerMemory
    {
        rt = 0;
        if (!IsAligned(ea, 4))
            return Outcome.Alignment;

        var outcome = memory.Read(ea, out uint value);
        rt = value;
        return Reserve(ref state, outcome, ea, 4, value);
    }

    /// <summary>Load Doubleword And Reserve: RT ← the doubleword.</summary>
    [Instruction("ldarx", "31 RT RA RB 84 EH", Ignores = "EH")]
    [ExtendedMnemonic("ldarx RT,RA,RB", "ldarx RT,RA,RB,0")]
    private static Outcome ReserveDoubleword<TMemory>(ref PowerState state, ref TMemory memory, ulong ea, out ulong rt)
        where TMemory : struct, IPowerMemory
    {
        rt = 0;
        return IsAligned(ea, 8) ? Reserve(ref state, memory.Read(ea, out rt), ea, 8, rt) : Outcome.Alignment;
    }

    /// <summary>Load Quadword And Reserve: RTp and the register after it ← the quadword.</summary>
    [Instruction("lqarx", "31 RTp RA RB 276 EH", Isa.V2_07, Ignores = "EH")]
    [ExtendedMnemonic("lqarx RTp,RA,RB", "lqarx RTp,RA,RB,0")]
    private static Outcome ReserveQuadword<TMemory>(
        ref PowerState state, ref TMemory memory, ulong ea, uint raNumber, uint rbNumber, uint rtpNumber, out UInt128 rtp)
        where TMemory : struct, IPowerMemory
    {
        rtp = 0;
        if (raNumber == rtpNumber || rbNumber == rtpNumber)
            return Outcome.Illegal;

        return IsAligned(ea, 16) ? Reserve(ref state, memory.Read(ea, out rtp), ea, 16, rtp) : Outcome.Alignment;
    }

    /// <summary>Store Byte Conditional: the byte ← RS if it is still reserved.</summary>
    [Instruction("stbcx.", "31 RS RA RB 694 1:1", Isa.V2_06)]
    private static Outcome StoreByte<TMemory>(ref PowerState state, ref TMemory memory, ulong ea, ulong rs, out uint cr0)
        where TMemory : struct, IPowerMemory
    {
        var stored = false;
        var outcome = IsReserved(ref state, ea, 1)
            ? memory.CompareExchange(ea, (byte)state.ReservationValueLow, (byte)rs, out stored)
            : memory.Probe(ea, 1, isStore: true);
        return Finish(ref state, outcome, stored, out cr0);
    }

    /// <summary>Store Halfword Conditional: the halfword ← RS if it is still reserved.</summary>
    [Instruction("sthcx.", "31 RS RA RB 726 1:1", Isa.V2_06)]
    private static Outcome StoreHalfword<TMemory>(ref PowerState state, ref TMemory memory, ulong ea, ulong rs, out uint cr0)
        where TMemory : struct, IPowerMemory
    {
        cr0 = 0;
        if (!IsAligned(ea, 2))
            return Outcome.Alignment;

        var stored = false;
        var outcome = IsReserved(ref state, ea, 2)
            ? memory.CompareExchange(ea, (ushort)state.ReservationValueLow, (ushort)rs, out stored)
            : memory.Probe(ea, 2, isStore: true);
        return Finish(ref state, outcome, stored, out cr0);
    }

    /// <summary>Store Word Conditional: the word ← RS if it is still reserved.</summary>
    [Instruction("stwcx.", "31 RS RA RB 150 1:1")]
    private static Outcome StoreWord<TMemory>(ref PowerState state, ref TMemory memory, ulong ea, ulong rs, out uint cr0)
        where TMemory : struct, IPowerMemory
    {
        cr0 = 0;
        if (!IsAligned(ea, 4))
            return Outcome.Alignment;

        var stored = false;
        var outcome = IsReserved(ref state, ea, 4)
            ? memory.CompareExchange(ea, (uint)state.ReservationValueLow, (uint)rs, out stored)
            : memory.Probe(ea, 4, isStore: true);
        return Finish(ref state, outcome, stored, out cr0);
    }

    /// <summary>Store Doubleword Conditional: the doubleword ← RS if it is still reserved.</summary>
    [Instruction("stdcx.", "31 RS RA RB 214 1:1")]
    private static Outcome StoreDoubleword<TMemory>(ref PowerState state, ref TMemory memory, ulong ea, ulong rs, out uint cr0)
        where TMemory : struct, IPowerMemory
    {
        cr0 = 0;
        if (!IsAligned(ea, 8))
            return Outcome.Alignment;

        var stored = false;
        var outcome = IsReserved(ref state, ea, 8)
            ? memory.CompareExchange(ea, state.ReservationValueLow, rs, out stored)
            : memory.Probe(ea, 8, isStore: true);
        return Finish(ref state, outcome, stored, out cr0);
    }

    /// <summary>Store Quadword Conditional: the quadword ← RSp and the register after it if it is still reserved.</summary>
    [Instruction("stqcx.", "31 RSp RA RB 182 1:1", Isa.V2_07)]
    private static Outcome StoreQuadword<TMemory>(ref PowerState state, ref TMemory memory, ulong ea, UInt128 rsp, out uint cr0)
        where TMemory : struct, IPowerMemory
    {
        cr0 = 0;
        if (!IsAligned(ea, 16))
            return Outcome.Alignment;

        var stored = false;
        var outcome = IsReserved(ref state, ea, 16)
            ? memory.CompareExchange(ea, new UInt128(state.ReservationValueHigh, state.ReservationValueLow), rsp, out stored)
            : memory.Probe(ea, 16, isStore: true);
        return Finish(ref state, outcome, stored, out cr0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsAligned(ulong ea, uint size) => (ea & (size - 1)) == 0;

    private static bool IsReserved(ref PowerState state, ulong ea, byte size) => state.ReservationSize == size && state.ReservationAddress == ea;

    private static Outcome Reserve(ref PowerState state, Outcome outcome, ulong ea, byte size, UInt128 value)
    {
        if (outcome != Outcome.Completed)
            return outcome;

        state.ReservationSize = size;
        state.ReservationAddress = ea;
        state.ReservationValueLow = (ulong)value;
        state.ReservationValueHigh = (ulong)(value >> 64);
        return Outcome.Completed;
    }

    private static Outcome Finish(ref PowerState state, Outcome outcome, bool stored, out uint cr0)
    {
        cr0 = (stored ? 2u : 0) | state.So;
        if (outcome == Outcome.Completed)
            state.ReservationSize = 0;

        return outcome;
    }
}
