using Hv.Power.State;
using Hv.Runtime.Declarations;
using Hv.Runtime.Migration;
using Registers = Hv.Power.State.SpecialRegister;

namespace Hv.Pseries.Processors;

/// <summary>The registers of a processor (Power ISA 3.1).</summary>
/// <remarks>
/// The form in which they migrate: taken from <see cref="PseriesCpu.Core"/> when a stream is saved, and given to it when one was loaded.
/// What the core does not have is kept as a stream brought it. LR, CTR, XER and CFAR are among <see cref="Special"/>.
/// </remarks>
[VmState("cpu", Version = 5)]
[Subsection("cpu/fpu", Needed = nameof(Always))]
[Subsection("cpu/altivec", Needed = nameof(Always))]
[Subsection("cpu/vsx", Needed = nameof(Always))]
[Subsection("cpu/tm", Needed = nameof(IsInTransaction))]
[Subsection("cpu/slb", Needed = nameof(Always))]
[Subsection("cpu/compat", Needed = nameof(HasCompatibilityMode))]
public sealed partial class ProcessorState
{
    private const int RegisterCount = 32;
    private const int SpecialCount = 1024;
    private const int ConditionFields = 8;
    private const int SlbSize = 64;
    private const int SlbEntriesOfOldVersions = 32;
    private const ulong EntryPoint = 0x100;
    private const ulong NoReservation = ulong.MaxValue;
    private const uint NonJavaMode = 0x1_0000;
    private const ulong DefaultRelativePriority = 0x0000_0103_070F_1F3F;
    private const ulong CountersFrozen = 0x8000_0000;
    private const ulong ExitCriterion = 0x10_0000;
    private const int TransactionStateShift = 33;

    private readonly PseriesCpu _cpu;
    private readonly PseriesMachine _machine;

    [HostOnly("follows from the model, which both sides have")]
    private ulong _wakingEvents;

    internal ProcessorState(PseriesCpu cpu, PseriesMachine machine) => (_cpu, _machine) = (cpu, machine);

    /// <summary>The general-purpose registers.</summary>
    [Unused(8)]
    [Migrated(Name = "env.gpr")]
    public ulong[] General { get; } = new ulong[RegisterCount];

    /// <summary>The fields of the condition register, four bits each.</summary>
    [Migrated(Name = "env.crf")]
    public uint[] Condition { get; } = new uint[ConditionFields];

    /// <summary>The address of the next instruction.</summary>
    [Migrated(Name = "env.nip")]
    public ulong NextInstruction { get; set; }

    /// <summary>The special-purpose registers, by number.</summary>
    [Migrated(Name = "env.spr")]
    public ulong[] Special { get; } = new ulong[SpecialCount];

    /// <summary>The accumulator of processors with SPE, which pseries machines do not have.</summary>
    [Migrated(Name = "env.spe_acc")]
    public ulong SpeAccumulator { get; set; }

    /// <summary>The address that is reserved for a store-conditional; all ones: none.</summary>
    [Migrated(Name = "env.reserve_addr")]
    public ulong ReservedAddress { get; set; }

    /// <summary>The machine state register (MSR).</summary>
    [Migrated(Name = "env.msr")]
    public ulong MachineState { get; set; }

    /// <summary>What once was derived from the MSR; 0.</summary>
    [Migrated(Name = "env.hflags_compat_nmsr")]
    public ulong DerivedMachineState { get; set; }

    /// <summary>Which bits of the MSR there are, as old versions say it; nobody reads it.</summary>
    [Migrated(Name = "mig_msr_mask", When = nameof(HasFeatures))]
    public ulong MachineStateMask { get; set; }

    /// <summary>Which instructions there are, as old versions say it; nobody reads it.</summary>
    [Migrated(Name = "mig_insns_flags", When = nameof(HasFeatures))]
    public ulong Instructions { get; set; }

    /// <summary>Which further instructions there are, as old versions say it; nobody reads it.</summary>
    [Migrated(Name = "mig_insns_flags2", When = nameof(HasFeatures))]
    public ulong FurtherInstructions { get; set; }

    /// <summary>How many block address translations there are, as old versions say it; nobody reads it.</summary>
    [Migrated(Name = "mig_nb_BATs", When = nameof(HasFeatures))]
    public uint BlockTranslations { get; set; }

    /// <summary>The floating-point registers: the upper halves of vector-scalar registers 0 to 31.</summary>
    [Migrated(Name = "env.vsr", TypeName = "fpr", Subsection = "cpu/fpu")]
    public ulong[] FloatingPoint { get; } = new ulong[RegisterCount];

    /// <summary>The floating-point status and control register (FPSCR).</summary>
    [Migrated(Name = "env.fpscr", Subsection = "cpu/fpu")]
    public ulong FloatingPointStatus { get; set; }

    /// <summary>The vector registers: vector-scalar registers 32 to 63.</summary>
    [Migrated(Name = "env.vsr", TypeName = "avr", Codec = typeof(VectorCodec), Subsection = "cpu/altivec")]
    public UInt128[] Vector { get; } = new UInt128[RegisterCount];

