using Hv.Conformance.BareMetal;
using Hv.Conformance.Infrastructure;

namespace Hv.Conformance;

/// <summary>Where QEMU's processors in system mode are not those of the Power ISA 3.0B, or where the ISA leaves a choice.</summary>
internal static partial class Differences
{
    public static readonly Difference<SpecialRegisterObservation> RegistersThatDoNotExistAreIllegal = new(
        "A number without a register, bit 0x10 of it 0, is a hypervisor emulation assistance interrupt (book III, 4.4.4), which hypervisors "
        + "hand on as an illegal instruction; QEMU says privileged instruction.",
        seen => seen is { Hv: SpecialRegisterObservation.Illegal, Qemu: SpecialRegisterObservation.Privileged } && (seen.Number & 0x10) == 0);

    public static readonly Difference<SpecialRegisterObservation> ProgramsHaveDataStreamControl = new(
        "Register 3 is DSCR for programs (book III, 4.4.4), given by FSCR; QEMU does not have it.",
        seen => seen is { Number: 3, IsOfProgram: true, Qemu: SpecialRegisterObservation.Privileged });

    public static readonly Difference<SpecialRegisterObservation> ProgramPriorityHasAHighWord = new(
        "Register 898 is PPR32 (book II, 3.1); QEMU does not have it.",
        seen => seen is { Number: 898, IsOfProgram: true, Hv: SpecialRegisterObservation.Done, Qemu: SpecialRegisterObservation.Privileged });

    public static readonly Difference<SpecialRegisterObservation> TimeBaseIsTheHypervisors = new(
        "The time base is written by the hypervisor alone (book III, 4.4.4 and 7.2); QEMU lets the system write it, and read it under the same "
        + "numbers.",
        seen => seen is { Number: 284 or 285, Hv: SpecialRegisterObservation.Privileged, Qemu: SpecialRegisterObservation.Done });

    public static readonly Difference<SpecialRegisterObservation> RegistersOfTheHypervisorArePrivileged = new(
        "HEIR, and PSSCR under the number 855, are the hypervisor's (book III, 4.4.4); QEMU does not have them under a hypervisor.",
        seen => seen is { Number: 339 or 855, IsOfProgram: false, Hv: SpecialRegisterObservation.Privileged, Qemu: SpecialRegisterObservation.Done });

    public static readonly Difference<ConsoleObservation> StoresWithoutAReservationAreTranslated = new(
        "A conditional store is translated, and its alignment looked at, whether there is a reservation or not, which the ISA leaves open "
        + "(book II, 4.6.2; book III, 6.5.3); QEMU's does nothing without one.",
        seen => seen.Name.Contains("stwcx.", StringComparison.Ordinal) && seen.Hv.Contains("dar=", StringComparison.Ordinal)
            && seen.Qemu.Contains("!0c00", StringComparison.Ordinal));

    public static readonly Difference<ConsoleObservation> AlignmentStatusHoldsTheInstruction = new(
        "DSISR holds the form, the opcode and the registers of an instruction that interrupts for alignment (book III-S, 6.5.8 of version 2.07; "
        + "undefined in 3.0); QEMU adds the registers to what it held before.",
        seen => seen.Hv.Contains("!0600", StringComparison.Ordinal) && seen.Differing() is ["dsisr"]
            && ConsoleObservation.Value(seen.Hv, "dsisr") is { } here && ConsoleObservation.Value(seen.Qemu, "dsisr") is { } there
            && ((here ^ there) & 0x3FF) == 0);

    public static readonly Difference<ConsoleObservation> CacheBlocksAreNamedByTheAddress = new(
        "DAR is the address that icbi was given; QEMU's is that of the block, which the ISA allows as well (book III, 6.5.3).",
        seen => seen.Name.Contains("icbi", StringComparison.Ordinal) && seen.Differing() is ["dar"]
            && ConsoleObservation.Value(seen.Qemu, "dar") == (ConsoleObservation.Value(seen.Hv, "dar") & ~0x7FUL));

    public static readonly Difference<ConsoleObservation> VectoredCallsAreGivenToTheSystem = new(
        "FSCR keeps facilities from programs, scv among them (book III, 6.2.10); QEMU asks it in supervisor state as well.",
        seen => seen is { Model: "POWER9" } && seen.Name.Contains(" scv ", StringComparison.Ordinal)
            && seen.Qemu.Contains("f60", StringComparison.Ordinal) && (ConsoleObservation.Value(seen.Hv, "ctr") & 0x4000) == 0);

