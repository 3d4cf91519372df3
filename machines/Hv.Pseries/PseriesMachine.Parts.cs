using Hv.Pseries.Configuration;
using Hv.Pseries.Events;
using Hv.Pseries.Interrupts;
using Hv.Pseries.Pci;
using Hv.Pseries.Processors;
using Hv.Pseries.Rtc;
using Hv.Pseries.Vio;
using Hv.Runtime.Block;
using Hv.Runtime.Calls;
using Hv.Runtime.Declarations;
using Hv.Runtime.Machines;
using Hv.Runtime.Objects;

namespace Hv.Pseries;

/// <content>What every pseries machine is made of, and what its calls work on.</content>
public abstract partial class PseriesMachine
{
    [GuestIdentity("/vdevice first unit address")]
    private const uint FirstUnitAddress = 0x7100_0000;

    private const ulong DeviceMemoryAlignment = 1UL << 30;
    private const int SmallestVsmtOfOldVersions = 8;

    [HostOnly("part of the machine; a section of its own")]
    private RealTimeClock? _realTimeClock;

    [HostOnly("part of the machine; a section of its own")]
    private InterruptSources? _interrupts;

    [HostOnly("part of the machine; its state is in that of the machine")]
    private Timebase? _timebase;

    [Derived(nameof(_deviceTree))]
    private ulong? _rtasBase;

    /// <summary>The real-time clock.</summary>
    /// <exception cref="InvalidOperationException">The machine is not realized.</exception>
    public RealTimeClock RealTimeClock => _realTimeClock ?? throw NotRealized();

    /// <summary>The non-volatile memory, or <see langword="null"/>.</summary>
    [HostOnly("part of the machine; a section of its own")]
    public Nvram? Nvram { get; private set; }

    /// <summary>The virtual terminal with the lowest unit address, or <see langword="null"/>.</summary>
    public Vty? FirstVty => Devices.OfType<Vty>().MinBy(vty => vty.UnitAddress);

    /// <summary>The PCI host bridges.</summary>
    public IEnumerable<PciHostBridge> HostBridges => Devices.OfType<PciHostBridge>();

    /// <summary>The external interrupt sources.</summary>
    /// <exception cref="InvalidOperationException">The machine is not configured.</exception>
    public InterruptSources Interrupts => _interrupts ?? throw NotRealized();

    /// <summary>The time base of the processors.</summary>
    /// <exception cref="InvalidOperationException">The machine is not configured.</exception>
    public Timebase Timebase => _timebase ?? throw NotRealized();

    /// <summary>The events that wait for the guest.</summary>
    public EventQueue Events { get; } = new();

    /// <summary>Firmware-assisted non-maskable interrupts.</summary>
    public FirmwareAssistedNmi Nmi { get; } = new();

    /// <summary>
    /// The number of the next log of an event, which tells those of one host apart: from 0 on every host, as QEMU has it. The form on
    /// the wire has no place for it.
    /// </summary>
    [HostOnly("counts from 0 on every host")]
    internal uint NextLogId { get; set; }

    /// <summary>Where firmware put the RTAS code (linux,rtas-base), or <see langword="null"/> while no firmware has.</summary>
    public ulong? RtasBase
    {
        get => _rtasBase;
        set
        {
            // Firmware writes it into the tree that it hands on.
            _rtasBase = value;
            FlattenDeviceTree();
        }
    }

    /// <summary>How many processors there can be: those that can be added included.</summary>
    public int MaximumCpuCount => Math.Max(Options.Cpus, Options.MaximumCpus);

    /// <summary>How many cores there can be, those that can be added included; one that would lack threads is none.</summary>
    internal uint WholeCores => (uint)(MaximumCpuCount / Options.ThreadsPerCore);

    /// <summary>What <c>vsmt</c> comes to: the version's choice where the user leaves it to the machine.</summary>
    public uint EffectiveVsmt => Vsmt != 0 ? Vsmt : (uint)Math.Max(VsmtFollowsThreads ? 1 : SmallestVsmtOfOldVersions, Options.ThreadsPerCore);

    /// <summary>What <c>resize-hpt</c> comes to: the version's default where the user leaves it to the machine.</summary>
    public HptResizing EffectiveHptResizing => ResizeHpt == HptResizing.Default ? DefaultHptResizing : ResizeHpt;

    /// <summary>
    /// The end of memory, that which can be added included. Linux sizes its DMA window by it, so that it is never 0: without
    /// memory that can be added it is the end of RAM.
    /// </summary>
    public ulong LastMemoryAddress
    {
        get
        {
            if (Options.MaximumRamSize <= Options.RamSize)
                return Options.RamSize;

            var start = (Options.RamSize + DeviceMemoryAlignment - 1) & ~(DeviceMemoryAlignment - 1);
            return start + (Options.MaximumRamSize - Options.RamSize);
        }
    }

    /// <summary>The bytes of memory that real mode reaches.</summary>
    public ulong RealModeAreaSize => RmaLimit == 0 ? Options.RamSize : Math.Min(Options.RamSize, RmaLimit);

