using Hv.Runtime.Declarations;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Memory;
using Hv.Runtime.Migration;
using Hv.Runtime.Objects;
using Hv.Runtime.Rtas;
using Hv.Runtime.Time;
using Hv.Runtime.Tracing;

namespace Hv.Runtime.Machines;

/// <summary>
/// A virtual machine: memory, processors, devices, and the calls its guest can make. A machine family derives its class from this
/// one (<see cref="Declarations.MachineFamilyAttribute"/>).
/// </summary>
/// <remarks>
/// Its life: made (the version's defaults apply), configured (<see cref="Options"/>, properties, devices), realized (memory
/// exists, nothing is configured any more), reset, disposed.
/// </remarks>
[HostOnly("memory, clock, processors and devices are sections of their own; the rest is for whoever runs the machine to say")]
public abstract partial class Machine : HvObject, IDisposable
{
    private readonly List<VirtualCpu> _cpus = [];
    private GuestMemory? _memory;
    private MachineClock? _clock;
    private MachineOptions _options = new();
    private readonly TraceEvent _unknownHypercall;
    private readonly TraceEvent _unknownRtasCall;

    /// <summary>Makes a machine with the defaults of its version.</summary>
    /// <exception cref="InvalidOperationException">The class is no machine version: it has no <see cref="Version"/>.</exception>
    protected Machine()
    {
        // The generated Version returns static data and the generated property fields are initialized before this constructor
        // runs, so that the virtual call is sound here; a machine made with 'new' has the defaults of its version too.
        Version.Compat.Apply(this);
        _unknownHypercall = Trace.GetEvent("hcall_unknown");
        _unknownRtasCall = Trace.GetEvent("rtas_unknown");
    }

    /// <summary>The version this machine is. The generator overrides it in a class that is declared a version.</summary>
    /// <remarks>Like <see cref="HvObject.Type"/> it is not abstract, so that nothing hides the diagnostic of a wrong declaration.</remarks>
    /// <exception cref="InvalidOperationException">The class is no machine version and does not override it (HV3016).</exception>
    public virtual MachineVersion Version => throw new InvalidOperationException(
        $"Class '{GetType()}' is no machine version: declare it as a sealed partial class with [MachineVersion].");

    /// <summary>Held while a guest's call or a device changes the machine.</summary>
    public Lock Lock { get; } = new();

    /// <summary>The trace events of this machine.</summary>
    public TraceLog Trace { get; } = new();

    /// <summary>What the user chose. Set it before the machine is realized.</summary>
    /// <exception cref="InvalidOperationException">The machine is realized.</exception>
    public MachineOptions Options
    {
        get => _options;
        set
        {
            ThrowIfRealized();
            _options = value;
        }
    }

    /// <summary>The machine's time, which timers of devices count. It passes from when the machine is realized.</summary>
    /// <exception cref="InvalidOperationException">The machine is not configured.</exception>
    public MachineClock Clock => _clock ?? throw NotRealized();

    /// <summary>The guest's RAM.</summary>
    /// <exception cref="InvalidOperationException">The machine is not realized.</exception>
    public GuestMemory Memory => _memory ?? throw NotRealized();

    /// <summary>What the processors reach by guest-physical address: RAM, and the registers and windows of devices.</summary>
    public AddressSpace AddressSpace { get; } = new("memory");

    /// <summary>The processors, by id.</summary>
    public IReadOnlyList<VirtualCpu> Cpus => _cpus;

    /// <summary>The RTAS calls of this machine.</summary>
    public RtasDispatcher Rtas { get; private set; } = RtasDispatcher.None;

    /// <summary>The hypercalls of this machine.</summary>
    public HypercallDispatcher Hypercalls { get; private set; } = HypercallDispatcher.None;

    /// <summary>How many hypercalls were made that this machine does not have; trace event <c>hcall_unknown</c>.</summary>
    public ulong UnknownHypercalls { get; private set; }

    /// <summary>How many RTAS calls were made that this machine does not have; trace event <c>rtas_unknown</c>.</summary>
    public ulong UnknownRtasCalls { get; private set; }

    /// <summary>
    /// Exceptions that escaped from handlers of guest calls: defects of a handler. The guest got the architected hardware error.
    /// </summary>
    public event Action<Exception>? HandlerFailed;

    /// <summary>Something the guest caused that whoever runs the machine must know.</summary>
    public event Action<MachineEvent>? EventRaised;

