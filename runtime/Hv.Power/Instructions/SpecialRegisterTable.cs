using System.Collections.Immutable;
using Hv.Power.Declarations;
using Hv.Power.State;

namespace Hv.Power.Instructions;

/// <summary>
/// The special purpose registers of the processors (Power ISA, Book III, 4.4.4 of versions 2.06, 2.07 and 3.0B). Those of the hypervisor
/// are here since a guest that tries to use them is told that it may not, which is something else than that they do not exist.
/// </summary>
public static class SpecialRegisterTable
{
    private const int Count = PowerState.SpecialRegisters;
    private const int FacilityDscr = 2;
    private const int FacilityTransactions = 5;
    private const int FacilityEventBranch = 7;
    private const int FacilityTar = 8;

    private static readonly SpecialRegisterDescription?[][] ByLevel = MakeByLevel();

    /// <summary>All of them, by number; a number may have several, of different versions.</summary>
    public static ImmutableArray<SpecialRegisterDescription> All { get; } = [.. Declare().OrderBy(register => register.Number)];

    /// <summary>The register of a number on a processor, or <see langword="null"/>.</summary>
    public static SpecialRegisterDescription? Find(Isa level, uint number) => ByLevel[(int)level][number & (Count - 1)];

    private static SpecialRegisterDescription?[][] MakeByLevel()
    {
        var levels = new SpecialRegisterDescription?[(int)Enum.GetValues<Isa>().Max() + 1][];
        for (var level = 0; level < levels.Length; level++)
        {
            levels[level] = new SpecialRegisterDescription?[Count];
            foreach (var register in Declare().Where(register => register.IsOf((Isa)level)))
                levels[level][register.Number] = register;
        }

        return levels;
    }

    private static IEnumerable<SpecialRegisterDescription> Declare() =>
    [
        .. OfPrograms(), .. OfEventBranches(), .. OfTransactions(), .. OfSystems(), .. OfMonitoring(), .. OfHypervisors(),
    ];

    private static IEnumerable<SpecialRegisterDescription> OfPrograms()
    {
        yield return Program(SpecialRegister.Xer, "XER", "fixed-point exceptions") with { IsActive = true };
        yield return Program(SpecialRegister.UserDscr, "DSCR", "data stream control, for programs") with
        {
            Alias = SpecialRegister.Dscr, Facility = FacilityDscr, From = Isa.V2_06,
        };
        yield return Program(SpecialRegister.Lr, "LR", "link") with { IsActive = true };
        yield return Program(SpecialRegister.Ctr, "CTR", "count") with { IsActive = true };
        yield return Program(SpecialRegister.UserAmr, "AMR", "authority mask, for programs") with
        {
            Alias = SpecialRegister.Amr, IsActive = true, From = Isa.V2_06,
        };
        yield return Program(SpecialRegister.VrSave, "VRSAVE", "which vector registers are in use") with { Mask = uint.MaxValue };
        yield return ReadOnly(SpecialRegister.UserSprg3, "USPRG3", "software use, for programs") with { Alias = SpecialRegister.Sprg3 };
        yield return ReadOnly(SpecialRegister.TimeBase, "TB", "time base") with { IsActive = true };
        yield return ReadOnly(SpecialRegister.TimeBaseUpper, "TBU", "time base, high word") with { IsActive = true };
        yield return ReadOnly(SpecialRegister.CtrlRead, "CTRL", "control") with { Alias = SpecialRegister.CtrlWrite };
        yield return Program(SpecialRegister.Tar, "TAR", "target address") with
        {
            IsActive = true, Facility = FacilityTar, From = Isa.V2_07,
        };
        yield return Program(SpecialRegister.Ppr, "PPR", "program priority");
        yield return Program(SpecialRegister.Ppr32, "PPR32", "program priority, high word") with { IsActive = true, From = Isa.V2_07 };
        for (var number = 808; number <= 811; number++)
            yield return Program(number, "-", "reserved, without effect") with { Mask = 0, From = Isa.V2_07 };
    }

    private static IEnumerable<SpecialRegisterDescription> OfEventBranches()
    {
        const Isa From = Isa.V2_07;
        (int Number, string Name)[] registers =
        [
            (800, "BESCRS"), (801, "BESCRSU"), (802, "BESCRR"), (803, "BESCRRU"), (804, "EBBHR"), (805, "EBBRR"), (806, "BESCR"),
        ];
        foreach (var (number, name) in registers)
            yield return Program(number, name, "event-based branches") with { Facility = FacilityEventBranch, From = From };
    }