    /// <summary>Hardware threads of a host's core of the default processor's generation; 0: unknown to this platform.</summary>
    public int HostThreadsPerCore => CpuModel.Split('_', '.')[0] switch
    {
        "power8" or "power10" => 8,
        "power9" => 4,
        _ => 0,
    };

    /// <summary>The host bridge of this BUID, or <see langword="null"/>.</summary>
    public PciHostBridge? FindHostBridge(Buid buid) => HostBridges.FirstOrDefault(bridge => bridge.Buid == buid);

    /// <summary>Asks the guest to shut down, with an EPOW event.</summary>
    /// <returns><see langword="false"/> when the guest fetches no events and too many wait already.</returns>
    public override bool RequestShutdown()
    {
        lock (Lock)
        {
            var log = EventLog.SystemShutdown(RealTimeClock.Now, NextLogId++);
            return QueueEvent(new PlatformEvent(log));
        }
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        ResetProcessors();
        Interrupts.Reset();
        StopWatchdogs();
        Events.Clear();
        Nmi.Reset();

        // Firmware does not number the buses behind bridges itself when the device tree says that it has been done.
        foreach (var bridge in HostBridges)
            bridge.Bus.Enumerate();

        ResetConnectors();

        _negotiatedOptions.Clear();
        ResetProcessTable();
        StartGuest();
    }

    /// <summary>The id of a processor: those of a core follow each other, those of the next start <c>vsmt</c> further.</summary>
    private long CpuId(int index)
    {
        var (core, thread) = Math.DivRem(index, Options.ThreadsPerCore);
        return ((long)core * EffectiveVsmt) + thread;
    }

    private void CheckCpus()
    {
        if (MaximumCpuCount > MaximumCpus)
            throw new PropertyException($"{MaximumCpuCount} processors are too many for {Version.Name}; allowed: 1 to {MaximumCpus}.");

        if (!CpuHotplug && MaximumCpuCount > Options.Cpus)
        {
            throw new PropertyException(
                $"{Version.Name} has no processors that can be added; the {MaximumCpuCount} there can be must be the {Options.Cpus} at power-on.");
        }

        if (EffectiveVsmt < Options.ThreadsPerCore)
            throw new PropertyException($"{Properties.Vsmt}: {Vsmt} is below the {Options.ThreadsPerCore} threads of a core.");

        if (CpuId(MaximumCpuCount - 1) > int.MaxValue)
            throw new PropertyException($"{Properties.Vsmt}: {Vsmt} gives {MaximumCpuCount} processors ids beyond {int.MaxValue}.");
    }

    /// <summary>Creates the devices that every machine has, where the user has not created them.</summary>
    private void CreateDefaultDevices()
    {
        _realTimeClock = CreateDevice<RealTimeClock>();
        NameChild(_realTimeClock, "rtc");
        CreateSerialPorts();

        CreateNvram();
        if (HostBridges.All(bridge => bridge.Index != 0))
            CreateDevice<PciHostBridge>(properties: ("index", "0"));
    }

    private void CreateNvram()
    {
        // Both interfaces are what firmware keeps its settings in, and there is one place for them.
        var drives = Options.BlockDevices.All.Where(drive => drive.Interface is BlockInterface.Mtd or BlockInterface.Pflash).ToList();
        Nvram = Devices.OfType<Nvram>().FirstOrDefault();
        if (drives.Count > (Nvram is null ? 1 : 0))
        {
            throw new PropertyException(
                $"drive '{drives[^1].Id}' (if={drives[^1].Interface.ToString().ToLowerInvariant()}) has nothing to go to: {Version.Name} has one"
                + " NVRAM.");
        }

        Nvram ??= drives is [var drive] ? CreateDevice<Nvram>(properties: ("drive", drive.Id)) : CreateDevice<Nvram>();
    }

    private void CreateSerialPorts()
    {
        if (Options.SerialPorts is { } ports)
        {
            foreach (var port in ports.OfType<string>())
                CreateDevice<Vty>(properties: ("chardev", port));
        }
        else if (FirstVty is null)
        {
            CreateDevice<Vty>();
        }
    }

    /// <summary>Gives each VIO device without a unit address the next free one, in the order of their creation.</summary>
    private void AssignUnitAddresses()
    {
        var taken = new HashSet<uint>();
        foreach (var device in Devices.OfType<VioDevice>().Where(device => device.UnitAddress != uint.MaxValue))
        {
            if (!taken.Add(device.UnitAddress))
            {
                throw new PropertyException(
                    $"{VioDevice.Properties.UnitAddress}: 0x{device.UnitAddress:x} is taken by another device; each has its own.");
            }
        }

        var next = FirstUnitAddress;
        foreach (var device in Devices.OfType<VioDevice>().Where(device => device.UnitAddress == uint.MaxValue))
        {
            while (!taken.Add(next))
                next++;

            device.UnitAddress = next;
        }
    }
}
