using Hv.Power.Debugging;
using Hv.Power.Execution;

namespace Hv.Power.Cpu;

/// <summary>What a debugger does with a processor.</summary>
/// <remarks>
/// A breakpoint is an operation that takes the place of the instruction when code is decoded, and a watched page is never entered into the
/// TLB: what is not looked at costs nothing. Points and halts change while the processor does not run, but for the halts that it makes
/// itself.
/// </remarks>
public sealed unsafe partial class PowerCpu
{
    private volatile HaltReason _halt;

    /// <summary>Why it executes nothing although the machine runs.</summary>
    public HaltReason Halt
    {
        get => _halt;
        set => _halt = value;
    }

    /// <summary>The watched range that it was about to access, when that is why it halted.</summary>
    public WatchedRange? Watched { get; private set; }

    /// <summary>The effective address of that access.</summary>
    public ulong WatchedAddress { get; private set; }

    /// <summary>Whether it halts after one instruction. Interrupts from outside wait meanwhile: the instruction is the guest's next one.</summary>
    public bool StepsForDebugger { get; set; }

    /// <summary>Where it halts.</summary>
    internal DebugPoints DebugPoints
    {
        get => _unit.DebugPoints ?? DebugPoints.None;
        set
        {
            _unit.DebugPoints = value == DebugPoints.None ? null : value;
            foreach (var engine in _engines)
                engine?.Use(value);

            Post(PostedWork.FlushAll);
        }
    }

    /// <summary>Runs as <see cref="Run"/> does, or one instruction where a debugger wants that, and halts where a debugger wants that.</summary>
    /// <remarks>A call of the hypervisor is served before it halts: see <see cref="EndStep"/>.</remarks>
    internal RunResult RunDebugged(long budget)
    {
        var result = StepsForDebugger ? RunOne() : Run(budget);
        if (result.Reason == StopReason.Debug)
            HaltBecause(result.Interrupt.Cause == Outcome.Watchpoint ? HaltReason.Watchpoint : HaltReason.Breakpoint, result.Interrupt.DataAddress);

        return result;
    }

    /// <summary>Halts when it has executed the one instruction that it was to execute, call and all.</summary>
    /// <param name="completed">What <see cref="RunResult.Completed"/> said.</param>
    internal void EndStep(long completed)
    {
        if (StepsForDebugger && completed > 0)
            HaltBecause(HaltReason.Step, 0);
    }

    private RunResult RunOne()
    {
        Enter();
        try
        {
            // The other way round it would never come to the instruction: interrupts are there whenever it was stopped for long.
            _withholdsInterrupts = true;
            return RunEntered(1);
        }
        finally
        {
            _withholdsInterrupts = false;
            Leave();
        }
    }

    private void HaltBecause(HaltReason reason, ulong address)
    {
        WatchedAddress = address;
        Watched = reason == HaltReason.Watchpoint
            ? DebugPoints.FindWatched(address, 1, isStore: true) ?? DebugPoints.FindWatched(address, 1, isStore: false)
            : null;
        StepsForDebugger = false;
        Halt = reason;
        _group.OnHalted(this);
    }
}
