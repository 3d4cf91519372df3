using System.Runtime.InteropServices;
using Hv.Power.Declarations;
using Hv.Power.Execution;
using Hv.Power.State;
using Hv.Power.Translation;

namespace Hv.Power.Instructions;

/// <summary>The segment lookaside buffer (Power ISA, Book III, 5.9.3.2).</summary>
[Instructions(typeof(PowerIsa))]
internal static unsafe partial class SegmentLookaside
{
    private const ulong IndexMask = 0xFFF;
    private const ulong Valid = 0x0800_0000;
    private const ulong Class = 0x80;
    private const byte Equal = 2;

    /// <summary>SLB Move To Entry: the entry that RB names ← RS, RB.</summary>
    [Instruction("slbmte", "31 RS /// RB 402 /", Isa.V2_00, Privilege = Privilege.Supervisor)]
    private static Outcome MoveTo(ref PowerState state, ulong rs, ulong rb)
    {
        var index = rb & IndexMask;
        var entry = new SlbEntry(rb & ~IndexMask, rs);
        if (index >= PowerState.SlbSize || !entry.IsAcceptable)
            return Outcome.Illegal;

        ref var place = ref Entries(ref state)[(int)index];
        var wasValid = place.IsValid;
        place = entry;
        if (!wasValid)
            return Outcome.Completed;

        state.Ask(ProcessorRequests.Flush);
        return Outcome.Leave;
    }

    /// <summary>SLB Move From Entry VSID: RT ← the second doubleword of the entry that RB names.</summary>
    [Instruction("slbmfev", "31 RT /:4 L:1 RB 851 /", Isa.V2_00, Privilege = Privilege.Supervisor, Ignores = "L", Syntax = "RT,RB,L")]
    [ExtendedMnemonic("slbmfev RT,RB", "slbmfev RT,RB,0")]
    private static Outcome MoveFromSegment(ref PowerState state, ulong rb, out ulong rt) => MoveFrom(ref state, rb, isSegment: true, out rt);

    /// <summary>SLB Move From Entry ESID: RT ← the first doubleword of the entry that RB names.</summary>
    [Instruction("slbmfee", "31 RT /:4 L:1 RB 915 /", Isa.V2_00, Privilege = Privilege.Supervisor, Ignores = "L", Syntax = "RT,RB,L")]
    [ExtendedMnemonic("slbmfee RT,RB", "slbmfee RT,RB,0")]
    private static Outcome MoveFromEffective(ref PowerState state, ulong rb, out ulong rt) => MoveFrom(ref state, rb, isSegment: false, out rt);

    /// <summary>SLB Find Entry ESID: RT ← the second doubleword of the entry that translates RB; EQ of CR0 says whether there is one.</summary>
    [Instruction("slbfee.", "31 RT /// RB 979 1:1", Isa.V2_05, Privilege = Privilege.Supervisor)]
    private static void Find(ref PowerState state, ulong rb, out ulong rt, out uint cr0)
    {
        rt = 0;
        cr0 = state.So;
        foreach (ref readonly var entry in Entries(ref state))
        {
            if (entry.Contains(rb))
            {
                rt = entry.Vsid;
                cr0 |= Equal;
                return;
            }
        }
    }

    /// <summary>SLB Invalidate Entry: that which translates RB.</summary>
    [Instruction("slbie", "31 /// RB 434 /", Isa.PowerPc, Privilege = Privilege.Supervisor)]
    [Instruction("slbieg", "31 RS /// RB 466 /", Isa.V3_0, Privilege = Privilege.Supervisor, Ignores = "RS")]
    private static Outcome Invalidate(ref PowerState state, ulong rb)
    {
        foreach (ref var entry in Entries(ref state))
        {
            if (entry.Contains(rb))
            {
                entry = entry with { Esid = entry.Esid & ~Valid };
                state.Ask(ProcessorRequests.Flush);
                return Outcome.Leave;
            }
        }

        return Outcome.Completed;
    }

    /// <summary>SLB Invalidate All: the entries that IH names, without the first one for most.</summary>
    [Instruction("slbia", "31 // IH /// 498 /", Isa.PowerPc, Privilege = Privilege.Supervisor)]
    [ExtendedMnemonic("slbia", "slbia 0")]
    private static Outcome InvalidateAll(ref PowerState state, uint ih)
    {
        const uint None = 7;
        const uint AllWithFirst = 4;
        const uint OnlyOfClass = 3;
        if (state.Level < Isa.V3_0)
            ih = 0;

        var entries = Entries(ref state);
        for (var index = ih is AllWithFirst or OnlyOfClass ? 0 : 1; ih != None && index < entries.Length; index++)
        {
            if (ih != OnlyOfClass || (entries[index].Vsid & Class) != 0)
                entries[index] = entries[index] with { Esid = entries[index].Esid & ~Valid };
        }

        state.Ask(ProcessorRequests.Flush);
        return Outcome.Leave;
    }

    /// <summary>SLB Synchronize: nothing is on its way here.</summary>
    [Instruction("slbsync", "31 /// 338 /", Isa.V3_0, Privilege = Privilege.Supervisor)]
    private static void Synchronize()
    {
    }

    private static Span<SlbEntry> Entries(ref PowerState state) =>
        MemoryMarshal.Cast<ulong, SlbEntry>(MemoryMarshal.CreateSpan(ref state.Slb[0], 2 * PowerState.SlbSize));

    private static Outcome MoveFrom(ref PowerState state, ulong rb, bool isSegment, out ulong rt)
    {
        rt = 0;
        var index = rb & IndexMask;
        if (index >= PowerState.SlbSize)
            return Outcome.Illegal;

        var entry = Entries(ref state)[(int)index];
        rt = isSegment ? entry.Vsid : entry.Esid;
        return Outcome.Completed;
    }
}
