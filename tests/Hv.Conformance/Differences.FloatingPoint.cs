using Hv.Conformance.Infrastructure;
using Hv.Conformance.Isa.FloatingPoint;
using Hv.Power.FloatingPoint;

namespace Hv.Conformance;

/// <summary>Where QEMU's floating-point instructions are not those of the Power ISA, or where the ISA leaves a choice.</summary>
internal static partial class Differences
{
    public static readonly Difference<FloatingPointObservation> FractionRoundedIsComputed = new(
        "FR tells whether the last rounding incremented the fraction (book I, 4.2.2); QEMU clears it or leaves it.",
        seen => seen.Part == "FR" && (Qemu(seen, Fpscr.FR) == 0 || Qemu(seen, Fpscr.FR) == Before(seen, Fpscr.FR)));

    public static readonly Difference<FloatingPointObservation> SummaryIsSetByNewExceptionsAlone = new(
        "FX is set when an exception bit goes from 0 to 1 (book I, 4.2.2); QEMU sets it when one is set again, too.",
        seen => seen.Part == "FX" && Qemu(seen, Fpscr.FX) != 0 && (Hv(seen, Fpscr.Exceptions) & ~seen.State.Fpscr) == 0);

    public static readonly Difference<FloatingPointObservation> DenormalSinglesAreTold = new(
        "FPRF of a single-precision result has the class of a single (book I, 7.6.1.3); QEMU's that of the double it is held in.",
        seen => seen.Part == "FPRF" && (HvClass(seen), QemuClass(seen)) is
            (FloatingPointClass.PositiveDenormal, FloatingPointClass.PositiveNormal)
            or (FloatingPointClass.NegativeDenormal, FloatingPointClass.NegativeNormal));

    public static readonly Difference<FloatingPointObservation> NegationFollowsRounding = new(
        "A negative multiply-add is negated after it was rounded (book I, 4.6.6.2); QEMU rounds what is negated already.",
        seen => seen.Instruction.Mnemonic.Contains("nm", StringComparison.Ordinal)
            && seen.State.Control.RoundingMode is RoundingMode.TowardPositive or RoundingMode.TowardNegative);

    public static readonly Difference<FloatingPointObservation> XsnmsubqpoRoundsToOdd = new(
        "xsnmsubqpo rounds to odd, as its name says; QEMU's rounds as the FPSCR has it.",
        seen => seen.Instruction.Mnemonic == "xsnmsubqpo");

    public static readonly Difference<FloatingPointObservation> TrappingNaNsClearFractionBits = new(
        "An enabled invalid operation clears FR and FI (book I, 4.4.1.2); QEMU leaves them when its cause is a signaling NaN.",
        seen => seen.Part == "FI" && Before(seen, Fpscr.VE) != 0 && Hv(seen, Fpscr.VXSNAN) != 0 && Hv(seen, Fpscr.FI) == 0
            && Qemu(seen, Fpscr.FI) == Before(seen, Fpscr.FI));

    public static readonly Difference<FloatingPointObservation> QuadsRoundInTheCurrentMode = new(
        "xsrqpi and xsrqpxp with R=0, RMC=3 round as RN says (book I, 7.6.1.8); QEMU takes its bits for those of another mode.",
        seen => seen.Instruction.Mnemonic.EndsWith(" 0,3", StringComparison.Ordinal)
            && seen.State.Control.RoundingMode != RoundingMode.NearestEven);

    public static readonly Difference<FloatingPointObservation> ReciprocalsOfZeroAreInfinite = new(
        "The estimate of a reciprocal of zero is infinity (book I, 4.6.6.1); QEMU's is one half.",
        seen => seen.Instruction.Mnemonic is "fre" or "fres" && IsZero(seen.State.B) && seen.Part is "result" or "FPRF");

    public static readonly Difference<FloatingPointObservation> EstimatesDivideByZero = new(
        "An estimate of zero's reciprocal is a division by zero (book I, 7.6.1.3); with VSX QEMU does not tell.",
        seen => seen.Instruction.Mnemonic.StartsWith('x') && Hv(seen, Fpscr.ZX) != 0);

    public static readonly Difference<FloatingPointObservation> OrderedComparisonsTrapOnce = new(
        "An ordered comparison with a signaling NaN sets VXVC if VE is 0 (book I, 4.6.8); QEMU's fcmpo always.",
        seen => seen.Part == "exceptions" && seen.Instruction.Mnemonic == "fcmpo" && Before(seen, Fpscr.VE) != 0
            && (Qemu(seen, Fpscr.Exceptions) ^ Hv(seen, Fpscr.Exceptions)) == Fpscr.VXVC);

