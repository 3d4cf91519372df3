using System.Runtime.CompilerServices;
using Hv.Power.Declarations;
using Hv.Power.Execution;
using Hv.Power.Memory;
using Hv.Power.State;

namespace Hv.Power.Instructions;

/// <summary>Branches and system calls (Power ISA, Book I, 2.4 and 2.6).</summary>
[Instructions(typeof(PowerIsa))]
internal static partial class Branches
{
    private const uint IgnoresCondition = 16;
    private const uint WantsTrue = 8;
    private const uint IgnoresCount = 4;
    private const uint WantsZero = 2;

    /// <summary>Branch: goes to the target.</summary>
    [Instruction("b", "18 LI AA LK")]
    private static ulong Branch(ulong target) => target;

    /// <summary>Branch Conditional: goes to the target when the conditions of BO are met, of which one may be CTR - 1.</summary>
    [Instruction("bc", "16 BO BI BD AA LK", Specialize = "BO")]
    [ExtendedMnemonic("b[lt|gt|eq|so] BD", "bc 12,[0|1|2|3],BD")]
    [ExtendedMnemonic("b[ge|le|ne|ns] BD", "bc 4,[0|1|2|3],BD")]
    [ExtendedMnemonic("b[lt|gt|eq|so] BF,BD", "bc 12,4*BF+[0|1|2|3],BD")]
    [ExtendedMnemonic("b[ge|le|ne|ns] BF,BD", "bc 4,4*BF+[0|1|2|3],BD")]
    [ExtendedMnemonic("bd[nz|z] BD", "bc [16|18],0,BD")]
    [ExtendedMnemonic("b[t|f] BI,BD", "bc [12|4],BI,BD", OnlyWritten = true)]
    [ExtendedMnemonic("bdnz[t|f] BI,BD", "bc [8|0],BI,BD")]
    [ExtendedMnemonic("bdz[t|f] BI,BD", "bc [10|2],BI,BD")]
    private static (bool taken, ulong ctr) BranchConditional<TMemory>(uint bo, bool bi, ulong target, ulong ctr)
        where TMemory : struct, IPowerMemory
    {
        _ = target;
        return Conditions<TMemory>(bo, bi, ctr);
    }

    /// <summary>Branch Conditional to Link Register: goes to LR when the conditions of BO are met.</summary>
    [Instruction("bclr", "19 BO BI /// BH 16 LK", Specialize = "BO", Ignores = "BH")]
    [ExtendedMnemonic("blr", "bclr 20,0,0")]
    [ExtendedMnemonic("b[lt|gt|eq|so]lr", "bclr 12,[0|1|2|3],0")]
    [ExtendedMnemonic("b[ge|le|ne|ns]lr", "bclr 4,[0|1|2|3],0")]
    [ExtendedMnemonic("b[lt|gt|eq|so]lr BF", "bclr 12,4*BF+[0|1|2|3],0")]
    [ExtendedMnemonic("b[ge|le|ne|ns]lr BF", "bclr 4,4*BF+[0|1|2|3],0")]
    [ExtendedMnemonic("bd[nz|z]lr", "bclr [16|18],0,0")]
    [ExtendedMnemonic("bd[nz|z]lr BH", "bclr [16|18],0,BH", OnlyWritten = true)]
    [ExtendedMnemonic("b[lt|gt|eq|so]lr BF,BH", "bclr 12,4*BF+[0|1|2|3],BH", OnlyWritten = true)]
    [ExtendedMnemonic("b[ge|le|ne|ns]lr BF,BH", "bclr 4,4*BF+[0|1|2|3],BH", OnlyWritten = true)]
    [ExtendedMnemonic("bdnz[t|f]lr BI", "bclr [8|0],BI,0")]
    [ExtendedMnemonic("bdz[t|f]lr BI", "bclr [10|2],BI,0")]
    [ExtendedMnemonic("bdnz[t|f]lr BI,BH", "bclr [8|0],BI,BH", OnlyWritten = true)]
    [ExtendedMnemonic("bdz[t|f]lr BI,BH", "bclr [10|2],BI,BH", OnlyWritten = true)]
    [ExtendedMnemonic("bclr BO,BI", "bclr BO,BI,0", OnlyWritten = true)]
    private static (bool taken, ulong nia, ulong ctr) BranchToLink<TMemory>(uint bo, bool bi, ulong lr, ulong ctr)
        where TMemory : struct, IPowerMemory
    {
        var (taken, count) = Conditions<TMemory>(bo, bi, ctr);
        return (taken, lr & ~3UL, count);
    }

