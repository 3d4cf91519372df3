using System.Buffers.Binary;
using System.Numerics;
using Hv.Pseries.Configuration;
using Hv.Pseries.Events;
using Hv.Pseries.Firmware;
using Hv.Pseries.Firmware.Nodes;
using Hv.Pseries.Interrupts;
using Hv.Pseries.Processors;
using Hv.Runtime.Declarations;
using Hv.Runtime.Migration;
using Hv.Runtime.Objects;

namespace Hv.Pseries;

/// <content>What migrates of the machine itself, and the order of all sections.</content>
[VmState("spapr", Version = 3, MinimumVersion = 1)]
[Subsection("spapr_option_vector_ov5_cas", Needed = nameof(NegotiatesOptions))]
[Subsection("spapr_patb_entry", Needed = nameof(HasProcessTable))]
[Subsection("spapr_pending_events", Needed = nameof(HasPendingEvents))]
[Subsection("spapr/cap/htm", Needed = nameof(SendsHtm))]
[Subsection("spapr/cap/vsx", Needed = nameof(SendsVsx))]
[Subsection("spapr/cap/dfp", Needed = nameof(SendsDfp))]
[Subsection("spapr/cap/cfpc", Needed = nameof(SendsCfpc))]
[Subsection("spapr/cap/sbbc", Needed = nameof(SendsSbbc))]
[Subsection("spapr/cap/ibs", Needed = nameof(SendsIbs))]
[Subsection("spapr/cap/hpt_maxpagesize", Needed = nameof(MigratesHptMaximumPageSize))]
[Subsection("spapr_irq_map", Needed = nameof(HasMessages))]
[Subsection("spapr/cap/nested_kvm_hv", Needed = nameof(SendsNestedHv))]
[Subsection("spapr_dtb", Needed = nameof(UpdatesDeviceTree))]
[Subsection("spapr/cap/large_decr", Needed = nameof(SendsLargeDecrementer))]
[Subsection("spapr/cap/ccf_assist", Needed = nameof(SendsCcfAssist))]
[Subsection("spapr/cap/fwnmi", Needed = nameof(SendsFwnmi))]
[Subsection("spapr_fwnmi", Needed = nameof(HasRegisteredNmi))]
[Subsection("spapr/cap/rpt_invalidate", Needed = nameof(SendsRptInvalidate))]
public abstract partial class PseriesMachine
{
    private const int MessageNumbers = 0xD00;
    private const int LargestDeviceTree = 2 << 20;
    private const uint FirstMessageNumber = 0x1300;
    private const uint FirstVersionWithClockOfItsOwn = 3;
    private const ulong NotRegistered = ulong.MaxValue;
    private const int Nobody = -1;

    [Unused(4, Before = 3)]
    [Migrated(Name = "rtc_offset", Before = 3)]
    private ulong _oldClockOffset;

    /// <summary>The time base.</summary>
    [Migrated(Name = "tb", Since = 2)]
    private Timebase TimebaseState => Timebase;

    [Migrated(Name = "ov5_cas", Subsection = "spapr_option_vector_ov5_cas")]
    private readonly OptionVector _negotiatedOptions = new();

    /// <summary>The process table that the guest registered (H_REGISTER_PROC_TBL), or 0.</summary>
    [Migrated(Name = "patb_entry", Subsection = "spapr_patb_entry")]
    private ulong _processTable;

    [Migrated(Name = "pending_events", Subsection = "spapr_pending_events", Limit = EventQueue.Capacity)]
    private List<PlatformEvent> PendingEvents => Events.All;

    [Migrated(Name = "mig.caps[0x00]", Subsection = "spapr/cap/htm")]
    private byte _sourceHtm;

    [Migrated(Name = "mig.caps[0x01]", Subsection = "spapr/cap/vsx")]
    private byte _sourceVsx;

    [Migrated(Name = "mig.caps[0x02]", Subsection = "spapr/cap/dfp")]
    private byte _sourceDfp;