    /// <summary>The vector status and control register (VSCR).</summary>
    [Migrated(Name = "vscr", TypeName = "cpu/altivec/vscr", Subsection = "cpu/altivec")]
    public uint VectorStatus { get; set; }

    /// <summary>The lower halves of vector-scalar registers 0 to 31.</summary>
    [Migrated(Name = "env.vsr", TypeName = "vsr", Subsection = "cpu/vsx")]
    public ulong[] VectorScalar { get; } = new ulong[RegisterCount];

    /// <summary>The general-purpose registers that a failed transaction brings back.</summary>
    [Migrated(Name = "env.tm_gpr", Subsection = "cpu/tm")]
    public ulong[] TransactionGeneral { get; } = new ulong[RegisterCount];

    /// <summary>The vector-scalar registers that a failed transaction brings back.</summary>
    [Migrated(Name = "env.tm_vsr", TypeName = "avr", Codec = typeof(VectorCodec), Subsection = "cpu/tm")]
    public UInt128[] TransactionVectorScalar { get; } = new UInt128[2 * RegisterCount];

    /// <summary>The condition register (CR) that a failed transaction brings back.</summary>
    [Migrated(Name = "env.tm_cr", Subsection = "cpu/tm")]
    public ulong TransactionCondition { get; set; }

    /// <summary>The link register (LR) that a failed transaction brings back.</summary>
    [Migrated(Name = "env.tm_lr", Subsection = "cpu/tm")]
    public ulong TransactionLink { get; set; }

    /// <summary>The count register (CTR) that a failed transaction brings back.</summary>
    [Migrated(Name = "env.tm_ctr", Subsection = "cpu/tm")]
    public ulong TransactionCount { get; set; }

    /// <summary>The FPSCR that a failed transaction brings back.</summary>
    [Migrated(Name = "env.tm_fpscr", Subsection = "cpu/tm")]
    public ulong TransactionFloatingPointStatus { get; set; }

    /// <summary>The authority mask register (AMR) that a failed transaction brings back.</summary>
    [Migrated(Name = "env.tm_amr", Subsection = "cpu/tm")]
    public ulong TransactionAuthorityMask { get; set; }

    /// <summary>The program priority register (PPR) that a failed transaction brings back.</summary>
    [Migrated(Name = "env.tm_ppr", Subsection = "cpu/tm")]
    public ulong TransactionPriority { get; set; }

    /// <summary>The VRSAVE that a failed transaction brings back.</summary>
    [Migrated(Name = "env.tm_vrsave", Subsection = "cpu/tm")]
    public ulong TransactionVectorSave { get; set; }

    /// <summary>The VSCR that a failed transaction brings back.</summary>
    [Migrated(Name = "env.tm_vscr", Subsection = "cpu/tm")]
    public uint TransactionVectorStatus { get; set; }

    /// <summary>The DSCR that a failed transaction brings back.</summary>
    [Migrated(Name = "env.tm_dscr", Subsection = "cpu/tm")]
    public ulong TransactionDataStream { get; set; }

    /// <summary>The TAR that a failed transaction brings back.</summary>
    [Migrated(Name = "env.tm_tar", Subsection = "cpu/tm")]
    public ulong TransactionTarget { get; set; }

    /// <summary>How many entries the SLB has, as old versions say it; nobody reads it.</summary>
    [Migrated(Name = "mig_slb_nr", When = nameof(HasSlbSize), Subsection = "cpu/slb")]
    public int SlbEntries { get; set; }

    /// <summary>The segment lookaside buffer (SLB).</summary>
    [Migrated(Name = "env.slb", TypeName = "slbe", Codec = typeof(SlbCodec), Subsection = "cpu/slb")]
    public SlbEntry[] Slb { get; } = new SlbEntry[SlbSize];

    /// <summary>The version (PVR) of the older processor that it behaves as; 0: it does not.</summary>
    [Migrated(Name = "compat_pvr", Subsection = "cpu/compat")]
    public uint CompatibilityVersion { get; set; }

    internal bool Always => true;

    internal bool HasFeatures => _machine.MigratesProcessorFeatures;

    internal bool HasSlbSize => _machine.MigratesSlbSize;

    internal bool IsInTransaction => (MachineState >> TransactionStateShift & 3) != 0;

    internal bool HasCompatibilityMode => CompatibilityVersion != 0 && _machine.MigratesCompatibilityMode;