    /// <summary>Branch Conditional to Count Register: goes to CTR when the conditions of BO are met.</summary>
    [Instruction("bcctr", "19 BO BI /// BH 528 LK", Specialize = "BO", Ignores = "BH")]
    [ExtendedMnemonic("bctr", "bcctr 20,0,0")]
    [ExtendedMnemonic("b[lt|gt|eq|so]ctr", "bcctr 12,[0|1|2|3],0")]
    [ExtendedMnemonic("b[ge|le|ne|ns]ctr", "bcctr 4,[0|1|2|3],0")]
    [ExtendedMnemonic("b[lt|gt|eq|so]ctr BF", "bcctr 12,4*BF+[0|1|2|3],0")]
    [ExtendedMnemonic("b[ge|le|ne|ns]ctr BF", "bcctr 4,4*BF+[0|1|2|3],0")]
    [ExtendedMnemonic("b[lt|gt|eq|so]ctr BF,BH", "bcctr 12,4*BF+[0|1|2|3],BH", OnlyWritten = true)]
    [ExtendedMnemonic("b[ge|le|ne|ns]ctr BF,BH", "bcctr 4,4*BF+[0|1|2|3],BH", OnlyWritten = true)]
    [ExtendedMnemonic("bcctr BO,BI", "bcctr BO,BI,0", OnlyWritten = true)]
    private static (bool taken, ulong nia, ulong ctr) BranchToCount<TMemory>(uint bo, bool bi, ulong ctr)
        where TMemory : struct, IPowerMemory
    {
        // A form that counts is invalid, for the target is what is counted. POWER processors test CTR first and then decrement it.
        var conditionMet = (bo & IgnoresCondition) != 0 || bi == ((bo & WantsTrue) != 0);
        if ((bo & IgnoresCount) != 0)
            return (conditionMet, ctr & ~3UL, ctr);

        var isZero = Width.Address<TMemory>(ctr) == 0;
        return (conditionMet && isZero == ((bo & WantsZero) != 0), ctr & ~3UL, ctr - 1);
    }

    /// <summary>Branch Conditional to Target Address Register: goes to TAR when the conditions of BO are met.</summary>
    [Instruction("bctar", "19 BO BI /// BH 560 LK", Isa.V2_07, Specialize = "BO", Ignores = "BH")]
    [ExtendedMnemonic("btar", "bctar 20,0,0")]
    [ExtendedMnemonic("b[lt|gt|eq|so]tar", "bctar 12,[0|1|2|3],0")]
    [ExtendedMnemonic("b[ge|le|ne|ns]tar", "bctar 4,[0|1|2|3],0")]
    [ExtendedMnemonic("b[lt|gt|eq|so]tar BF,BH", "bctar 12,4*BF+[0|1|2|3],BH", OnlyWritten = true)]
    [ExtendedMnemonic("b[ge|le|ne|ns]tar BF,BH", "bctar 4,4*BF+[0|1|2|3],BH", OnlyWritten = true)]
    [ExtendedMnemonic("bd[nz|z]tar", "bctar [16|18],0,0")]
    [ExtendedMnemonic("bd[nz|z]tar BH", "bctar [16|18],0,BH", OnlyWritten = true)]
    [ExtendedMnemonic("bdnz[t|f]tar BI", "bctar [8|0],BI,0")]
    [ExtendedMnemonic("bdz[t|f]tar BI", "bctar [10|2],BI,0")]
    [ExtendedMnemonic("bdnz[t|f]tar BI,BH", "bctar [8|0],BI,BH", OnlyWritten = true)]
    [ExtendedMnemonic("bdz[t|f]tar BI,BH", "bctar [10|2],BI,BH", OnlyWritten = true)]
    [ExtendedMnemonic("bctar BO,BI", "bctar BO,BI,0", OnlyWritten = true)]
    private static (bool taken, ulong nia, ulong ctr) BranchToTarget<TMemory>(uint bo, bool bi, ulong tar, ulong ctr)
        where TMemory : struct, IPowerMemory
    {
        var (taken, count) = Conditions<TMemory>(bo, bi, ctr);
        return (taken, tar & ~3UL, count);
    }

    /// <summary>System Call: the service that LEV names, 0 of the operating system, 1 of the hypervisor.</summary>
    [Instruction("sc", "17 /// LEV /:3 1 /", EndsBlock = true)]
    [ExtendedMnemonic("sc", "sc 0")]
    private static Outcome SystemCall(ref PowerState state, uint lev)
    {
        state.Service = lev;
        return lev == 1 ? Outcome.HypervisorCall : Outcome.SystemCall;
    }

    /// <summary>System Call Vectored: the service that LEV names.</summary>
    [Instruction("scv", "17 /// LEV /:3 0 1", Isa.V3_0, EndsBlock = true)]
    private static Outcome SystemCallVectored(ref PowerState state, uint lev)
    {
        state.Service = lev;
        return SpecialRegisters.IsAvailable(ref state, SpecialRegisters.FacilityScv) ? Outcome.SystemCallVectored : Outcome.FacilityUnavailable;
    }

    /// <summary>Whether a branch is taken, and CTR after it. BO is a constant where this is used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (bool Taken, ulong Count) Conditions<TMemory>(uint bo, bool bi, ulong ctr)
        where TMemory : struct, IPowerMemory
    {
        var taken = (bo & IgnoresCondition) != 0 || bi == ((bo & WantsTrue) != 0);
        if ((bo & IgnoresCount) == 0)
        {
            ctr--;
            taken &= (Width.Address<TMemory>(ctr) == 0) == ((bo & WantsZero) != 0);
        }

        return (taken, ctr);
    }
}
