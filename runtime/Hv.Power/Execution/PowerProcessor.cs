using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hv.Power.Memory;
using Hv.Power.Observation;
using Hv.Power.State;

namespace Hv.Power.Execution;

/// <summary>
/// Interprets instructions: decodes them once into blocks, and runs those. A processor has one mode of byte order and width, that of its
/// memory; it is used by one thread at a time.
/// </summary>
/// <remarks>
/// Every instruction either completes or changes nothing that matters to its being executed again; the interrupt it then
/// causes names its address. Whether there is something else to do is asked between blocks, which are
/// at most 64 instructions long.
/// </remarks>
/// <typeparam name="TMemory">The memory.</typeparam>
public sealed unsafe class PowerProcessor<TMemory> : IDisposable
    where TMemory : struct, IPowerMemory
{
    private const ulong EnabledException = 0x10_0000;
    private const ulong IllegalInstruction = 0x8_0000;
    private const ulong PrivilegedInstruction = 0x4_0000;
    private const ulong TrapInstruction = 0x2_0000;

    private const uint InvalidAtomicFunction = 0x0004_0000;
    private const ulong ModeMask = MachineState.SixtyFourBit | MachineState.LittleEndian;

    private const ulong Nowhere = 1;
    private const ulong PageMask = ~0xFFFUL;

    private readonly BlockCache<TMemory> _blocks;
    private readonly bool _ownsState;
    private PowerState* _state;
    private TMemory _memory;
    private ulong _codePage = Nowhere;
    private CodeLocation _code;

    /// <summary>
    /// Makes a processor whose registers are zero, but for PVR, the mode in MSR, the byte order of interrupts in LPCR, and the facilities of programs
    /// in FSCR, all of which are given.
    /// </summary>
    public PowerProcessor(PowerModel model, TMemory memory)
        : this(model, memory, (PowerState*)NativeMemory.AlignedAlloc((nuint)sizeof(PowerState), 64))
    {
        _ownsState = true;
        *_state = default;
        _state->Level = model.Level;
        _state->Spr[SpecialRegister.Pvr] = model.Version;
        _state->Spr[SpecialRegister.Amor] = ulong.MaxValue;
        _state->Spr[SpecialRegister.Fscr] = Instructions.SpecialRegisters.Facilities;
        _state->Spr[SpecialRegister.Lpcr] = TMemory.IsBigEndian ? 0 : PartitionControl.InterruptLittleEndian;
        _state->Msr = ModeBits;
    }

    /// <summary>Makes a processor of registers that others have as well: it runs them while they are in its mode.</summary>
    internal PowerProcessor(PowerModel model, TMemory memory, PowerState* state)
    {
        Model = model;
        _memory = memory;
        _blocks = new BlockCache<TMemory>(model.Level);
        _state = state;
    }

    /// <summary>The model.</summary>
    public PowerModel Model { get; }

    /// <summary>The registers.</summary>
    public ref PowerState State => ref *_state;

    /// <summary>The memory.</summary>
    public ref TMemory Memory => ref _memory;

    /// <summary>What becomes of interrupts.</summary>
    public InterruptMode Interrupts { get; set; }

    /// <summary>Who is told what is decoded and executed, or <see langword="null"/>. Setting it decodes all code anew.</summary>
    public IExecutionObserver? Observer
    {
        get => _blocks.Observer;
        set
        {
            InvalidateCode();
            _blocks.Observer = value;
        }
    }

    /// <summary>Effective addresses before which it stops, with <see cref="Outcome.Breakpoint"/>. Setting them decodes all code anew.</summary>
    internal FrozenSet<ulong> Breakpoints
    {
        set
        {
            InvalidateCode();
            _blocks.Breakpoints = value;
        }
    }

    private static ulong ModeBits =>
        (TMemory.Is32Bit ? 0 : MachineState.SixtyFourBit) | (TMemory.IsBigEndian ? 0 : MachineState.LittleEndian);

    /// <summary>Runs up to <paramref name="budget"/> instructions, exactly, of which delivering an interrupt is one.</summary>
    /// <param name="budget">Instructions to complete; none for less than one.</param>
    public RunResult Run(long budget)
    {
        ObjectDisposedException.ThrowIf(_state is null, this);
        return Observer is null ? Run<Unobserved>(budget) : Run<Observed>(budget);
    }

    private RunResult Run<TObservation>(long budget)
        where TObservation : struct, IObservation
    {
        var left = budget;
        while (left > 0)
        {
            if ((_state->Msr & ModeMask) != ModeBits)
                return new RunResult(StopReason.Mode, budget - left, default);

            if (_state->Attention != 0)
            {
                if (!_ownsState)
                    return new RunResult(StopReason.Attention, budget - left, default);

                // Nothing is translated here, and nothing comes from outside.
                _state->Attention = 0;
                _state->Requests = ProcessorRequests.None;
            }

            if (_state->CodeChanged != 0)
                InvalidateCode();

            var address = _state->Nia & ~3UL;
            _state->BlockAddress = address;
            var block = (address & PageMask) == _codePage || Locate(address) ? _blocks.Find(address, in _code, ref _memory) : null;
            if (block is null)
            {
                _state->Outcome = Outcome.Fetch;
                if (Interrupted(address) is { } fetchInterrupt)
                    return new RunResult(StopReason.Interrupt, budget - left, fetchInterrupt);

                left--;
                continue;
            }

            var first = block->First;
            var count = block->Count;
            if (count > left)
            {
                count = (int)left;
                first = _blocks.Shorten(block, count);
            }

            if (TObservation.IsObserved)
                Observer!.Executing(*_state, address, count);

            var last = ((delegate*<PowerState*, Operation*, ref TMemory, Operation*>)first->Handler)(_state, first, ref _memory);
            if (_state->Outcome == Outcome.Completed)
            {
                left -= count;
                _state->Retired += (ulong)count;
                if (TObservation.IsObserved)
                    Observer!.Executed(address, count);

                continue;
            }

            // A system call completes, and its interrupt with it: together they are one.
            var isCompleted = Completes(_state->Outcome);
            var completed = last - first + (isCompleted ? 1 : 0);
            left -= completed;
            _state->Retired += (ulong)completed;
            if (TObservation.IsObserved)
                Observer!.Executed(address, (int)completed);

            if (_state->Outcome is Outcome.Leave or Outcome.Return)
            {
                if (_state->Outcome == Outcome.Leave)
                    _state->Nia = Width.Address<TMemory>(last->Address + 4);

                _state->Outcome = Outcome.Completed;
                continue;
            }

            if (Interrupted(last->Address) is { } interrupt)
                return new RunResult(StopReason.Interrupt, budget - left, interrupt);

            if (!isCompleted)
                left--;
        }

        return new RunResult(StopReason.Budget, budget - left, default);
    }

    /// <summary>Takes the processor to the vector of an interrupt: SRR0, SRR1, MSR, and the registers that say more.</summary>
    public void Deliver(in PowerInterrupt interrupt) => InterruptDelivery.Deliver(ref *_state, in interrupt);

    /// <summary>Translates the address of the next instruction anew.</summary>
    internal void ForgetCodePage() => _codePage = Nowhere;

    /// <summary>Decodes all code anew: it has been changed from outside.</summary>
    public void InvalidateCode()
    {
        _state->CodeChanged = 0;
        _blocks.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_state is null)
            return;

        _blocks.Dispose();
        if (_ownsState)
            NativeMemory.AlignedFree(_state);

        _state = null;
    }

    private static bool Completes(Outcome outcome) =>
        outcome is Outcome.SystemCall or Outcome.HypervisorCall or Outcome.SystemCallVectored or Outcome.Leave or Outcome.Return;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Locate(ulong address)
    {
        if (_memory.Locate(address, out _code) != Outcome.Completed)
        {
            _codePage = Nowhere;
            return false;
        }

        _codePage = address & PageMask;
        return true;
    }

    /// <summary>Delivers the interrupt of the instruction at an address, or returns it to be reported.</summary>
    private PowerInterrupt? Interrupted(ulong address)
    {
        var interrupt = TakeInterrupt(address);
        if (Interrupts == InterruptMode.Report)
        {
            _state->Nia = interrupt.Address;
            return interrupt;
        }

        Deliver(interrupt);
        return null;
    }

    private PowerInterrupt TakeInterrupt(ulong address)
    {
        var outcome = _state->Outcome;
        _state->Outcome = Outcome.Completed;
        var fault = _memory.Fault;
        var next = Width.Address<TMemory>(address + 4);
        return outcome switch
        {
            Outcome.Storage when fault.IsForDebugger =>
                new PowerInterrupt(fault.Vector, Outcome.Watchpoint, address, 0, fault.Address, fault.Status),
            Outcome.Storage when fault.Vector == InterruptVector.MachineCheck =>
                new PowerInterrupt(fault.Vector, outcome, address, fault.Status, fault.Address, 0),
            Outcome.Storage => new PowerInterrupt(fault.Vector, outcome, address, 0, fault.Address, fault.Status),
            Outcome.AtomicFunction =>
                new PowerInterrupt(InterruptVector.DataStorage, outcome, address, 0, _state->AccessAddress, InvalidAtomicFunction),
            Outcome.Fetch => 
                new PowerInterrupt(fault.Vector, outcome, address, fault.Status & InterruptDelivery.StatusBits, fault.Address, 0),
            Outcome.Alignment => new PowerInterrupt(InterruptVector.Alignment, outcome, address, 0, _state->AccessAddress, 0),
            Outcome.Privileged => new PowerInterrupt(InterruptVector.Program, outcome, address, PrivilegedInstruction, 0, 0),
            Outcome.Trap => new PowerInterrupt(InterruptVector.Program, outcome, address, TrapInstruction, 0, 0),
            Outcome.HypervisorCall => new PowerInterrupt(InterruptVector.SystemCall, outcome, next, 0, 0, 0),
            Outcome.FacilityUnavailable => new PowerInterrupt(InterruptVector.FacilityUnavailable, outcome, address, 0, 0, 0),
            Outcome.SystemCall => new PowerInterrupt(InterruptVector.SystemCall, outcome, next, 0, 0, 0),
            Outcome.SystemCallVectored => new PowerInterrupt(InterruptVector.SystemCallVectored, outcome, next, 0, 0, 0),
            Outcome.FloatingPointEnabled => new PowerInterrupt(InterruptVector.Program, outcome, address, EnabledException, 0, 0),
            Outcome.Breakpoint => new PowerInterrupt(InterruptVector.Trace, outcome, address, 0, 0, 0),
            Outcome.FloatingPointUnavailable => new PowerInterrupt(InterruptVector.FloatingPointUnavailable, outcome, address, 0, 0, 0),
            Outcome.VectorUnavailable => new PowerInterrupt(InterruptVector.VectorUnavailable, outcome, address, 0, 0, 0),
            Outcome.VectorScalarUnavailable => new PowerInterrupt(InterruptVector.VectorScalarUnavailable, outcome, address, 0, 0, 0),
            _ => new PowerInterrupt(InterruptVector.Program, Outcome.Illegal, address, IllegalInstruction, 0, 0),
        };
    }
}
