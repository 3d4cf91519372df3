using Hv.Power.Debugging;
using Hv.Power.Execution;
using Hv.Power.Observation;
using Hv.Power.Tlb;

namespace Hv.Power.Cpu;

/// <summary>Runs a processor while it is in one mode of byte order and width.</summary>
internal interface IModeEngine : IDisposable
{
    /// <summary>Who is told what is executed.</summary>
    IExecutionObserver? Observer { get; set; }

    /// <summary>Runs up to some instructions.</summary>
    RunResult Run(long budget);

    /// <summary>Takes the pages of a context.</summary>
    void Use(TlbBank bank);

    /// <summary>Takes the addresses before which a debugger stops; all code is decoded anew.</summary>
    void Use(DebugPoints points);

    /// <summary>Fetches the word of an instruction.</summary>
    bool TryFetch(ulong address, out uint word);
}
