using System.Runtime.InteropServices;
using Hv.Power.Debugging;
using Hv.Power.Execution;
using Hv.Power.Instructions;
using Hv.Power.Memory;
using Hv.Power.Observation;
using Hv.Power.State;
using Hv.Power.Tlb;
using Hv.Power.Translation;

namespace Hv.Power.Cpu;

/// <summary>
/// A processor of a guest: registers, memory management, interrupts, time. It runs in every mode, translates addresses, and takes
/// interrupts as the architecture says; only a call of the hypervisor comes out of it.
/// </summary>
/// <remarks>
/// It is run by one thread at a time. <see cref="Raise"/>, <see cref="Lower"/> and <see cref="Kick"/> may come from any thread.
/// </remarks>
public sealed unsafe partial class PowerCpu : IStoreWatch, IDisposable
{
    /// <summary>After so many instructions the clock is looked at: about 100 µs.</summary>
    private const long ClockInterval = 10_000;

    private const ulong ModeBits = MachineState.SixtyFourBit | MachineState.LittleEndian;

    private readonly PowerCpuGroup _group;
    private readonly MemoryUnit _unit;
    private readonly IModeEngine?[] _engines = new IModeEngine?[4];
    private PowerState* _state;
    private IModeEngine _engine = null!; // made when the processor first runs: many never do
    private IExecutionObserver? _observer;
    private long _sinceClock;
    private ulong _engineMode = ulong.MaxValue;
    private bool _isStopped;
    private bool _isWaiting;
    private bool _withholdsInterrupts;

    internal PowerCpu(PowerCpuGroup group, PowerModel model, PowerPartition partition, int id)
    {
        _group = group;
        Model = model;
        Id = id;
        _state = (PowerState*)NativeMemory.AlignedAlloc((nuint)sizeof(PowerState), 64);
        _unit = new MemoryUnit(partition, _state, this);
        Reset();
    }

    /// <summary>The model.</summary>
    public PowerModel Model { get; }

    /// <summary>Its number, as PIR has it.</summary>
    public int Id { get; }

    /// <summary>Its registers: to be touched while it does not run.</summary>
    public ref PowerState State => ref *_state;

    /// <summary>Whether it runs nothing until it is started: RTAS start-cpu clears it, stop-self sets it (LoPAR 7.3.8).</summary>
    public bool IsStopped
    {
        get => Volatile.Read(ref _isStopped);
        set => Volatile.Write(ref _isStopped, value);
    }

    /// <summary>
    /// Whether it waits for an interrupt: H_CEDE sets it (LoPAR 14.11.3.3); with external interrupts disabled, for the hypervisor to clear it
    /// and <see cref="Wake"/> it: H_JOIN.
    /// </summary>
    public bool IsWaiting
    {
        get => Volatile.Read(ref _isWaiting);
        set => Volatile.Write(ref _isWaiting, value);
    }

    /// <summary>Whether there is an interrupt that ends the wait: one that it can take.</summary>
    public bool HasInterrupt => WaitsForAny
        ? _state->Pending != PendingInterrupts.None || TicksToDecrementer <= 0
        : (_state->Pending & (PendingInterrupts.SystemReset | PendingInterrupts.MachineCheck)) != 0;

    /// <summary>Whether every interrupt ends the wait, that of the decrementer too.</summary>
    internal bool WaitsForAny => (_state->Msr & MachineState.ExternalInterrupts) != 0;

    /// <summary>Who is told what is decoded and executed, or <see langword="null"/>.</summary>
    public IExecutionObserver? Observer
    {
        get => _observer;
        set
        {
            _observer = value;
            foreach (var engine in _engines)
            {
                if (engine is not null)
                    engine.Observer = value;
            }
        }
    }

    /// <summary>How often a bank of the TLB was given up for a context that had none.</summary>
    public long ContextsReplaced => _unit.Tlb.Replaced;

    /// <summary>The time base.</summary>
    public ulong TimeBase => SpecialRegisters.ReadTimeBase(in *_state, _state->BlockAddress);

    /// <summary>The ticks until the decrementer interrupts; 0 or less: it does.</summary>
    public long TicksToDecrementer => (long)(_state->DecrementerZero - TimeBase) + 1;

    /// <summary>Puts the registers into the state after power-on: 64-bit, big-endian, without relocation, at 0x100.</summary>
    public void Reset()
    {
        *_state = default;
        _state->Level = Model.Level;
        _state->Spr[SpecialRegister.Pvr] = Model.Version;
        _state->Spr[SpecialRegister.Pir] = (ulong)Id;
        _state->Spr[SpecialRegister.Amor] = ulong.MaxValue;
        _state->Msr = MachineState.SixtyFourBit | MachineState.MachineCheck;
        _state->Nia = (ulong)InterruptVector.SystemReset;
        _state->DecrementerZero = TimeBase + int.MaxValue;
        _state->Ask(ProcessorRequests.Context | ProcessorRequests.Flush);
        IsStopped = IsWaiting = false;
        Halt = HaltReason.None;
        StepsForDebugger = false;
    }

