using Hv.Power.Declarations;
using Hv.Power.Execution;
using Hv.Power.Memory;
using Hv.Power.State;

namespace Hv.Power.Instructions;

/// <summary>Caches and the order of accesses (Power ISA, Book II, 4.3, 4.4 and 4.6).</summary>
[Instructions(typeof(PowerIsa))]
internal static partial class StorageControl
{
    /// <summary>Data Cache Block Touch: a hint that it will be loaded.</summary>
    [Instruction("dcbt", "31 TH RA RB 278 /", Ignores = "TH RA RB", Syntax = "RA|0,RB,TH")]
    [ExtendedMnemonic("dcbt RA,RB", "dcbt RA,RB,0")]
    [ExtendedMnemonic("dcbtt RA,RB", "dcbt RA,RB,16")]
    [ExtendedMnemonic("dcbtct RA,RB,TH", "dcbt RA,RB,TH", OnlyWritten = true)]
    [ExtendedMnemonic("dcbtct RA,RB", "dcbt RA,RB,0", OnlyWritten = true)]
    [ExtendedMnemonic("dcbtds RA,RB,TH", "dcbt RA,RB,TH", OnlyWritten = true)]
    [ExtendedMnemonic("dcbtds RA,RB", "dcbt RA,RB,8", OnlyWritten = true)]
    private static void Touch()
    {
    }

    /// <summary>Data Cache Block Touch for Store: a hint that it will be stored to.</summary>
    [Instruction("dcbtst", "31 TH RA RB 246 /", Ignores = "TH RA RB", Syntax = "RA|0,RB,TH")]
    [ExtendedMnemonic("dcbtst RA,RB", "dcbtst RA,RB,0")]
    [ExtendedMnemonic("dcbtstt RA,RB", "dcbtst RA,RB,16")]
    [ExtendedMnemonic("dcbtstct RA,RB,TH", "dcbtst RA,RB,TH", OnlyWritten = true)]
    [ExtendedMnemonic("dcbtstct RA,RB", "dcbtst RA,RB,0", OnlyWritten = true)]
    [ExtendedMnemonic("dcbtstds RA,RB,TH", "dcbtst RA,RB,TH", OnlyWritten = true)]
    [ExtendedMnemonic("dcbtstds RA,RB", "dcbtst RA,RB,8", OnlyWritten = true)]
    private static void TouchForStore()
    {
    }

    /// <summary>Copy-Paste Abort: there is no copy (the facility is the accelerators'), so none ends.</summary>
    [Instruction("cpabort", "31 ///:15 838 /", Isa.V3_0)]
    private static void AbortCopy()
    {
    }

    /// <summary>Instruction Cache Block Touch: a hint that it will be executed.</summary>
    [Instruction("icbt", "31 / CT RA RB 22 /", Isa.V2_07, Ignores = "CT RA RB", Syntax = "CT,RA|0,RB")]
    [ExtendedMnemonic("icbt RA,RB", "icbt 0,RA,RB", OnlyWritten = true)]
    private static void TouchCode()
    {
    }

    /// <summary>Data Cache Block Store: what is in the cache goes to memory, where it already is.</summary>
    [Instruction("dcbst", "31 /// RA RB 54 /")]
    private static Outcome StoreBlock<TMemory>(ref TMemory memory, ulong ea)
        where TMemory : struct, IPowerMemory => memory.Probe(ea, 1, isStore: false);

    /// <summary>Data Cache Block Flush: what is in the cache goes to memory, where it already is.</summary>
    [Instruction("dcbf", "31 /:3 L:2 RA RB 86 /", Ignores = "L", Syntax = "RA|0,RB,L")]
    [ExtendedMnemonic("dcbf RA,RB", "dcbf RA,RB,0")]
    [ExtendedMnemonic("dcbfl RA,RB", "dcbf RA,RB,1")]
    [ExtendedMnemonic("dcbflp RA,RB", "dcbf RA,RB,3")]
    private static Outcome FlushBlock<TMemory>(ref TMemory memory, ulong ea)
        where TMemory : struct, IPowerMemory => memory.Probe(ea, 1, isStore: false);

    /// <summary>Data Cache Block set to Zero: the block of 128 bytes ← 0.</summary>
    [Instruction("dcbz", "31 /// RA RB 1014 /")]
    private static Outcome ClearBlock<TMemory>(ref TMemory memory, ulong ea)
        where TMemory : struct, IPowerMemory
    {
        var start = ea & ~(ulong)(TMemory.CacheBlock - 1);
        var outcome = memory.Probe(start, TMemory.CacheBlock, isStore: true);
        for (var offset = 0u; outcome == Outcome.Completed && offset < TMemory.CacheBlock; offset += 8)
            outcome = memory.Write(start + offset, 0UL);

        return outcome;
    }

    /// <summary>Instruction Cache Block Invalidate: what was decoded of it is decoded again after the next isync.</summary>
    [Instruction("icbi", "31 /// RA RB 982 /")]
    private static Outcome InvalidateCode<TMemory>(ref PowerState state, ref TMemory memory, ulong ea)
        where TMemory : struct, IPowerMemory
    {
        if (!TMemory.SeesStoresToCode)
            state.CodeChanged = 1;

        return memory.Probe(ea, 1, isStore: false);
    }

    /// <summary>Instruction Synchronize: what follows is fetched anew.</summary>
    [Instruction("isync", "19 /// 150 /", EndsBlock = true)]
    private static void SynchronizeInstructions()
    {
    }

    /// <summary>Synchronize: all accesses before it are performed before all behind it; L = 1 and 2 order fewer of them.</summary>
    [Instruction("sync", "31 /:3 L:2 /// 598 /", Ignores = "L")]
    [ExtendedMnemonic("sync", "sync 0")]
    [ExtendedMnemonic("hwsync", "sync 0", OnlyWritten = true)]
    [ExtendedMnemonic("lwsync", "sync 1")]
    [ExtendedMnemonic("ptesync", "sync 2")]
    private static void Synchronize() => Interlocked.MemoryBarrier();

    /// <summary>Enforce In-order Execution of I/O: orders accesses to devices, and stores.</summary>
    [Instruction("eieio", "31 /// 854 /")]
    private static void OrderInput() => Interlocked.MemoryBarrier();
}
