namespace Hv.Runtime.Machines;

/// <summary>How the processors of a machine execute instructions.</summary>
public enum ExecutionMode
{
    /// <summary>Not at all: a test, or a tool, makes the calls of the guest.</summary>
    None,

    /// <summary>Each on a thread of its own; time is the host's.</summary>
    Threads,

    /// <summary>
    /// One after the other on one thread; time passes with the instructions that are executed, so that two runs of the same guest are the
    /// same (<c>-icount</c>).
    /// </summary>
    Deterministic,
}
