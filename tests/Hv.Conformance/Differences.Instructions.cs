using System.Numerics;
using Hv.Conformance.Infrastructure;
using Hv.Conformance.Isa;
using Hv.Power.FloatingPoint;
using Hv.Power.State;

namespace Hv.Conformance;

/// <summary>Where instructions of QEMU's user mode are not those of the Power ISA 3.0B, or where the ISA leaves a choice.</summary>
internal static partial class Differences
{
    private const ulong IllegalSignal = 4;
    private const ulong AlignmentSignal = 7;
    private const ulong ArithmeticSignal = 8;
    private const uint SummaryInCr1 = 0x0800_0000;

    /// <summary>What QEMU's atomic memory operations give where the ISA has 2^31 or 2^63.</summary>
    private const ulong ExtendedLeastInteger = 0xFFFF_FFFF_8000_0000;

    public static readonly Difference<ExecutionObservation> FlushesOfPrimaryCachesAreKnown = new(
        "dcbf with L=3 is dcbflp (book II, 4.3.2); QEMU takes the upper bit of L for a reserved one, and the instruction for none.",
        seen => seen is { Mnemonic: "dcbf", Part: "signal", Qemu: IllegalSignal, Hv: 0 } && seen.Field("L") == 3);

    public static readonly Difference<ExecutionObservation> InstructionCacheTouchesAreKnown = new(
        "icbt came to servers with version 2.07 (book II, 4.3.1); QEMU knows it for embedded processors alone.",
        seen => seen is { Mnemonic: "icbt", Part: "signal", Qemu: IllegalSignal, Hv: 0 });

    public static readonly Difference<ExecutionObservation> ExtendedDivisionsOverflowWithTheSign = new(
        "divde overflows when the quotient has no room in 64 bits with its sign (book I, 3.3.9.1); QEMU gives its low bits when it has without.",
        seen => seen.Mnemonic == "divde" && (seen.IsRegister("RT") || seen.Part is "CR" or "XER") && IsTooLargeWithSignAlone(seen));

    public static readonly Difference<ExecutionObservation> BoundedFetchesThatFailGiveTheLeastInteger = new(
        "lwat and ldat that do not add or subtract at the bound give 2^31 or 2^63 (book II, 4.5.1); QEMU gives -2^31 for both.",
        seen => seen.Mnemonic is "lwat" or "ldat" && seen.Field("FC") is 24 or 25 or 28 && seen.IsRegister("RT")
            && seen.Qemu == ExtendedLeastInteger && seen.Hv == (seen.Mnemonic == "lwat" ? 1UL << 31 : 1UL << 63));

    public static readonly Difference<ExecutionObservation> AtomicOperationsStayInABlock = new(
        "An atomic memory operation on two locations has both in an aligned block of 32 bytes, or causes an alignment interrupt (book "
        + "II, 4.5.1); QEMU does it all the same.",
        seen => seen.Mnemonic is "lwat" or "ldat" or "stwat" or "stdat" && seen.Field("FC") is 24 or 25 or 28
            && seen.Pair.Hv(ExecutionRecord.Signal) == AlignmentSignal && seen.Pair.Qemu(ExecutionRecord.Signal) == 0
            && (seen.Part == "signal" || seen.Hv == seen.Before));

    public static readonly Difference<ExecutionObservation> BoundedDecrementsLookBefore = new(
        "lwat and ldat with function 28 compare with what lies before the location (book II, 4.5.1); QEMU with what lies behind it.",
        seen => seen.Mnemonic is "lwat" or "ldat" && seen.Field("FC") == 28 && (seen.IsRegister("RT") || seen.IsMemory));

    public static readonly Difference<ExecutionObservation> SignedWordsInMemoryAreComparedAsSigned = new(
        "lwat and stwat with function 5 and 7 have the signed maximum and minimum (book II, 4.5); QEMU compares the words as unsigned.",
        seen => seen.Mnemonic is "lwat" or "stwat" && seen.Field("FC") is 5 or 7 && seen.IsMemory
            && ((seen.Hv == seen.Before) != (seen.Qemu == seen.Before)));

    public static readonly Difference<ExecutionObservation> VrSaveHas32Bits = new(
        "VRSAVE has 32 bits (book I, 3.2.3); QEMU keeps 64.",
        seen => seen is { Mnemonic: "mtspr", Part: "VRSAVE" } && seen.Hv == (uint)seen.Qemu);

