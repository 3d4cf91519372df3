using System.Runtime.InteropServices;
using Hv.Power.Cpu;
using Hv.Power.Execution;
using Hv.Power.Translation;
using Hv.Pseries.Processors;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Time;
using Registers = Hv.Power.State.SpecialRegister;

namespace Hv.Pseries.Execution;

/// <summary>Executes the guest of a machine: its processors with all that they share, and the way from their calls to the machine.</summary>
/// <remarks>
/// The processors exist as soon as the machine is realized, since calls read and set their registers; they execute between
/// <see cref="Resume"/> and <see cref="Pause"/>.
/// </remarks>
public sealed unsafe class GuestExecution : IPowerHypervisor, IDisposable
{
    private readonly PseriesMachine _machine;
    private readonly List<PseriesCpu> _cpus = [];
    private IDisposable? _running;

    internal GuestExecution(PseriesMachine machine, PowerModel model)
    {
        _machine = machine;
        Partition = new PowerPartition(machine.Memory, machine.AddressSpace);
        Group = new PowerCpuGroup(model, Partition, machine.Options.Cpus, machine.Options.ThreadsPerCore);
        Group.SystemResetTaken += OnSystemResetTaken;
    }

    /// <summary>The processors.</summary>
    public PowerCpuGroup Group { get; }

    /// <summary>What they share: memory, and where the page tables are.</summary>
    public PowerPartition Partition { get; }

    /// <summary>Adds the processor of the machine that is the next of the group.</summary>
    internal void Add(PseriesCpu cpu) => _cpus.Add(cpu);

    /// <inheritdoc/>
    void IPowerHypervisor.Call(PowerCpu cpu)
    {
        ref var state = ref cpu.State;
        if (state.IsProblemState)
        {
            state.Gpr[3] = unchecked((ulong)(long)HypercallStatus.Privilege);
            return;
        }

        var caller = _cpus[cpu.Id];
        var registers = MemoryMarshal.CreateSpan(ref state.Gpr[4], HypercallFrame.SlotCount);

        // The result too is stored under the lock: a call that stops this processor may be followed by one of another that starts it anew.
        lock (_machine.Lock)
            state.Gpr[3] = unchecked((ulong)(long)_machine.Hypercall(state.Gpr[3], registers, caller));

        if (caller.TakeYield())
            Thread.Yield();
    }

    /// <inheritdoc/>
    void IPowerHypervisor.WaitEnded(PowerCpu cpu)
    {
        lock (_machine.Lock)
            _cpus[cpu.Id].CountDispatch(isRunning: true);
    }

    /// <summary>Sets bits of the logical partitioning control register (LPCR) of all processors.</summary>
    /// <param name="bits">Their values.</param>
    /// <param name="mask">Which they are.</param>
    internal void SetControl(ulong bits, ulong mask)
    {
        // Only hypervisors write the register, and those under the machine's lock: at once, since processors read it meanwhile.
        foreach (var cpu in Group.Cpus)
        {
            ref var control = ref cpu.State.Spr[Registers.Lpcr];
            Volatile.Write(ref control, (control & ~mask) | (bits & mask));
        }

        // It chooses the context too, which is looked at anew.
        Group.FlushTranslations();
    }

    /// <summary>Has the processors execute; nothing happens when they do.</summary>
    internal void Resume()
    {
        if (_running is not null || _machine.Options.Execution == ExecutionMode.None)
            return;

        SetTimeBases();
        if (_machine.Options.Execution == ExecutionMode.Deterministic)
        {
            var counted = new CountedExecution(_machine, this, (VirtualClock)_machine.Options.Clock);
            _running = counted;
            counted.Start();
            return;
        }

        var threads = new ThreadedExecution(Group, this);
        threads.Failed += _machine.OnHandlerFailed;
        _running = threads;
        threads.Start();
    }

    /// <summary>Returns when none of them executes.</summary>
    internal void Pause()
    {
        _running?.Dispose();
        _running = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Pause();
        Group.Dispose();
        Partition.Dispose();
    }

    private void OnSystemResetTaken(PowerCpu cpu)
    {
        lock (_machine.Lock)
            _cpus[cpu.Id].TakeSystemReset();
    }

    /// <summary>The guest's time stood still: its counter goes on from where it was.</summary>
    private void SetTimeBases()
    {
        var ticks = _machine.Timebase.Ticks;
        foreach (var cpu in Group.Cpus)
            cpu.State.TimeBaseOffset += ticks - cpu.TimeBase;
    }
}