    public static readonly Difference<FloatingPointObservation> ComparisonsLeaveFractionBits = new(
        "A comparison leaves FR and FI (book I, 4.6.8); QEMU clears FI.",
        seen => seen.Part == "FI" && seen.Instruction.WritesField && Hv(seen, Fpscr.FI) == Before(seen, Fpscr.FI));

    public static readonly Difference<FloatingPointObservation> OrderedComparisonsLeaveClass = new(
        "A comparison leaves the bit C of FPRF (book I, 4.6.8); QEMU's fcmpo sets it when it is invalid.",
        seen => seen.Part == "FPRF" && seen.Instruction.Mnemonic == "fcmpo" && (HvClass(seen), QemuClass(seen)) is
            ((FloatingPointClass)1, FloatingPointClass.NaN));

    public static readonly Difference<FloatingPointObservation> VectorsTellAllExceptions = new(
        "A vector instruction tells the exceptions of all elements (book I, 7.2.1); QEMU's ends with the first that traps, and tells"
            + " no underflow beside an overflow.",
        seen => seen.Part is "exceptions" or "FX" && IsVector(seen)
            && (Qemu(seen, Fpscr.Exceptions) & ~Hv(seen, Fpscr.Exceptions)) == 0
            && (Before(seen, Fpscr.VE | Fpscr.ZE) != 0
                || (Qemu(seen, Fpscr.Exceptions) ^ Hv(seen, Fpscr.Exceptions)) == Fpscr.UX));

    public static readonly Difference<FloatingPointObservation> VectorsLeaveFractionBits = new(
        "A vector instruction leaves FR and FI (book I, 7.2.1); QEMU clears them when it is invalid.",
        seen => seen.Part == "FI" && IsVector(seen) && Hv(seen, Fpscr.FI) == Before(seen, Fpscr.FI));

    public static readonly Difference<FloatingPointObservation> ElementsAreConvertedApart = new(
        "Each element is converted by itself (book I, 7.6.1.7); QEMU takes those behind one that is invalid for NaNs.",
        seen => seen.Part == "result" && IsVector(seen) && Hv(seen, Fpscr.VXCVI) != 0 && Before(seen, Fpscr.VE) == 0);

    public static readonly Difference<FloatingPointObservation> ExtremesAreNotRounded = new(
        "A minimum or maximum is one of its operands (book I, 7.6.1.3); QEMU moves the exponent of a denormal one if UE is 1.",
        seen => Before(seen, Fpscr.UE) != 0 && seen.Part is "result" or "exceptions" or "FX"
            && (seen.Instruction.Mnemonic.Contains("max", StringComparison.Ordinal)
                || seen.Instruction.Mnemonic.Contains("min", StringComparison.Ordinal)));

    public static readonly Difference<FloatingPointObservation> InexactResultsAreDelivered = new(
        "A result is stored though an overflow, an underflow or an inexact result traps (book I, 4.4.3 to 4.4.5); some of QEMU's"
            + " conversions trap before.",
        seen => seen.Part is "result" or "FPRF" && seen.Qemu.Target == seen.State.Target && Hv(seen, Fpscr.FEX) != 0
            && Before(seen, Fpscr.OE | Fpscr.UE | Fpscr.XE) != 0);

    public static readonly Difference<FloatingPointObservation> IntegersHaveClasses = new(
        "A conversion from an integer sets FPRF (book I, 4.6.7.2); QEMU's fcfids, fcfidu and fcfidus leave it.",
        seen => seen.Part == "FPRF" && seen.Instruction.Mnemonic is "fcfids" or "fcfidu" or "fcfidus"
            && Qemu(seen, Fpscr.FPRF) == Before(seen, Fpscr.FPRF));

    public static readonly Difference<FloatingPointObservation> SingleClassesAreThoseAskedFor = new(
        "xststdcsp finds a denormal single where it is asked for one (book I, 7.6.1.9); QEMU's whatever it is asked for.",
        seen => seen.Instruction.Mnemonic.StartsWith("xststdcsp", StringComparison.Ordinal)
            && (uint)(seen.State.B >> 116 & 0x7FF) is > 0 and < 0x381 && (seen.Qemu.Field & 2) != 0 && (seen.Hv.Field & 2) == 0);

