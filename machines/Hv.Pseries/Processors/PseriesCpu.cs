using System.Buffers.Binary;
using Hv.Power.Cpu;
using Hv.Power.Declarations;
using Hv.Power.State;
using Hv.Pseries.Interrupts;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Registers = Hv.Power.State.SpecialRegister;

namespace Hv.Pseries.Processors;

/// <summary>A processor of a pseries machine: what executes, what of it migrates, and what it was at power-on.</summary>
public sealed class PseriesCpu : VirtualCpu
{
    private const ulong ExitCriterion = 0x10_0000;
    private const ulong ErrorLogSize = 2048;
    private const ulong DispatchCounter = 0x100;

    private readonly ProcessorModel _model;
    private readonly PseriesMachine _machine;
    private bool _isProdded;
    private bool _yields;

    /// <summary>Makes a processor.</summary>
    /// <param name="id">The id the guest knows it by.</param>
    /// <param name="index">Its number among the machine's processors, from 0 on.</param>
    /// <param name="core">What executes its instructions.</param>
    /// <param name="machine">The machine.</param>
    internal PseriesCpu(int id, int index, PowerCpu core, PseriesMachine machine)
        : base(id)
    {
        _model = ProcessorModel.Find(machine.CpuModel);
        _machine = machine;
        Index = index;
        Core = core;
        Activity = new ProcessorActivity(this);
        State = new ProcessorState(this, machine);
        Presenter = new InterruptPresenter(machine.Interrupts, core);
        ThreadContext = new XiveThreadContext((uint)id);
    }

    /// <summary>Its number among the machine's processors, from 0 on.</summary>
    public int Index { get; }

    /// <summary>Its registers, and what executes its instructions. Touch the registers while it does not, or in a call of its own.</summary>
    public PowerCpu Core { get; }

    /// <inheritdoc/>
    public override bool IsStopped
    {
        get => Core.IsStopped;
        set => Core.IsStopped = value;
    }

    /// <summary>Whether it runs, and what interrupts it, as it migrates.</summary>
    public ProcessorActivity Activity { get; }

    /// <summary>Its registers as they migrate.</summary>
    public ProcessorState State { get; }

    /// <summary>The areas of memory that it shares with the hypervisor.</summary>
    public SharedAreas Areas { get; } = new();

    /// <summary>Its interrupts, where the guest has XICS.</summary>
    public InterruptPresenter Presenter { get; }

    /// <summary>Its interrupts, where the guest has XIVE.</summary>
    public XiveThreadContext ThreadContext { get; }

    /// <summary>Puts it into the state after power-on.</summary>
    /// <param name="boots">Whether it runs from then on; otherwise the guest starts it (LoPAR 7.3.8).</param>
    internal void Reset(bool boots)
    {
        Core.Reset();
        IsStopped = !boots;
        (_isProdded, _yields) = (false, false);
        Activity.Reset();
        State.Reset(_model, boots);
        Areas.Reset();
        Presenter.Reset();
        ThreadContext.Reset();
    }

    /// <summary>Whether it waits, and only another processor ends it (H_JOIN); one that is stopped does so too.</summary>
    internal bool IsJoined => IsStopped || (Core.IsWaiting && (Core.State.Msr & MachineState.ExternalInterrupts) == 0);

    /// <summary>
    /// Has it wait from the end of its call on: for an interrupt, or with these disabled for H_PROD. It goes on at once when that was called
    /// before.
    /// </summary>
    internal void Wait()
    {
        if (_isProdded)
        {
            _isProdded = false;
            return;
        }

        if (Core.HasInterrupt)
        {
            Core.State.Ask(ProcessorRequests.Decrementer);
            return;
        }

        CountDispatch(isRunning: false);
        Core.IsWaiting = true;
    }

    /// <summary>Ends its wait, or its next one.</summary>
    internal void Prod()
    {
        if (!Core.IsWaiting)
        {
            _isProdded = true;
            return;
        }

        CountDispatch(isRunning: true);
        Core.IsWaiting = false;
        Core.Wake();
    }

    /// <summary>Has it leave the host's processor to others for a moment, at the end of its call.</summary>
    internal void Yield() => _yields = true;

    /// <summary>Whether it is to yield, which is then done.</summary>
    internal bool TakeYield()
    {
        var yields = _yields;
        _yields = false;
        return yields;
    }