    public static readonly Difference<ConsoleObservation> VectorsMoveAShortWayOnPower8 = new(
        "With AIL = 2 interrupts keep relocation and go 0x18000 further (book III-S, 2.2 of version 2.07); QEMU's POWER8 takes them without.",
        seen => seen is { Model: "POWER8" } && seen.Name.StartsWith("2 ", StringComparison.Ordinal)
            && ConsoleObservation.Value(seen.Hv, "srr0") == ConsoleObservation.Value(seen.Qemu, "srr0")
            && ConsoleObservation.Value(seen.Hv, "srr1") == ConsoleObservation.Value(seen.Qemu, "srr1")
            && seen.Hv.Contains("!1", StringComparison.Ordinal) && seen.Qemu.Contains("!0", StringComparison.Ordinal));

    public static readonly Difference<ConsoleObservation> TransactionsAreNotOffered = new(
        "A machine without transactional memory (cap-htm off) keeps MSR.TM and MSR.TS 0 (book III-S, 3.2.1 of version 2.07); QEMU lets the "
        + "system set them.",
        seen => seen.Differing() is ["srr1"] && (ConsoleObservation.Value(seen.Hv, "srr1") ^ ConsoleObservation.Value(seen.Qemu, "srr1"))
            is 1UL << 32 or 1UL << 33 or 1UL << 34);

    public static readonly Difference<ConsoleObservation> NoExecutionOfSegmentsHolds = new(
        "Nothing is fetched from a segment with N (book III, 5.7.8.1); QEMU forgets it for a page that data were accessed in before.",
        seen => seen.Name.Contains("keys 200", StringComparison.Ordinal) && seen.Hv.Contains("fetch !0400", StringComparison.Ordinal)
            && seen.Qemu.Contains("fetch !0c00", StringComparison.Ordinal)
            && seen.Hv.Split("fetch")[0] == seen.Qemu.Split("fetch")[0]);

    public static readonly Difference<ConsoleObservation> EnabledExceptionsKeepTheTarget = new(
        "An invalid operation or a division by zero that FPSCR enables delivers no result, whatever MSR.FE0 and FE1 say (book I, 4.4.1 and 4.4.2); "
        + "QEMU delivers one where these are 0.",
        seen => seen.Name is ['S' or 'P', ' ', '0', ' ', ..] && seen.Differing() is ["fpscr", "f1"] && ConsoleObservation.Value(seen.Hv, "f1") == 0
            && (ConsoleObservation.Value(seen.Hv, "fpscr") ^ ConsoleObservation.Value(seen.Qemu, "fpscr")) is { } bits && (bits & ~0x1_F000UL) == 0);

    public static readonly Difference<ConsoleObservation> SettingABitSetsTheSummary = new(
        "mtfsb1 that sets a bit of an exception sets FX (book I, 4.2.2); QEMU's does not.",
        seen => seen.Name.EndsWith("mtfsb1 5", StringComparison.Ordinal) && seen.Differing() is ["fpscr"]
            && ConsoleObservation.Value(seen.Hv, "fpscr") == (ConsoleObservation.Value(seen.Qemu, "fpscr") | 0x8000_0000));

    public static readonly Difference<ConsoleObservation> MarkOfChangesIsNotTheGuests = new(
        "The guest does not see in which entries of its page table the hypervisor has noted a change for migration; QEMU shows it bit 0x40.",
        seen => seen.Differing() is { Count: > 0 } names && names.All(name =>
            ConsoleObservation.Value(seen.Qemu, name) == (ConsoleObservation.Value(seen.Hv, name) | 0x40)));

    public static readonly Difference<ConsoleObservation> StoppingAllWatchdogsIsTold = new(
        "That all watchdogs were stopped is success when one ran; QEMU says that there was nothing to do.",
        seen => seen.Name == "45c,200,ffffffffffffffff,0 r3" && ConsoleObservation.Value(seen.Hv, "r3") == 0
            && ConsoleObservation.Value(seen.Qemu, "r3") == unchecked((ulong)-63));

    public static readonly Difference<ConsoleObservation> ConferringTellsItsStatus = new(
        "H_CONFER to whichever processor needs it tells success; QEMU leaves the call's own number in r3.",
        seen => seen.Name == "e4,ffffffffffffffff,0 r3" && ConsoleObservation.Value(seen.Hv, "r3") == 0
            && ConsoleObservation.Value(seen.Qemu, "r3") == 0xE4);
}
