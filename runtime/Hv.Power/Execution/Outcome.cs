namespace Hv.Power.Execution;

/// <summary>How an instruction ends.</summary>
public enum Outcome : byte
{
    /// <summary>It completed; the next one follows.</summary>
    Completed,

    /// <summary>An access to memory failed; the memory knows why.</summary>
    Storage,

    /// <summary>An atomic memory operation has a function code that there is not: data storage interrupt.</summary>
    AtomicFunction,

    /// <summary>An operand is not aligned where it must be: alignment interrupt.</summary>
    Alignment,

    /// <summary>No instruction of this processor, or an invalid form of one: program interrupt, illegal instruction.</summary>
    Illegal,

    /// <summary>A privileged instruction in problem state: program interrupt, privileged instruction.</summary>
    Privileged,

    /// <summary>A trap instruction's condition is met: program interrupt, trap.</summary>
    Trap,

    /// <summary>System call (sc).</summary>
    SystemCall,

    /// <summary>System call of the hypervisor (sc 1).</summary>
    HypervisorCall,

    /// <summary>System call vectored (scv).</summary>
    SystemCallVectored,

    /// <summary>It could not be fetched: instruction storage interrupt.</summary>
    Fetch,

    /// <summary>MSR.FP is 0: floating-point unavailable interrupt.</summary>
    FloatingPointUnavailable,

    /// <summary>MSR.VEC is 0: vector unavailable interrupt.</summary>
    VectorUnavailable,

    /// <summary>MSR.VSX is 0: VSX unavailable interrupt.</summary>
    VectorScalarUnavailable,

    /// <summary>
    /// It completed, but for a target that keeps its value, and caused a floating-point exception that is enabled: program interrupt.
    /// </summary>
    FloatingPointEnabled,

    /// <summary>It needs a facility that FSCR does not give to programs: facility unavailable interrupt.</summary>
    FacilityUnavailable,

    /// <summary>It completed, and asked for something that is to be done before the next one.</summary>
    Leave,

    /// <summary>It completed, and set NIA: a return from an interrupt.</summary>
    Return,

    /// <summary>It was not executed: a debugger wants to see it first.</summary>
    Breakpoint,

    /// <summary>It was not executed: it accesses data that a debugger watches.</summary>
    Watchpoint,
}
