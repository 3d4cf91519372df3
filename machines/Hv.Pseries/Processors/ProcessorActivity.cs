using Hv.Runtime.Declarations;

namespace Hv.Pseries.Processors;

/// <summary>Whether a processor runs, and what interrupts it.</summary>
[VmState("cpu_common")]
[Subsection("cpu_common/exception_index", Needed = nameof(HasException))]
[Subsection("cpu_common/crash_occurred", Needed = nameof(HasCrashed))]
public sealed partial class ProcessorActivity
{
    private const int NoException = -1;

    private readonly PseriesCpu _cpu;

    internal ProcessorActivity(PseriesCpu cpu) => _cpu = cpu;

    /// <summary>1 while it executes nothing: it ceded, or was stopped.</summary>
    [Migrated]
    public uint Halted { get; set; }

    /// <summary>What asks for its attention, a bit each; what they mean is up to who executes its instructions.</summary>
    [Migrated]
    public uint InterruptRequest { get; set; }

    /// <summary>The exception that it is about to take; -1: none.</summary>
    [Migrated(Subsection = "cpu_common/exception_index")]
    public int ExceptionIndex { get; set; } = NoException;

    /// <summary>Whether it stopped for good since it could not go on.</summary>
    [Migrated(Name = "crash_occurred", Subsection = "cpu_common/crash_occurred")]
    public bool HasCrashed { get; set; }

    internal bool HasException => ExceptionIndex != NoException;

    /// <summary>Puts it into the state after power-on.</summary>
    internal void Reset() =>
        (Halted, InterruptRequest, ExceptionIndex, HasCrashed) = (_cpu.IsStopped ? 1u : 0, 0, NoException, false);

    [BeforeSave]
    private void TellWhetherHalted() => Halted = _cpu.IsStopped || _cpu.Core.IsWaiting ? 1u : 0;
}
