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
}
