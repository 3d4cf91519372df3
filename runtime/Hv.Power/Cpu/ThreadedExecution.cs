using Hv.Power.Debugging;
using Hv.Power.Execution;
using Hv.Power.Instructions;
using Hv.Power.State;

namespace Hv.Power.Cpu;

/// <summary>Runs the processors of a guest, each on a thread of its own; time is the host's.</summary>
public sealed class ThreadedExecution : IDisposable
{
    /// <summary>So many instructions, and it is looked at whether the processor is stopped: a few milliseconds.</summary>
    private const long Turn = 1_000_000;

    private readonly PowerCpuGroup _group;
    private readonly IPowerHypervisor _hypervisor;
    private readonly Thread[] _threads;
    private readonly AutoResetEvent[] _events;
    private readonly ManualResetEventSlim _ended = new();
    private volatile bool _isStopping;
    private Exception? _failure;

    /// <summary>Makes the threads; nothing runs before <see cref="Start"/>.</summary>
    /// <param name="group">The processors.</param>
    /// <param name="hypervisor">Serves their calls.</param>
    public ThreadedExecution(PowerCpuGroup group, IPowerHypervisor hypervisor)
    {
        _group = group;
        _hypervisor = hypervisor;
        _events = [.. group.Cpus.Select(_ => new AutoResetEvent(false))];
        _threads = [.. group.Cpus.Select(cpu => new Thread(() => Run(cpu)) { IsBackground = true, Name = $"CPU {cpu.Id}" })];
        _group.Woken += Wake;
    }

    /// <summary>Serving a call failed, or executing did: a defect. Raised on the thread of the processor; all threads end.</summary>
    public event Action<Exception>? Failed;

    /// <summary>Starts all processors that are not stopped; others when they are started.</summary>
    public void Start()
    {
        foreach (var thread in _threads)
            thread.Start();
    }

    /// <summary>Has all threads end; may be called while a call of the guest is served.</summary>
    public void Stop()
    {
        _isStopping = true;
        _ended.Set();
        foreach (var cpu in _group.Cpus)
            cpu.Kick();
    }

    /// <summary>Waits until <see cref="Stop"/> was called and all threads have ended.</summary>
    /// <param name="timeout">How long.</param>
    /// <returns><see langword="false"/> when that did not happen in time.</returns>
    /// <exception cref="InvalidOperationException">Serving a call failed; that is the cause.</exception>
    public bool WaitForEnd(TimeSpan timeout)
    {
        if (!_ended.Wait(timeout))
            return false;

        foreach (var thread in _threads)
        {
            if (thread.IsAlive && !thread.Join(timeout))
                return false;
        }

        return _failure is null ? true : throw new InvalidOperationException("A call of the guest could not be served.", _failure);
    }

    /// <summary>Ends all threads.</summary>
    public void Dispose()
    {
        Stop();
        foreach (var thread in _threads.Where(thread => thread.IsAlive))
            thread.Join();

        _group.Woken -= Wake;
        foreach (var waiting in _events)
            waiting.Dispose();

        _ended.Dispose();
    }

    private void Wake(PowerCpu cpu) => _events[cpu.Id].Set();

    private void Run(PowerCpu cpu)
    {
        try
        {
            while (!_isStopping)
            {
                if (!Waits(cpu))
                    RunTurn(cpu);
            }
        }
        catch (Exception exception)
        {
            // The thread belongs to nobody who could take it: it goes to who waits for the end.
            _failure = exception;
            Failed?.Invoke(exception);
            Stop();
        }
    }

    private void RunTurn(PowerCpu cpu)
    {
        var result = cpu.RunDebugged(Turn);
        if (result.Reason == StopReason.Checkstop)
            cpu.IsStopped = true;
        else if (result.Reason == StopReason.Hypercall)
            _hypervisor.Call(cpu);

        cpu.EndStep(result.Completed);
    }

    /// <summary>Waits a while for what the processor waits for.</summary>
    /// <returns>Whether it waited; else the processor can run.</returns>
    private bool Waits(PowerCpu cpu)
    {
        if (cpu.IsStopped || cpu.Halt != HaltReason.None)
        {
            _events[cpu.Id].WaitOne();
            return true;
        }

        if (!cpu.IsWaiting)
            return false;

        if (cpu.HasInterrupt)
        {
            // The decrementer may be what ended it: its interrupt comes before the next instruction.
            cpu.IsWaiting = false;
            cpu.State.Ask(ProcessorRequests.Decrementer);
            _hypervisor.WaitEnded(cpu);
            return false;
        }

        if (!cpu.WaitsForAny)
        {
            _events[cpu.Id].WaitOne();
            return true;
        }

        var ticks = cpu.TicksToDecrementer;
        if (ticks > 0)
            _events[cpu.Id].WaitOne(TimeSpan.FromSeconds(Math.Min(ticks, SpecialRegisters.TimeBaseFrequency) / (double)SpecialRegisters.TimeBaseFrequency));

        return true;
    }
}