    [Migrated(Name = "mig.caps[0x03]", Subsection = "spapr/cap/cfpc")]
    private byte _sourceCfpc;

    [Migrated(Name = "mig.caps[0x04]", Subsection = "spapr/cap/sbbc")]
    private byte _sourceSbbc;

    [Migrated(Name = "mig.caps[0x05]", Subsection = "spapr/cap/ibs")]
    private byte _sourceIbs;

    [Migrated(Name = "mig.caps[0x06]", Subsection = "spapr/cap/hpt_maxpagesize")]
    private byte _sourceHptPageShift;

    [Migrated(Name = "irq_map", TypeName = "bitmap", Codec = typeof(BitmapCodec), Subsection = "spapr_irq_map")]
    private readonly ulong[] _messageMap = new ulong[MessageNumbers / 64];

    [Migrated(Name = "mig.caps[0x07]", Subsection = "spapr/cap/nested_kvm_hv")]
    private byte _sourceNestedHv;

    [Migrated(Name = "fdt_initial_size", Subsection = "spapr_dtb")]
    private uint _firstDeviceTreeSize;

    [Migrated(Name = "fdt_size", Subsection = "spapr_dtb")]
    private uint _deviceTreeSize;

    /// <summary>The device tree as the guest has it: flattened, and with what it changed itself (H_UPDATE_DT).</summary>
    [Migrated(Name = "fdt_blob", Subsection = "spapr_dtb", Count = nameof(_deviceTreeSize), Limit = LargestDeviceTree)]
    private byte[] _deviceTree = [];

    [Migrated(Name = "mig.caps[0x08]", Subsection = "spapr/cap/large_decr")]
    private byte _sourceLargeDecrementer;

    [Migrated(Name = "mig.caps[0x09]", Subsection = "spapr/cap/ccf_assist")]
    private byte _sourceCcfAssist;

    [Migrated(Name = "mig.caps[0x0A]", Subsection = "spapr/cap/fwnmi")]
    private byte _sourceFwnmi;

    [Migrated(Name = "fwnmi_system_reset_addr", Subsection = "spapr_fwnmi")]
    private ulong _nmiSystemReset;

    [Migrated(Name = "fwnmi_machine_check_addr", Subsection = "spapr_fwnmi")]
    private ulong _nmiMachineCheck;

    [Migrated(Name = "fwnmi_machine_check_interlock", Subsection = "spapr_fwnmi")]
    private int _nmiOwner;

    [Migrated(Name = "mig.caps[0x0B]", Subsection = "spapr/cap/rpt_invalidate")]
    private byte _sourceRptInvalidate;

    /// <inheritdoc/>
    /// <remarks>The machine comes after what every machine has, and before the devices of the user.</remarks>
    public override IEnumerable<StateSection> StateSections =>
    [
        .. SectionsOfPlatform,
        .. Devices.Where(device => !device.IsUsers).SelectMany(device => device.StateSections),
        new StateSection(VmState.Name, this),
        .. WatchdogSections,
        .. ConnectorSections,
        .. Devices.Where(device => device.IsUsers).SelectMany(device => device.StateSections),
    ];

    private IEnumerable<StateSection> SectionsOfPlatform =>
    [
        .. HasXics ? [new StateSection(InterruptSources.VmState.Name, Interrupts)] : (IEnumerable<StateSection>)[],
        .. XiveSections,
        .. ProcessorSections,
        .. AbsentServerSections,
    ];

    /// <summary>Whether there are options whose negotiation the platform must know of later; before 2.8 there were none.</summary>
    private bool NegotiatesOptions =>
        ModernHotplugEvents || EffectiveHptResizing != HptResizing.Disabled || Form2Affinity
        || InterruptMode is InterruptMode.Dual or InterruptMode.Xive;

    private bool HasProcessTable => _processTable != 0;

    private bool HasPendingEvents => Events.Count > 0;