    /// <summary>Starts a processor that is stopped (RTAS start-cpu, LoPAR 7.3.8): as after power-on, but for where, and r3.</summary>
    /// <param name="address">The real address of the first instruction.</param>
    /// <param name="argument">What r3 holds.</param>
    /// <exception cref="InvalidOperationException">It is not stopped.</exception>
    public void Start(ulong address, ulong argument)
    {
        if (!IsStopped)
            throw new InvalidOperationException($"Processor {Id} runs already.");

        var (control, offset, counts, retired) = (_state->Spr[SpecialRegister.Lpcr], _state->TimeBaseOffset, _state->CountsInstructions, _state->Retired);
        var (halt, steps) = (Halt, StepsForDebugger);
        Reset();
        (Halt, StepsForDebugger) = (halt, steps);
        (_state->Spr[SpecialRegister.Lpcr], _state->TimeBaseOffset, _state->CountsInstructions, _state->Retired) = (control, offset, counts, retired);
        _state->DecrementerZero = TimeBase + int.MaxValue;
        _state->Nia = address;
        _state->Gpr[3] = argument;
        _group.Wake(this);
    }

    /// <summary>Runs up to <paramref name="budget"/> instructions, of which taking an interrupt is one.</summary>
    /// <returns>
    /// Why it stopped: <see cref="StopReason.Budget"/>, <see cref="StopReason.Hypercall"/>, <see cref="StopReason.Kicked"/>,
    /// <see cref="StopReason.Checkstop"/> or <see cref="StopReason.Debug"/>.
    /// </returns>
    public RunResult Run(long budget)
    {
        ObjectDisposedException.ThrowIf(_state is null, this);
        Enter();
        try
        {
            return RunEntered(budget);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Translates the address of data as the processor would, without leaving a trace; for debuggers.</summary>
    /// <returns><see langword="false"/> when it has no translation.</returns>
    public bool TryTranslate(ulong ea, out ulong real) => _unit.TryProbe(ea, out real);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_state is null)
            return;

        foreach (var engine in _engines)
            engine?.Dispose();

        _unit.Dispose();
        NativeMemory.AlignedFree(_state);
        _state = null;
    }

    private RunResult RunEntered(long budget)
    {
        // It may have been reset, or started anew, since it last ran.
        if ((_state->Msr & ModeBits) != _engineMode)
            _engine = SelectEngine();

        var left = budget;
        while (left > 0)
        {
            if (_state->Attention != 0)
                Attend();

            if (Interlocked.Exchange(ref _isKicked, false))
                return new RunResult(StopReason.Kicked, budget - left, default);

            if (_sinceClock >= ClockInterval || _state->CountsInstructions != 0)
                LookAtClock();

            if (_state->Pending != PendingInterrupts.None && !_withholdsInterrupts && TryTakePending(out var isStopped))
            {
                if (isStopped)
                    return new RunResult(StopReason.Checkstop, budget - left, default);

                left--;
                continue;
            }

            if (MustStep)
            {
                if (Step(ref left) is { } stepped)
                    return stepped with { Completed = budget - left };

                continue;
            }

            var result = _engine.Run(Slice(left));
            left -= result.Completed;
            _sinceClock += result.Completed;
            if (Handle(in result, ref left) is { } stop)
                return stop with { Completed = budget - left };
        }

        return new RunResult(StopReason.Budget, budget - left, default);
    }

    /// <summary>Does what is to be done about a stop of the interpreter.</summary>
    /// <returns>The reason to stop the processor as well.</returns>
    private RunResult? Handle(in RunResult result, ref long left)
    {
        switch (result.Reason)
        {
            case StopReason.Mode:
                _engine = SelectEngine();
                return null;
            case StopReason.Interrupt when result.Interrupt.Cause == Outcome.HypervisorCall:
                return result with { Reason = StopReason.Hypercall };
            case StopReason.Interrupt when result.Interrupt.Cause is Outcome.Breakpoint or Outcome.Watchpoint:
                return result with { Reason = StopReason.Debug };
            case StopReason.Interrupt:
                if (result.Interrupt.Vector == InterruptVector.MachineCheck && (_state->Msr & MachineState.MachineCheck) == 0)
                    return result with { Reason = StopReason.Checkstop };

                Take(result.Interrupt.Vector == InterruptVector.Alignment
                    ? result.Interrupt with { DataStatus = AlignmentStatus(result.Interrupt.Address) }
                    : result.Interrupt);

                // A system call is counted as the instruction that it is.
                if (result.Interrupt.Vector is not (InterruptVector.SystemCall or InterruptVector.SystemCallVectored))
                    left--;

                return null;
            default:
                return null;
        }
    }

    private void Take(in PowerInterrupt interrupt)
    {
        InterruptDelivery.Deliver(ref *_state, in interrupt);
        _observer?.Interrupted(in *_state, in interrupt);
        if (_state->Attention != 0)
            Attend();

        if ((_state->Msr & ModeBits) != _engineMode)
            _engine = SelectEngine();
    }

    private long Slice(long left)
    {
        var slice = Math.Min(left, ClockInterval);
        return _state->CountsInstructions != 0 && TicksToDecrementer is > 0 and var ticks ? Math.Min(slice, ticks) : slice;
    }

    private IModeEngine SelectEngine()
    {
        _engineMode = _state->Msr & ModeBits;
        var index = ((_engineMode & MachineState.SixtyFourBit) != 0 ? 2 : 0) + ((_engineMode & MachineState.LittleEndian) != 0 ? 1 : 0);
        var bank = _unit.ChooseContext();
        var engine = _engines[index];
        if (engine is null)
        {
            engine = index switch
            {
                0 => new ModeEngine<BigEndian32>(Model, _unit, _state),
                1 => new ModeEngine<LittleEndian32>(Model, _unit, _state),
                2 => new ModeEngine<BigEndian64>(Model, _unit, _state),
                _ => new ModeEngine<LittleEndian64>(Model, _unit, _state),
            };
            engine.Observer = _observer;
            engine.Use(DebugPoints);
            _engines[index] = engine;
        }

        engine.Use(bank);
        return engine;
    }
}