    /// <summary>MSR.TM is always 0 here, and without it these are unavailable in every state.</summary>
    private static IEnumerable<SpecialRegisterDescription> OfTransactions()
    {
        foreach (var (number, name) in ((int, string)[])[(128, "TFHAR"), (129, "TFIAR"), (130, "TEXASR"), (131, "TEXASRU")])
        {
            yield return Program(number, name, "transactional memory") with
            {
                Facility = FacilityTransactions, IsNeverAvailable = true, From = Isa.V2_07, Until = Isa.V3_0,
            };
        }
    }

    private static IEnumerable<SpecialRegisterDescription> OfSystems()
    {
        yield return new(SpecialRegister.Dscr, "DSCR", "data stream control") { From = Isa.V2_06 };
        yield return new(SpecialRegister.Dsisr, "DSISR", "data storage interrupt status") { Mask = uint.MaxValue };
        yield return new(SpecialRegister.Dar, "DAR", "data address");
        yield return new(SpecialRegister.Dec, "DEC", "decrementer") { IsActive = true };
        yield return new(SpecialRegister.Srr0, "SRR0", "save and restore 0");
        yield return new(SpecialRegister.Srr1, "SRR1", "save and restore 1");
        yield return new(SpecialRegister.Cfar, "CFAR", "come from address") { From = Isa.V2_05 };
        yield return new(SpecialRegister.Amr, "AMR", "authority mask") { IsActive = true, From = Isa.V2_06 };
        yield return new(31, "ACOP", "available coprocessors") { From = Isa.V2_06 };
        yield return new(SpecialRegister.Pid, "PID", "process id") { IsActive = true, Mask = uint.MaxValue, From = Isa.V2_06 };
        yield return new(SpecialRegister.Iamr, "IAMR", "instruction authority mask") { IsActive = true, From = Isa.V2_07 };
        yield return new(144, "TIDR", "thread id") { From = Isa.V3_0 };
        yield return new(SpecialRegister.CtrlWrite, "CTRL", "control") { Read = Privilege.Hypervisor, Mask = 0xFF01 };
        yield return new(SpecialRegister.Fscr, "FSCR", "facility status and control") { From = Isa.V2_07 };
        yield return new(SpecialRegister.Uamor, "UAMOR", "user authority mask override") { IsActive = true, From = Isa.V2_06 };
        yield return new(159, "PSPB", "problem state priority boost") { Mask = uint.MaxValue, From = Isa.V2_07 };
        yield return new(176, "DPDES", "directed privileged doorbells") { Write = Privilege.Hypervisor, IsActive = true, From = Isa.V2_07 };
        for (var index = 0; index < 4; index++)
            yield return new(SpecialRegister.Sprg0 + index, $"SPRG{index}", "software use");
        yield return new(282, "EAR", "external access") { Until = Isa.V2_07 };
        yield return new(SpecialRegister.Pvr, "PVR", "processor version") { Write = Privilege.Hypervisor };
        yield return ReadOnly(308, "SPURR", "scaled use of processor resources") with { Read = Privilege.Problem, IsActive = true };
        yield return ReadOnly(309, "PURR", "use of processor resources") with { Read = Privilege.Problem, IsActive = true };
        yield return new(446, "TIR", "thread identification") { Write = Privilege.Hypervisor, From = Isa.V2_07 };
        yield return new(848, "IC", "instruction count") { Write = Privilege.Hypervisor, IsActive = true, From = Isa.V2_07 };
        yield return new(849, "VTB", "virtual time base") { Write = Privilege.Hypervisor, IsActive = true, From = Isa.V2_07 };
        yield return new(888, "TACR", "thread active control") { From = Isa.V2_07 };
        yield return new(889, "TCSCR", "thread control and status") { From = Isa.V2_07 };
        yield return new(890, "CSIGR", "core signal") { From = Isa.V2_07 };
        yield return new(895, "WORT", "workload optimization") { From = Isa.V2_07 };
        yield return new(SpecialRegister.Pir, "PIR", "processor identification") { Write = Privilege.Hypervisor };
    }