    private bool HasMessages => !LegacyIrqAllocation && Array.Exists(_messageMap, word => word != 0);

    private bool HasRegisteredNmi => Nmi.IsRegistered;

    // A capability is sent when the user chose another one than the version has.
    private bool SendsHtm => CapHtm != Defaults.CapHtm;

    private bool SendsVsx => CapVsx != Defaults.CapVsx;

    private bool SendsDfp => CapDfp != Defaults.CapDfp;

    private bool SendsCfpc => CapCfpc != Defaults.CapCfpc;

    private bool SendsSbbc => CapSbbc != Defaults.CapSbbc;

    private bool SendsIbs => CapIbs != Defaults.CapIbs;

    private bool SendsNestedHv => CapNestedHv != Defaults.CapNestedHv;

    private bool SendsLargeDecrementer => CapLargeDecrementer != Defaults.CapLargeDecrementer;

    private bool SendsCcfAssist => CapCcfAssist != Defaults.CapCcfAssist;

    private bool SendsFwnmi => CapFwnmi != Defaults.CapFwnmi;

    private bool SendsRptInvalidate => CapRptInvalidate != Defaults.CapRptInvalidate;

    /// <summary>A machine of this version of which the user has chosen nothing.</summary>
    private PseriesMachine Defaults => _defaults ??= (PseriesMachine)Version.Create();

    [HostOnly("follows from the version")]
    private PseriesMachine? _defaults;

    [BeforeSave]
    private void PrepareSave()
    {
        TakeCapabilities(this);
        if (Boot.Client is not null)
            FlattenDeviceTree();

        _messageMap.AsSpan().Clear();
        foreach (var source in Interrupts.All)
        {
            if (source is { IsClaimed: true, IsLevel: false, Number: >= FirstMessageNumber })
                _messageMap[(source.Number - FirstMessageNumber) / 64] |= 1UL << (int)((source.Number - FirstMessageNumber) % 64);
        }

        (_nmiSystemReset, _nmiMachineCheck) = Nmi.IsRegistered ? (Nmi.SystemReset, Nmi.MachineCheck) : (NotRegistered, NotRegistered);
        _nmiOwner = Nmi.Owner?.Id ?? Nobody;
    }

    [BeforeLoad]
    private void PrepareLoad()
    {
        // What a stream leaves out is what a machine of this version has by itself.
        TakeCapabilities(Defaults);
        StopWatchdogs();
        Events.Clear();
        _negotiatedOptions.Clear();
        _messageMap.AsSpan().Clear();
        (_processTable, _firstDeviceTreeSize, _deviceTreeSize, _deviceTree) = (0, 0, 0, []);
        (_nmiSystemReset, _nmiMachineCheck, _nmiOwner) = (NotRegistered, NotRegistered, Nobody);
    }

    [AfterLoad]
    private void Adopt(uint version)
    {
        CompareCapabilities();
        UseProcessTable();
        foreach (var cpu in Processors)
            cpu.State.GiveTime();

        if (version < FirstVersionWithClockOfItsOwn)
        {
            if (_oldClockOffset > long.MaxValue / 1_000_000_000)
                throw new StateException($"rtc_offset is {_oldClockOffset} seconds; at most {long.MaxValue / 1_000_000_000} fit");

            RealTimeClock.SetOffset((long)_oldClockOffset);
        }

        for (var index = 0u; index < MessageNumbers; index++)
        {
            if ((_messageMap[index / 64] & (1UL << (int)(index % 64))) != 0 && !Interrupts.TryTakeMessages(FirstMessageNumber + index, 1))
                throw new StateException($"irq_map has 0x{FirstMessageNumber + index:x}; this machine has no such number for a message");
        }

        AdoptRtasBase();
        AdoptNmi();
        AdoptClient();
        Interrupts.Resend();
    }

    private void AdoptRtasBase()
    {
        if (FlattenedDeviceTree.TryFind(_deviceTree, "/" + RtasNode.Name, RtasNode.Base, out var address) && address.Length == sizeof(uint))
            _rtasBase = BinaryPrimitives.ReadUInt32BigEndian(address);
    }

