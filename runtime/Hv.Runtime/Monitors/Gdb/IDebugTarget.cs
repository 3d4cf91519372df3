namespace Hv.Runtime.Monitors.Gdb;

/// <summary>
/// A machine as a debugger sees it: processors are its threads, numbered from 0 on. All is asked and set while the machine does not run, but for
/// <see cref="Halted"/>.
/// </summary>
public interface IDebugTarget
{
    /// <summary>The architecture, as gdb names it: <c>powerpc:common64</c>.</summary>
    string Architecture { get; }

    /// <summary>The registers, by feature of the architecture. Their numbers are dense: each from 0 on is one's.</summary>
    IReadOnlyList<DebugFeature> Features { get; }

    /// <summary>How many processors there are, at least 1.</summary>
    int ThreadCount { get; }

    /// <summary>A processor wants the machine to be stopped. Raised on the thread that runs it, which must not be held up.</summary>
    event Action? Halted;

    /// <summary>What a processor is doing, in a few words.</summary>
    string Describe(int thread);

    /// <summary>Reads a register, in the byte order that the processor is in.</summary>
    /// <param name="thread">The processor.</param>
    /// <param name="number">The register.</param>
    /// <param name="value">Takes it; of its size.</param>
    void ReadRegister(int thread, int number, Span<byte> value);

    /// <summary>Writes a register.</summary>
    /// <param name="thread">The processor.</param>
    /// <param name="number">The register.</param>
    /// <param name="value">Its value, in the byte order that the processor is in; of its size.</param>
    void WriteRegister(int thread, int number, ReadOnlySpan<byte> value);

    /// <summary>Reads memory as a processor would, without a trace: nothing that the guest can see changes.</summary>
    /// <returns>How many bytes could be read from the beginning on.</returns>
    int ReadMemory(int thread, ulong address, Span<byte> data);

    /// <summary>Writes RAM, whatever a processor may do there; what is no RAM is not written.</summary>
    /// <returns>Whether all bytes were written; else some may have been.</returns>
    bool WriteMemory(int thread, ulong address, ReadOnlySpan<byte> data);

    /// <summary>Takes the points at which processors halt; those there were are forgotten.</summary>
    void SetPoints(IReadOnlyCollection<DebugPoint> points);

    /// <summary>Says what processors do when the machine runs next; one for each.</summary>
    void Prepare(ReadOnlySpan<DebugAction> actions);

    /// <summary>Why the machine was stopped, if a processor wanted it; then it is forgotten, and no processor is halted.</summary>
    DebugHalt? TakeHalt();
}
