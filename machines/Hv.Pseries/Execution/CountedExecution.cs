using Hv.Power.Cpu;
using Hv.Power.Debugging;
using Hv.Pseries.Processors;
using Hv.Runtime.Time;

namespace Hv.Pseries.Execution;

/// <summary>
/// Executes all processors on one thread, a turn each, while time is counted by their instructions (<c>-icount</c>): two runs of a guest are
/// the same, and so is one that is saved and goes on elsewhere. It stops between rounds only.
/// </summary>
internal sealed class CountedExecution : IDisposable
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly PseriesMachine _machine;
    private readonly PowerCpuGroup _group;
    private readonly VirtualClock _clock;
    private readonly DeterministicExecution _execution;
    private readonly Thread _thread;
    private readonly AutoResetEvent _woken = new(initialState: false);
    private readonly ulong _ticksAtZero;
    private volatile bool _isPausing;

    public CountedExecution(PseriesMachine machine, GuestExecution owner, VirtualClock clock)
    {
        (_machine, _group, _clock) = (machine, owner.Group, clock);
        _execution = new DeterministicExecution(_group, owner) { Clock = machine.Timebase.Ticks };

        // The clock goes on counting nanoseconds from where it is, however often the machine was stopped.
        _ticksAtZero = _execution.Clock - TicksOf(clock.Now);
        _group.Woken += Wake;
        _thread = new Thread(Run) { IsBackground = true, Name = "CPU" };
    }

    /// <summary>Starts.</summary>
    public void Start() => _thread.Start();

    /// <summary>Ends, and waits for the end.</summary>
    public void Dispose()
    {
        _isPausing = true;
        _woken.Set();
        _thread.Join();
        _group.Woken -= Wake;
        _woken.Dispose();
    }

    private static ulong TicksOf(long nanoseconds) => (ulong)((Int128)nanoseconds * Timebase.Frequency / NanosecondsPerSecond);

    /// <summary>The first nanosecond at which the counter shows so many ticks.</summary>
    private static long NanosecondsOf(ulong ticks) =>
        (long)((((Int128)ticks * NanosecondsPerSecond) + Timebase.Frequency - 1) / Timebase.Frequency);

    private void Wake(PowerCpu cpu) => _woken.Set();

    private bool IsHeld() => _group.Cpus.Any(cpu => cpu.Halt != HaltReason.None);

    private void Run()
    {
        try
        {
            while (!_isPausing)
            {
                // Time stands while a debugger holds one.
                if (_execution.RunRound() == 0 && (IsHeld() || !TrySkip()))
                    _woken.WaitOne();

                // Timers fall due here, at moments that the instructions alone decide.
                _clock.AdvanceTo(NanosecondsOf(_execution.Clock - _ticksAtZero));
            }
        }
        catch (Exception exception)
        {
            // The thread is nobody's who could take it.
            _machine.OnHandlerFailed(exception);
        }
    }

    /// <summary>All wait: goes on to the next decrementer, or the next timer of a device.</summary>
    private bool TrySkip()
    {
        var ticks = _execution.TicksToDecrementer;
        if (_clock.NextDeadline is { } deadline)
        {
            var left = unchecked((long)(TicksOf(deadline) + 1 + _ticksAtZero - _execution.Clock));
            ticks = Math.Min(ticks ?? long.MaxValue, Math.Max(left, 1));
        }

        if (ticks is not { } next)
            return false;

        // Whoever sits at the terminal sees time pass as it does, and the host has nothing to do meanwhile.
        if (_machine.Options.WaitsWhileIdle && _woken.WaitOne(TimeSpan.FromSeconds(next / (double)Timebase.Frequency)))
            next = Math.Min(next, 1);

        _execution.Clock += (ulong)next;
        return true;
    }
}