    public static readonly Difference<FloatingPointObservation> WrappedExponentsHaveNoClass = new(
        "The class of a half whose exponent does not fit, not even moved by a trap, is the number's; QEMU's that of the bits.",
        seen => seen.Part == "FPRF" && seen.Instruction.Mnemonic == "xscvdphp" && Before(seen, Fpscr.OE | Fpscr.UE) != 0);

    public static readonly Difference<FloatingPointObservation> RegistersHoldWrappedExponents = new(
        "A single whose exponent does not fit, not even moved by a trap, is undefined (book I, 4.4.4.2); QEMU's frsp cuts its"
            + " exponent to the eight bits of a single, its fadds does not.",
        seen => seen.Part == "result" && seen.Instruction.Mnemonic is "frsp" or "xsrsp" && Before(seen, Fpscr.OE | Fpscr.UE) != 0
            && ((seen.Qemu.Target ^ seen.Hv.Target) & ~((UInt128)0x7FF << 116)) == UInt128.Zero);

    public static readonly Difference<FloatingPointObservation> TrappingComparisonsKeepTheTarget = new(
        "A comparison whose result is a mask stores none when it traps (book I, 7.6.1.8); QEMU's does.",
        seen => seen.Part == "result" && seen.Instruction.Mnemonic.Contains("cmp", StringComparison.Ordinal)
            && seen.Hv.Target == seen.State.Target && Before(seen, Fpscr.VE) != 0);

    public static readonly Difference<FloatingPointObservation> WordsBesideIntegersAreUndefined = new(
        "Of an integer of 32 bits in a register the upper word is undefined (book I, 4.6.7); it has the sign here, in QEMU not always.",
        seen => seen.Part == "result" && seen.Instruction.Mnemonic is "fctiw" or "fctiwz"
            && (seen.Qemu.Target >> 64 & uint.MaxValue) == (seen.Hv.Target >> 64 & uint.MaxValue) && (seen.Hv.Target >> 96) == uint.MaxValue);

    public static readonly Difference<FloatingPointObservation> OperandsOfSinglesAreSingles = new(
        "What arithmetic of single precision gives for operands that are no singles is undefined (book I, 4.6.6).",
        seen => !seen.Instruction.Mnemonic.StartsWith("xv", StringComparison.Ordinal) && IsOfSingles(seen.Instruction.Mnemonic)
            && ((UInt128[])[seen.State.A, seen.State.B, seen.State.C, seen.State.Target])
                .Any(register => !RoundedToSingle.IsSingle((ulong)(register >> 64))));

    public static readonly Difference<FloatingPointObservation> PowersOfTwoAreEstimates = new(
        "vexptefp is right to one part in 16 (book I, 6.10.5); QEMU sums a series that is far from it, even negative, but for small operands.",
        seen => seen is { Part: "result", Instruction.Mnemonic: "vexptefp" }
            && Enumerable.Range(0, 4).All(element => IsPower(Element(seen.State.B, element), Element(seen.Hv.Target, element), Element(seen.Qemu.Target, element))));

    private static float Element(UInt128 register, int element) => BitConverter.UInt32BitsToSingle((uint)(register >> (32 * element)));

    private static bool IsPower(float exponent, float here, float there) =>
        here.Equals(there) || MathF.Abs(here - there) <= here / 16 || MathF.Abs(exponent) > 4;

    private static bool IsOfSingles(string mnemonic) =>
        mnemonic[0] == 'f' ? mnemonic.EndsWith('s') : mnemonic.StartsWith("xs", StringComparison.Ordinal) && mnemonic.EndsWith("sp", StringComparison.Ordinal);

    private static uint Qemu(FloatingPointObservation seen, uint mask) => seen.Qemu.Fpscr & mask;

    private static uint Hv(FloatingPointObservation seen, uint mask) => seen.Hv.Fpscr & mask;

    private static uint Before(FloatingPointObservation seen, uint mask) => seen.State.Fpscr & mask;

    private static FloatingPointClass QemuClass(FloatingPointObservation seen) =>
        (FloatingPointClass)(Qemu(seen, Fpscr.FPRF) >> 12);

    private static FloatingPointClass HvClass(FloatingPointObservation seen) => (FloatingPointClass)(Hv(seen, Fpscr.FPRF) >> 12);

    private static bool IsVector(FloatingPointObservation seen) =>
        seen.Instruction.Mnemonic.StartsWith("xv", StringComparison.Ordinal);

    private static bool IsZero(UInt128 register) => (register >> 64 & 0x7FFF_FFFF_FFFF_FFFF) == UInt128.Zero;
}