    /// <summary>Starts it (RTAS start-cpu, LoPAR 7.3.8); it is stopped.</summary>
    /// <param name="address">The real address of the first instruction.</param>
    /// <param name="argument">What r3 holds.</param>
    /// <param name="starter">The processor that starts it: byte order and place of interrupts, the kind of page tables and the time are its.</param>
    internal unsafe void Start(ulong address, ulong argument, PseriesCpu starter)
    {
        const ulong Copied = PartitionControl.InterruptLittleEndian | PartitionControl.AlternateInterruptLocation;
        const ulong Radix = PartitionControl.ProcessTable | PartitionControl.HostRadix | PartitionControl.GuestTranslationShootdown;
        ref var state = ref Core.State;
        var ofStarter = starter.Core.State.Spr[Registers.Lpcr];
        state.Msr = MachineState.SixtyFourBit | MachineState.MachineCheck;
        ref var control = ref state.Spr[Registers.Lpcr];
        control = (control & ~Copied) | (ofStarter & Copied) | _model.WakingEvents;
        if (Core.Model.HasRadix)
            control = (ofStarter & PartitionControl.HostRadix) != 0 ? control | Radix : control & ~Radix;

        if (state.Level >= Isa.V3_0)
            state.Spr[Processors.SpecialRegister.ProcessorStopStatusAndControl] &= ~ExitCriterion;

        if (state.CountsInstructions == 0)
            state.TimeBaseOffset = starter.Core.State.TimeBaseOffset;

        state.DecrementerZero = Core.TimeBase + int.MaxValue;
        state.Nia = address;
        (state.Gpr[1], state.Gpr[3], state.Gpr[4]) = (0, argument, 0);
        state.ReservationSize = 0;
        state.Ask(ProcessorRequests.Context | ProcessorRequests.Flush | ProcessorRequests.Decrementer);
        _isProdded = false;
        Core.IsWaiting = false;
        IsStopped = false;
        Core.Wake();
    }

    /// <summary>Stops it from the end of its call on, until it is started (RTAS stop-self): nothing else wakes it up.</summary>
    internal unsafe void Stop()
    {
        ref var state = ref Core.State;
        state.Spr[Registers.Lpcr] &= ~_model.WakingEvents;
        if (state.Level >= Isa.V3_0)
            state.Spr[Processors.SpecialRegister.ProcessorStopStatusAndControl] |= ExitCriterion;

        IsStopped = true;
    }

    /// <summary>Interrupts it, whatever it does (system reset); one that is stopped stays so.</summary>
    internal void ResetSystem()
    {
        if (!IsStopped)
            Core.Raise(PendingInterrupts.SystemReset);
    }

    /// <summary>
    /// It has taken a system reset: goes on where the guest has registered its handler (ibm,nmi-register), with r3 at what it held, in the RTAS
    /// area behind the error log (LoPAR 7.3.14).
    /// </summary>
    internal unsafe void TakeSystemReset()
    {
        if (!_machine.Nmi.IsRegistered || _machine.RtasBase is not { } rtas)
            return;

        Span<byte> saved = stackalloc byte[2 * sizeof(ulong)];
        saved.Clear();
        ref var state = ref Core.State;
        BinaryPrimitives.WriteUInt64BigEndian(saved, state.Gpr[3]);
        var place = rtas + ErrorLogSize + ((ulong)Index * (2 * sizeof(ulong)));
        if (!_machine.Memory.TryWrite(new GuestPhysicalAddress(place), saved))
            return;

        state.Gpr[3] = place;
        state.Nia = _machine.Nmi.SystemReset;
    }

    /// <summary>
    /// Counts in the virtual processor area whether it runs: even while it does (LoPAR 14.11.3.2). Nothing happens when it is counted already,
    /// or the guest has registered no area, or has taken its memory away.
    /// </summary>
    internal void CountDispatch(bool isRunning)
    {
        if (Areas.VirtualProcessorArea == 0)
            return;

        var place = new GuestPhysicalAddress(Areas.VirtualProcessorArea + DispatchCounter);
        if (_machine.Memory.TryReadUInt32(place, out var count) && (count & 1) == 0 != isRunning)
            _machine.Memory.TryWriteUInt32(place, unchecked(count + 1));
    }
}