    private static IEnumerable<SpecialRegisterDescription> OfMonitoring()
    {
        (int Program, int System, string Name, Isa From)[] registers =
        [
            (768, 784, "SIER", Isa.V2_07), (769, 785, "MMCR2", Isa.V2_07), (770, 786, "MMCRA", Isa.V2_06), (771, 787, "PMC1", Isa.V2_06),
            (772, 788, "PMC2", Isa.V2_06), (773, 789, "PMC3", Isa.V2_06), (774, 790, "PMC4", Isa.V2_06), (775, 791, "PMC5", Isa.V2_06),
            (776, 792, "PMC6", Isa.V2_06), (779, 795, "MMCR0", Isa.V2_06), (780, 796, "SIAR", Isa.V2_06), (781, 797, "SDAR", Isa.V2_06),
            (782, 798, "MMCR1", Isa.V2_06),
        ];
        foreach (var (program, system, name, from) in registers)
        {
            // What programs only read takes writes of the system without effect.
            var isReadOnly = name is "SIER" or "SIAR" or "SDAR" or "MMCR1";
            yield return ReadOnly(program, $"U{name}", "performance monitoring, for programs") with
            {
                Alias = system, Write = Privilege.Supervisor, Mask = isReadOnly ? 0 : ulong.MaxValue, From = from,
            };
            yield return new(system, name, "performance monitoring") { From = from };
        }

        yield return new(892, "SPMC1", "performance monitoring") { From = Isa.V2_07 };
        yield return new(893, "SPMC2", "performance monitoring") { From = Isa.V2_07 };
        yield return new(894, "MMCRS", "performance monitoring") { From = Isa.V2_07 };
    }

    private static IEnumerable<SpecialRegisterDescription> OfHypervisors()
    {
        (int Number, string Name, Isa From)[] registers =
        [
            (SpecialRegister.Dawr, "DAWR", Isa.V2_07), (SpecialRegister.Ciabr, "CIABR", Isa.V2_07), (SpecialRegister.Dawrx, "DAWRX", Isa.V2_07),
            (186, "RPR", Isa.V2_07), (190, "HFSCR", Isa.V2_07), (284, "TBL", Isa.PowerPc), (285, "TBU", Isa.PowerPc), (286, "TBU40", Isa.V2_02),
            (304, "HSPRG0", Isa.V2_00), (305, "HSPRG1", Isa.V2_00), (306, "HDSISR", Isa.V2_02),
            (307, "HDAR", Isa.V2_02), (310, "HDEC", Isa.V2_00), (313, "HRMOR", Isa.V2_00),
            (314, "HSRR0", Isa.V2_00), (315, "HSRR1", Isa.V2_00), (316, "MMCRH", Isa.V2_07), (317, "TFMR", Isa.V2_06),
            (SpecialRegister.Lpcr, "LPCR", Isa.V2_00), (319, "LPIDR", Isa.V2_00), (336, "HMER", Isa.V2_05), (337, "HMEER", Isa.V2_05),
            (338, "PCR", Isa.V2_05), (339, "HEIR", Isa.V2_05), (SpecialRegister.Amor, "AMOR", Isa.V2_06), (464, "PTCR", Isa.V3_0),
            (816, "ASDR", Isa.V3_0), (851, "MMCRC", Isa.V2_07), (855, "PSSCR", Isa.V3_0), (921, "TSCR", Isa.V2_06),
            (1008, "HID0", Isa.PowerPc),
        ];
        foreach (var (number, name, from) in registers)
            yield return Hypervisor(number, name) with { From = from };

        yield return Hypervisor(SpecialRegister.Sdr1, "SDR1") with { Until = Isa.V2_07 };
        yield return Hypervisor(312, "RMOR") with { From = Isa.V2_00, Until = Isa.V2_07 };
    }

    private static SpecialRegisterDescription Program(int number, string name, string summary) =>
        new(number, name, summary) { Read = Privilege.Problem, Write = Privilege.Problem };

    private static SpecialRegisterDescription ReadOnly(int number, string name, string summary) =>
        new(number, name, summary) { Read = Privilege.Problem, Write = Privilege.Hypervisor };

    private static SpecialRegisterDescription Hypervisor(int number, string name) =>
        new(number, name, "the hypervisor's") { Read = Privilege.Hypervisor, Write = Privilege.Hypervisor };
}