    public static readonly Difference<ExecutionObservation> ConditionalStoresAreAligned = new(
        "A conditional store to an address that is not aligned may cause an alignment interrupt (book II, 4.6.2), and does on "
        + "POWER; QEMU's does not store.",
        seen => seen.Mnemonic is "sthcx." or "stwcx." or "stdcx."
            && (seen.IndexedAddress & (seen.Mnemonic[2] switch { 'h' => 1UL, 'w' => 3UL, _ => 7UL })) != 0
            && (seen is { Part: "signal", Hv: AlignmentSignal, Qemu: 0 } || (seen.Part == "CR" && seen.Hv == seen.Before)));

    public static readonly Difference<ExecutionObservation> QuadwordReservationsHold = new(
        "stqcx. stores what lqarx has reserved (book II, 4.6.2.2); QEMU, where no other thread runs, reserves the second doubleword, and never stores.",
        seen => seen.Mnemonic == "stqcx." && seen.Pair.Case.Prefix != 0
            && (seen.Part == "CR" ? ((seen.Hv ^ seen.Qemu) == 0x2000_0000 && (seen.Qemu & 0x2000_0000) == 0) : seen.IsMemory && seen.Qemu == seen.Before));

    public static readonly Difference<ExecutionObservation> SignalsRestoreHalfOfFpscr = new(
        "What runs after a handler of a signal finds FPSCR as it was; QEMU's has lost the upper half of it, the decimal rounding mode.",
        seen => seen.Part == "FPSCR" && seen.Pair.Qemu(ExecutionRecord.Signal) != 0 && (uint)seen.Hv == seen.Qemu);

    public static readonly Difference<ExecutionObservation> SettingAnExceptionSetsTheSummary = new(
        "FX is set by all instructions that set an exception bit, but for mtfsf and mtfsfi (book I, 4.2.2); QEMU's mtfsb1 does not.",
        seen => seen.Mnemonic == "mtfsb1" && seen.Part is "FPSCR" or "CR" && ((uint)seen.Hv ^ (uint)seen.Qemu) is Fpscr.FX or SummaryInCr1
            && (((1u << (31 - seen.Field("BTF"))) & Fpscr.Exceptions) != 0));

    public static readonly Difference<ExecutionObservation> NonIeeeModeIsABitAsOthers = new(
        "mtfsb1 sets any bit but FEX and VX (book I, 4.6.9); QEMU's does not set NI.",
        seen => seen is { Mnemonic: "mtfsb1", Part: "FPSCR" } && (seen.Hv ^ seen.Qemu) == Fpscr.NI && seen.Field("BTF") == 29);

    public static readonly Difference<ExecutionObservation> VscrHasTwoBits = new(
        "VSCR has NJ and SAT (book I, 6.3.2); QEMU keeps other bits, too.",
        seen => seen is { Mnemonic: "mtvscr", Part: "VSCR" } && seen.Hv == (seen.Qemu & (VectorState.NonJava | VectorState.Saturation)));

    public static readonly Difference<ExecutionObservation> TrapsFollowExceptions = new(
        "An instruction traps when an exception that it causes is enabled (book I, 4.4); where QEMU tells other exceptions for vectors and "
            + "estimates it traps otherwise, and its comparisons of vectors do not trap.",
        seen => seen.Part == "signal" && seen.Mnemonic[0] == 'x' && (seen.Hv, seen.Qemu) is (ArithmeticSignal, 0) or (0, ArithmeticSignal)
            && (seen.Hv == ArithmeticSignal) == new Fpscr(seen.Pair.Hv(ExecutionRecord.Fpscr)).HasEnabledException);

    public static readonly Difference<ExecutionObservation> TrappingComparisonsLeaveAnyField = new(
        "Field 6 of CR is undefined when a comparison of vectors traps (book I, 7.6.1.8); QEMU leaves it when the trap comes first.",
        seen => seen.Part == "CR" && seen.Mnemonic.StartsWith("xvcmp", StringComparison.Ordinal) && ((seen.Hv ^ seen.Qemu) & ~0xF0UL) == 0
            && new Fpscr(seen.Pair.Hv(ExecutionRecord.Fpscr)).HasEnabledException);

    private static bool IsTooLargeWithSignAlone(ExecutionObservation seen)
    {
        var (dividend, divisor) = (new BigInteger((long)seen.Register("RA")) << 64, new BigInteger((long)seen.Register("RB")));
        if (divisor.IsZero || BigInteger.Abs(dividend >> 64) >= BigInteger.Abs(divisor))
            return false;

        var quotient = BigInteger.Divide(dividend, divisor);
        return quotient > long.MaxValue || quotient < long.MinValue;
    }
}