    /// <summary>Makes the machine work: memory, processors, devices, dispatchers. Its configuration is frozen from here on.</summary>
    /// <exception cref="PropertyException">A property or an option does not fit; the message says which and what would.</exception>
    public void Realize()
    {
        ThrowIfRealized();
        Options.Check();
        _clock = new MachineClock(Options.Clock, Lock, OnHandlerFailed);
        _isConfigured = true;

        // What every machine of the family has comes before what the user adds, and gets the first addresses and numbers.
        _defaultDevices = 0;
        OnConfigured();
        _defaultDevices = null;
        _memory = new GuestMemory(Options.RamSize, RamName) { Faults = Options.MemoryFaults };
        AddressSpace.Map(_memory.Blocks[0].Block, 0);
        for (var index = 0; index < Options.Cpus; index++)
            _cpus.Add(CreateCpu(index));

        // Devices that have buses first: what sits on a bus finds it, whatever the order on the command line.
        foreach (var device in _devices.OrderBy(device => device.SitsOnBus).ToList())
            device.Realize();

        IsRealized = true;
        OnRealize();
        Rtas = CreateRtasDispatcher();
        Hypercalls = CreateHypercallDispatcher();
        Reset();
    }

    /// <summary>
    /// Puts the machine and its devices into the state they have after power-on. RAM keeps its content. Devices whose removal was
    /// asked for are gone then: no guest holds them any more.
    /// </summary>
    public void Reset()
    {
        lock (Lock)
        {
            while (Array.Find(_devices, device => device.IsUnplugPending) is { } device)
                Remove(device);

            foreach (var device in _devices)
                device.Reset();

            OnReset();
        }
    }

    /// <summary>
    /// The sections of migration streams that hold the machine's state, RAM excepted, in the order in which they are registered there.
    /// </summary>
    public virtual IEnumerable<StateSection> StateSections =>
        Devices.SelectMany(device => device.StateSections);

    /// <summary>What is sent in rounds besides RAM, in the order in which it is registered in migration streams.</summary>
    public virtual IEnumerable<IIterativeState> IterativeStates => [];

    /// <summary>What this version's migration streams have around their sections.</summary>
    public virtual MigrationFormat MigrationFormat => MigrationFormat.Default;

    /// <summary>
    /// Lets time pass and has the processors execute, where the machine executes at all (<see cref="MachineOptions.Execution"/>); nothing
    /// happens when they do.
    /// </summary>
    /// <remarks>Not to be called with the machine's lock, nor by a processor that makes a call.</remarks>
    public void Resume()
    {
        Clock.Start();
        OnResume();
    }

    /// <summary>Returns when no processor executes and time stands; nothing happens when that is so.</summary>
    /// <remarks>As for <see cref="Resume"/>: processors may have to end a call first, which takes the lock.</remarks>
    public void Pause()
    {
        OnPause();
        Clock.Stop();
    }

    /// <summary>The machine as a debugger sees it, or <see langword="null"/> when it has nothing to debug. Made once, when it is first asked for.</summary>
    public virtual Monitors.Gdb.IDebugTarget? DebugTarget => null;

    /// <summary>What people are shown of its processors, or <see langword="null"/> when they execute nothing.</summary>
    public virtual Monitors.IMachineInspector? Inspector => null;

    /// <summary>What its processors can write to a log.</summary>
    public virtual IReadOnlyList<LogItem> LogItems => [];

    /// <summary>Has its processors write to a log, which is slow. To be called while they do not execute.</summary>
    /// <param name="writer">Where it is written, by several threads.</param>
    /// <param name="items">Names of <see cref="LogItems"/>; others are nothing.</param>
    public virtual void StartLog(TextWriter writer, IReadOnlyCollection<string> items)
    {
    }

    /// <summary>Asks the guest to shut down, as a power button does.</summary>
    /// <returns><see langword="false"/> when there is no way to tell it, or too much waits for it already.</returns>
    public virtual bool RequestShutdown() => false;

    /// <summary>Runs a hypercall of <paramref name="cpu"/>: number in r3, <paramref name="registers"/> r4 to r12.</summary>
    /// <returns>What goes to r3. An exception in a handler becomes H_HARDWARE and <see cref="HandlerFailed"/>.</returns>
    public HypercallStatus Hypercall(ulong number, Span<ulong> registers, VirtualCpu cpu)
    {
        try
        {
            lock (Lock)
            {
                if (!Hypercalls.Dispatch(new HypercallFrame(number, registers), cpu, out var status))
                    CountUnknownHypercall(number, cpu, status);

                return status;
            }
        }
        catch (Exception exception)
        {
            OnHandlerFailed(exception);
            return HypercallStatus.Hardware;
        }
    }