    private void AdoptNmi()
    {
        Nmi.Reset();
        if (_nmiMachineCheck == NotRegistered)
            return;

        if (_nmiSystemReset > uint.MaxValue || _nmiMachineCheck > uint.MaxValue)
            throw new StateException($"handlers of NMIs at 0x{_nmiSystemReset:x} and 0x{_nmiMachineCheck:x}; they lie below 4 GiB");

        Nmi.Register((uint)_nmiSystemReset, (uint)_nmiMachineCheck);
        if (_nmiOwner == Nobody)
            return;

        var owner = Cpus.FirstOrDefault(cpu => cpu.Id == _nmiOwner)
            ?? throw new StateException($"processor {_nmiOwner} handles a machine check; there is none of this id");
        Nmi.TryAcquire(owner);
    }

    private void TakeCapabilities(PseriesMachine machine)
    {
        static byte Number(bool isOn) => isOn ? (byte)1 : (byte)0;

        (_sourceHtm, _sourceVsx, _sourceDfp) = (Number(machine.CapHtm), Number(machine.CapVsx), Number(machine.CapDfp));
        (_sourceCfpc, _sourceSbbc, _sourceIbs) = ((byte)machine.CapCfpc, (byte)machine.CapSbbc, Level(machine.CapIbs));
        (_sourceHptPageShift, _sourceNestedHv) =
            ((byte)BitOperations.Log2(machine.CapHptMaximumPageSize), Number(machine.CapNestedHv));
        (_sourceLargeDecrementer, _sourceCcfAssist) = (Number(machine.CapLargeDecrementer), Number(machine.CapCcfAssist));
        (_sourceFwnmi, _sourceRptInvalidate) = (Number(machine.CapFwnmi), Number(machine.CapRptInvalidate));
    }

    /// <summary>Refuses a guest that was promised more than this machine has.</summary>
    private void CompareCapabilities()
    {
        Span<byte> source =
        [
            _sourceHtm, _sourceVsx, _sourceDfp, _sourceCfpc, _sourceSbbc, _sourceIbs, _sourceHptPageShift, _sourceNestedHv,
            _sourceLargeDecrementer, _sourceCcfAssist, _sourceFwnmi, _sourceRptInvalidate,
        ];
        TakeCapabilities(this);
        Check(Properties.CapHtm, source[0], _sourceHtm);
        Check(Properties.CapVsx, source[1], _sourceVsx);
        Check(Properties.CapDfp, source[2], _sourceDfp);
        Check(Properties.CapCfpc, source[3], _sourceCfpc);
        Check(Properties.CapSbbc, source[4], _sourceSbbc);
        Check(Properties.CapIbs, source[5], _sourceIbs);
        Check(Properties.CapHptMaximumPageSize, source[6], _sourceHptPageShift);
        Check(Properties.CapNestedHv, source[7], _sourceNestedHv);
        Check(Properties.CapLargeDecrementer, source[8], _sourceLargeDecrementer);
        Check(Properties.CapCcfAssist, source[9], _sourceCcfAssist);
        Check(Properties.CapFwnmi, source[10], _sourceFwnmi);
        Check(Properties.CapRptInvalidate, source[11], _sourceRptInvalidate);

        void Check(ObjectProperty property, byte there, byte here)
        {
            if (there > here)
            {
                throw new StateException(
                    $"{property.Name} is at level {there} there, and at {here} here ({property.GetText(this)}): the guest was promised more");
            }

            if (there < here)
                Trace.GetEvent("spapr_cap_lower").Write($"{property.Name} is at level {there} there, and at {here} here");
        }
    }

    private static byte Level(IndirectBranchMitigation mitigation) => mitigation switch
    {
        IndirectBranchMitigation.FixedNa => 0x10,
        _ => (byte)mitigation,
    };
}
