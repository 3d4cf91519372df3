using Hv.Power.Declarations;
using Hv.Power.Execution;
using Hv.Power.FloatingPoint;
using Hv.Power.Memory;

namespace Hv.Power.Instructions.FloatingPoint;

/// <summary>Loads and stores of floating-point registers (Power ISA, Book I, 4.6.2, 4.6.3).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.FloatingPoint)]
internal static partial class FloatingPointStorage
{
    /// <summary>Load Floating-Point Single: FRT ← the single as a double.</summary>
    [Instruction("lfs", "48 FRT RA D")]
    [Instruction("lfsu", "49 FRT RA D", Update = true)]
    [Instruction("lfsx", "31 FRT RA RB 535 /")]
    [Instruction("lfsux", "31 FRT RA RB 567 /", Update = true)]
    private static Outcome LoadSingle<TMemory>(ref TMemory memory, ulong ea, out ulong frt)
        where TMemory : struct, IPowerMemory
    {
        var outcome = memory.Read(ea, out uint value);
        frt = RoundedToSingle.FromSingle(value);
        return outcome;
    }

    /// <summary>Load Floating-Point Double: FRT ← the doubleword.</summary>
    [Instruction("lfd", "50 FRT RA D")]
    [Instruction("lfdu", "51 FRT RA D", Update = true)]
    [Instruction("lfdx", "31 FRT RA RB 599 /")]
    [Instruction("lfdux", "31 FRT RA RB 631 /", Update = true)]
    private static Outcome LoadDouble<TMemory>(ref TMemory memory, ulong ea, out ulong frt)
        where TMemory : struct, IPowerMemory => memory.Read(ea, out frt);

    /// <summary>Load Floating-Point as Integer Word Algebraic: FRT ← the word with its sign.</summary>
    [Instruction("lfiwax", "31 FRT RA RB 855 /", Isa.V2_05)]
    private static Outcome LoadSignedWord<TMemory>(ref TMemory memory, ulong ea, out ulong frt)
        where TMemory : struct, IPowerMemory
    {
        var outcome = memory.Read(ea, out uint value);
        frt = (ulong)(int)value;
        return outcome;
    }

    /// <summary>Load Floating-Point as Integer Word and Zero: FRT ← the word.</summary>
    [Instruction("lfiwzx", "31 FRT RA RB 887 /", Isa.V2_06)]
    private static Outcome LoadWord<TMemory>(ref TMemory memory, ulong ea, out ulong frt)
        where TMemory : struct, IPowerMemory
    {
        var outcome = memory.Read(ea, out uint value);
        frt = value;
        return outcome;
    }

    /// <summary>Store Floating-Point Single: the word ← FRS as a single.</summary>
    [Instruction("stfs", "52 FRS RA D")]
    [Instruction("stfsu", "53 FRS RA D", Update = true)]
    [Instruction("stfsx", "31 FRS RA RB 663 /")]
    [Instruction("stfsux", "31 FRS RA RB 695 /", Update = true)]
    private static Outcome StoreSingle<TMemory>(ref TMemory memory, ulong ea, ulong frs)
        where TMemory : struct, IPowerMemory => memory.Write(ea, RoundedToSingle.ToSingle(frs));

    /// <summary>Store Floating-Point Double: the doubleword ← FRS.</summary>
    [Instruction("stfd", "54 FRS RA D")]
    [Instruction("stfdu", "55 FRS RA D", Update = true)]
    [Instruction("stfdx", "31 FRS RA RB 727 /")]
    [Instruction("stfdux", "31 FRS RA RB 759 /", Update = true)]
    private static Outcome StoreDouble<TMemory>(ref TMemory memory, ulong ea, ulong frs)
        where TMemory : struct, IPowerMemory => memory.Write(ea, frs);

    /// <summary>Store Floating-Point as Integer Word: the word ← the less significant one of FRS.</summary>
    [Instruction("stfiwx", "31 FRS RA RB 983 /")]
    private static Outcome StoreWord<TMemory>(ref TMemory memory, ulong ea, ulong frs)
        where TMemory : struct, IPowerMemory => memory.Write(ea, (uint)frs);
}