    /// <summary>
    /// Runs the RTAS call in <paramref name="frame"/> for <paramref name="cpu"/>; the machine's H_RTAS calls it, under the lock.
    /// </summary>
    /// <returns>
    /// <see cref="HypercallStatus.Success"/> when the call exists, whatever its own status;
    /// <see cref="HypercallStatus.Parameter"/> when not, with status -3 stored where the guest left room. An exception in a handler
    /// becomes status -1 and <see cref="HandlerFailed"/>.
    /// </returns>
    public HypercallStatus CallRtas(in RtasFrame frame, VirtualCpu cpu)
    {
        try
        {
            if (Rtas.Dispatch(frame, cpu))
                return HypercallStatus.Success;
        }
        catch (Exception exception)
        {
            OnHandlerFailed(exception);
            frame.Return(0, unchecked((uint)RtasStatus.HardwareError));
            return HypercallStatus.Success;
        }

        UnknownRtasCalls++;
        frame.Return(0, unchecked((uint)RtasStatus.ParameterError));
        if (_unknownRtasCall.IsEnabled)
            _unknownRtasCall.Write($"token=0x{frame.Token:x} nargs={frame.ArgumentCount} nret={frame.ReturnCount} cpu={cpu.Id}");

        return HypercallStatus.Parameter;
    }

    /// <summary>Gives back what the machine took from the host.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Makes a timer that is not set, in the machine's time. When it is due, <paramref name="due"/> runs under the machine's lock; an
    /// exception in it becomes <see cref="HandlerFailed"/>.
    /// </summary>
    public MachineTimer CreateTimer(Action due) => new(Clock, due);

    /// <summary>Tells whoever runs the machine of an exception that escaped from a handler of a guest's call.</summary>
    public void OnHandlerFailed(Exception exception) => HandlerFailed?.Invoke(exception);

    /// <summary>Tells whoever runs the machine of something the guest caused.</summary>
    public void Raise(MachineEvent machineEvent) => EventRaised?.Invoke(machineEvent);

    /// <summary>The name of the block of RAM at address 0, which migration streams carry.</summary>
    protected virtual string RamName => "ram";

    /// <summary>The dispatcher of the RTAS calls; the generator overrides it where a machine class has calls.</summary>
    protected virtual RtasDispatcher CreateRtasDispatcher() => RtasDispatcher.None;

    /// <summary>The dispatcher of the hypercalls; the generator overrides it where a machine class has calls.</summary>
    protected virtual HypercallDispatcher CreateHypercallDispatcher() => HypercallDispatcher.None;

    /// <summary>Makes the processor of index <paramref name="index"/>, from 0.</summary>
    protected virtual VirtualCpu CreateCpu(int index) => new(index);

    /// <summary>The configuration is complete: checks it, and creates the devices every machine of the family has.</summary>
    protected virtual void OnConfigured()
    {
    }

    /// <summary>Memory, processors and devices exist.</summary>
    protected virtual void OnRealize()
    {
    }

    /// <summary>Time passes: has the processors execute.</summary>
    protected virtual void OnResume()
    {
    }

    /// <summary>Has the processors stop, and waits for them; time still passes.</summary>
    protected virtual void OnPause()
    {
    }

    /// <summary>Devices have been reset.</summary>
    protected virtual void OnReset()
    {
    }

    /// <summary>Gives back what the machine took from the host.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;

        // A timer may be due on another thread: it ends before memory goes, or finds its device gone.
        lock (Lock)
        {
            foreach (var device in _devices.OrderByDescending(device => device.SitsOnBus))
                device.Unrealize();

            _memory?.Dispose();
        }
    }

    // Apart, so that the calls that exist do not prepare for the text.
    private void CountUnknownHypercall(ulong number, VirtualCpu cpu, HypercallStatus status)
    {
        UnknownHypercalls++;
        if (_unknownHypercall.IsEnabled)
            _unknownHypercall.Write($"number=0x{number:x} cpu={cpu.Id} -> {status}");
    }

    private void ThrowIfRealized()
    {
        if (IsRealized)
            throw new InvalidOperationException($"This {Version.Name} machine is realized; configure it before.");
    }

    /// <inheritdoc/>
    protected sealed override InvalidOperationException NotRealized() => new($"This {Version.Name} machine is not realized yet.");
}
