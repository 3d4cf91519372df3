using Hv.Conformance.Infrastructure;
using Hv.Conformance.Isa;
using Hv.Conformance.Isa.FloatingPoint;

namespace Hv.Conformance;

/// <summary>Where QEMU's vector instructions are not those of the Power ISA, or where the ISA leaves a choice.</summary>
internal static partial class Differences
{
    private const ulong Equal = 2;
    private const ulong InvalidDecimal = 1;

    private static readonly string[] Scalars =
        ["lxsdx", "lxsspx", "lxsiwax", "lxsiwzx", "lxsibzx", "lxsihzx", "lxsd", "lxssp", "mtvsrd", "mtvsrwa", "mtvsrwz"];

    public static readonly Difference<ExecutionObservation> ScalarsLeaveZeros = new(
        "The second doubleword of the target of a scalar is undefined (book I, 7.6.2, 7.6.1.1), and zero from ISA 3.1 on; QEMU's keeps its value.",
        seen => Scalars.Contains(seen.Mnemonic) && seen.Part.EndsWith(".low", StringComparison.Ordinal) && seen.Hv == 0 && seen.Qemu == seen.Before);

    public static readonly Difference<ExecutionObservation> InvalidDecimalsAreTold = new(
        "An operand that is no decimal leaves the target undefined, and field 6 of CR is 0b0001 (book I, 6.12); QEMU does not see all of them.",
        seen => IsDecimal(seen) && DecimalField(seen.Pair.Hv(ExecutionRecord.Cr)) == InvalidDecimal
            && (seen.Part == "CR" ? OnlyDecimalField(seen) : seen.Part.StartsWith("vs", StringComparison.Ordinal)));

    public static readonly Difference<ExecutionObservation> ZeroIsNotGreater = new(
        "A sum of zero is equal to zero alone (book I, 6.12.1); QEMU's is greater or less than that besides.",
        seen => seen.Mnemonic is "bcdadd." or "bcdsub." && seen.Part == "CR" && OnlyDecimalField(seen)
            && (DecimalField(seen.Qemu) & Equal) != 0 && (DecimalField(seen.Hv) == Equal || DecimalField(seen.Hv) == (DecimalField(seen.Qemu) ^ Equal)));

    public static readonly Difference<ExecutionObservation> UnsignedDecimalsHaveNoSign = new(
        "bcdus. compares all 32 digits with zero (book I, 6.12.5); QEMU's takes the last one for a sign.",
        seen => seen is { Mnemonic: "bcdus.", Part: "CR" } && OnlyDecimalField(seen));

    public static readonly Difference<ExecutionObservation> TargetsAreWrittenLast = new(
        "bcdcpsgn. and bcdctsq. may have their source as target (book I, 6.12.4, 6.12.2); QEMU looks at it again after it is written.",
        seen => seen.Mnemonic is "bcdcpsgn." or "bcdctsq." && seen.Field("VRT") == seen.Field("VRB"));

    public static readonly Difference<FloatingPointObservation> DoublewordsAreInserted = new(
        "vrldmi keeps the bits of its target that are not in the mask (book I, 6.9.5); QEMU's makes zeros of them.",
        seen => seen is { Instruction.Mnemonic: "vrldmi", Part: "result" } && (seen.Qemu.Target & ~seen.Hv.Target) == 0);

    private static bool IsDecimal(ExecutionObservation seen) => seen.Mnemonic.StartsWith("bcd", StringComparison.Ordinal);

    private static ulong DecimalField(ulong cr) => (cr >> 4) & 0xF;

    private static bool OnlyDecimalField(ExecutionObservation seen) => ((seen.Hv ^ seen.Qemu) & ~0xF0UL) == 0;
}
