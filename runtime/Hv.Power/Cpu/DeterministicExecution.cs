using Hv.Power.Debugging;
using Hv.Power.Execution;
using Hv.Power.State;

namespace Hv.Power.Cpu;

/// <summary>
/// Runs the processors of a guest one after the other, a turn each, on the thread that calls it. Time passes with the instructions that are
/// executed: two runs of the same guest are the same to the bit.
/// </summary>
/// <param name="group">The processors.</param>
/// <param name="hypervisor">Serves their calls.</param>
/// <param name="turn">Instructions of a turn, at least 1.</param>
public sealed class DeterministicExecution(PowerCpuGroup group, IPowerHypervisor hypervisor, int turn = 10_000)
{
    private readonly int _turn = turn > 0 ? turn : throw new ArgumentOutOfRangeException(nameof(turn), turn, "A turn has at least one instruction.");
    private const ulong RandomStep = 0x9E37_79B9_7F4A_7C15;

    private bool _isStopping;

    /// <summary>The time base of all processors: instructions executed by all, and the time that was skipped while all waited.</summary>
    public ulong Clock { get; set; }

    /// <summary>Has <see cref="Run"/> return before the next turn; may be called while a call of the guest is served.</summary>
    public void Stop() => _isStopping = true;

    /// <summary>Runs turns.</summary>
    /// <param name="budget">Instructions of all processors together after which it returns, at the end of a turn.</param>
    /// <returns>
    /// <see cref="StopReason.Budget"/>; <see cref="StopReason.Kicked"/> after <see cref="Stop"/>; <see cref="StopReason.Checkstop"/> when all
    /// processors are stopped, or wait for what will never come by itself.
    /// </returns>
    public StopReason Run(long budget)
    {
        _isStopping = false;
        for (var left = budget; left > 0;)
        {
            var executed = RunRound(left);
            if (_isStopping)
                return StopReason.Kicked;

            left -= executed;
            if (executed > 0)
                continue;

            if (TicksToDecrementer is not { } ticks)
                return StopReason.Checkstop;

            Clock += (ulong)ticks;
        }

        return StopReason.Budget;
    }

    /// <summary>Runs a turn of each processor that has anything to do.</summary>
    /// <param name="budget">Instructions of all processors together, at most.</param>
    /// <returns>How many were executed; 0: all processors wait, or are stopped.</returns>
    public long RunRound(long budget = long.MaxValue)
    {
        _isStopping = false;
        var executed = 0L;
        foreach (var cpu in group.Cpus)
        {
            if (_isStopping || executed >= budget)
                break;

            if (IsReady(cpu))
                executed += RunTurn(cpu, Math.Min(_turn, budget - executed));
        }

        return executed;
    }

    /// <summary>The ticks until the first decrementer of those that wait interrupts, at least 1; <see langword="null"/>: none will.</summary>
    public long? TicksToDecrementer
    {
        get
        {
            long? next = null;
            foreach (var cpu in group.Cpus)
            {
                if (!cpu.IsStopped && cpu.IsWaiting && cpu.WaitsForAny)
                    next = Math.Min(next ?? long.MaxValue, Math.Max(cpu.TicksToDecrementer, 1));
            }

            return next;
        }
    }

    private bool IsReady(PowerCpu cpu)
    {
        if (cpu.IsStopped || cpu.Halt != HaltReason.None)
            return false;

        SetTime(cpu);
        if (cpu.IsWaiting && cpu.HasInterrupt)
        {
            cpu.IsWaiting = false;
            hypervisor.WaitEnded(cpu);
        }

        return !cpu.IsWaiting;
    }

    private long RunTurn(PowerCpu cpu, long turn)
    {
        SetTime(cpu);

        // Nothing that is not part of a processor's architected state decides how a turn goes: one that goes on elsewhere is the same.
        cpu.State.RandomState = (Clock * RandomStep) | 1;
        cpu.State.ReservationSize = 0;
        var left = turn;
        while (left > 0 && !_isStopping)
        {
            var result = cpu.RunDebugged(left);
            left -= result.Completed;
            Clock += (ulong)result.Completed;
            SetTime(cpu);
            if (result.Reason == StopReason.Checkstop)
                cpu.IsStopped = true;
            else if (result.Reason == StopReason.Hypercall)
                hypervisor.Call(cpu);

            cpu.EndStep(result.Completed);
            if (cpu.Halt != HaltReason.None)
                _isStopping = true;

            if (cpu.IsStopped || cpu.IsWaiting)
                break;
        }

        return turn - left;
    }

    private void SetTime(PowerCpu cpu)
    {
        cpu.State.CountsInstructions = 1;
        cpu.State.TimeBaseOffset = Clock - cpu.State.Retired;
    }
}