    /// <summary>Puts them into the state after power-on.</summary>
    /// <param name="model">What the processor is.</param>
    /// <param name="boots">Whether it runs from then on.</param>
    internal void Reset(ProcessorModel model, bool boots)
    {
        foreach (var registers in (ReadOnlySpan<ulong[]>)[General, Special, FloatingPoint, VectorScalar, TransactionGeneral])
            Array.Clear(registers);

        Array.Clear(Condition);
        Array.Clear(Vector);
        Array.Clear(TransactionVectorScalar);
        Array.Clear(Slb);
        (SpeAccumulator, DerivedMachineState, FloatingPointStatus) = (0, 0, 0);
        (TransactionCondition, TransactionLink, TransactionCount, TransactionFloatingPointStatus) = (0, 0, 0, 0);
        (TransactionAuthorityMask, TransactionPriority, TransactionVectorSave, TransactionVectorStatus) = (0, 0, 0, 0);
        (TransactionDataStream, TransactionTarget, CompatibilityVersion) = (0, 0, 0);
        (MachineStateMask, Instructions, FurtherInstructions) = (model.MachineStateMask, model.Instructions, model.FurtherInstructions);
        BlockTranslations = 0;
        NextInstruction = EntryPoint;
        ReservedAddress = NoReservation;
        VectorStatus = NonJavaMode;
        SlbEntries = SlbEntriesOfOldVersions;
        _wakingEvents = model.WakingEvents;
        Special[SpecialRegister.RelativePriority] = model.HasRelativePriority ? DefaultRelativePriority : 0;
        Special[SpecialRegister.ProcessorVersion] = model.Version;
        Special[SpecialRegister.LogicalPartitioningControl] = model.StoppedControl | (boots ? model.WakingEvents : 0);
        Special[SpecialRegister.AuthorityMaskOverride] = ulong.MaxValue;
        Special[SpecialRegister.MonitorModeControl0User] = CountersFrozen;
        Special[SpecialRegister.MonitorModeControl0] = CountersFrozen;
        Special[SpecialRegister.ProcessorStopStatusAndControl] = ExitCriterion;
        Special[Registers.Dec] = int.MaxValue;
        MachineState = Power.State.MachineState.SixtyFourBit | Power.State.MachineState.MachineCheck;
        Give();
    }

    [BeforeSave]
    private unsafe void Take()
    {
        ref var core = ref _cpu.Core.State;
        for (var number = 0; number < RegisterCount; number++)
        {
            General[number] = core.Gpr[number];
            FloatingPoint[number] = core.Fpr(number);
            VectorScalar[number] = (ulong)core.Vsr(number);
            Vector[number] = core.Vr(number);
            Slb[number] = new SlbEntry(core.Slb[2 * number], core.Slb[(2 * number) + 1]);
        }

        for (var field = 0; field < ConditionFields; field++)
            Condition[field] = core.CrField[field];

        for (var number = 0; number < SpecialCount; number++)
            Special[number] = core.Spr[number];

        Special[Registers.Xer] = core.Xer;
        Special[Registers.Lr] = core.Lr;
        Special[Registers.Ctr] = core.Ctr;
        Special[Registers.Tar] = core.Tar;
        Special[Registers.Dec] = unchecked(core.DecrementerZero - _machine.Timebase.Ticks);
        NextInstruction = core.Nia;
        MachineState = (MachineState & ~Power.State.MachineState.Implemented) | core.Msr;
        FloatingPointStatus = core.Fpscr;
        VectorStatus = core.Vscr;
    }

    /// <summary>Puts them into the core, which goes on with them.</summary>
    internal unsafe void Give()
    {
        ref var core = ref _cpu.Core.State;
        for (var number = 0; number < RegisterCount; number++)
        {
            core.Gpr[number] = General[number];
            core.Vsr(number) = new UInt128(FloatingPoint[number], VectorScalar[number]);
            core.Vr(number) = Vector[number];
            (core.Slb[2 * number], core.Slb[(2 * number) + 1]) = (Slb[number].Esid, Slb[number].Vsid);
        }

        for (var field = 0; field < ConditionFields; field++)
            core.CrField[field] = (byte)(Condition[field] & 0xF);

        for (var number = 0; number < SpecialCount; number++)
            core.Spr[number] = Special[number];

        core.Xer = Special[Registers.Xer];
        core.Lr = Special[Registers.Lr];
        core.Ctr = Special[Registers.Ctr];
        core.Tar = Special[Registers.Tar];
        core.Nia = NextInstruction;
        core.Msr = MachineState & Power.State.MachineState.Implemented;
        core.Fpscr = FloatingPointStatus;
        core.Vscr = VectorStatus;
        core.ReservationSize = 0;
        GiveTime();
        core.Ask(ProcessorRequests.Context | ProcessorRequests.Flush | ProcessorRequests.Decrementer);
    }

    /// <summary>Sets the decrementer: again when the time base has come, which is sent after the processors.</summary>
    internal void GiveTime() => _cpu.Core.State.DecrementerZero = unchecked(_machine.Timebase.Ticks + Special[Registers.Dec]);

    [AfterLoad]
    private void Adopt()
    {
        CheckVersion();
        Give();
    }

    private void CheckVersion()
    {
        var version = Special[SpecialRegister.ProcessorVersion];
        var own = ProcessorModel.Find(_machine.CpuModel);
        if (version != own.Version)
            throw new StateException($"the stream is of a processor with PVR 0x{version:x}; this machine's, {own.Name}, has 0x{own.Version:x}");

        // One that the guest has stopped sleeps so deeply that nothing but start-cpu wakes it up.
        _cpu.IsStopped = _cpu.Activity.Halted != 0 && (Special[SpecialRegister.LogicalPartitioningControl] & _wakingEvents) == 0;
        _cpu.Core.IsWaiting = _cpu.Activity.Halted != 0 && !_cpu.IsStopped;
    }
}
