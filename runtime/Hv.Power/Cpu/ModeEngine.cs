using Hv.Power.Debugging;
using Hv.Power.Execution;
using Hv.Power.Memory;
using Hv.Power.Observation;
using Hv.Power.State;
using Hv.Power.Tlb;

namespace Hv.Power.Cpu;

/// <summary>The interpreter of a mode.</summary>
internal sealed unsafe class ModeEngine<TMode>(PowerModel model, MemoryUnit unit, PowerState* state) : IModeEngine
    where TMode : struct, IProcessorMode
{
    private readonly PowerProcessor<TranslatedMemory<TMode>> _processor = new(model, new TranslatedMemory<TMode>(unit), state);

    public IExecutionObserver? Observer
    {
        get => _processor.Observer;
        set => _processor.Observer = value;
    }

    public RunResult Run(long budget) => _processor.Run(budget);

    public void Use(TlbBank bank)
    {
        _processor.Memory.Use(bank);
        _processor.ForgetCodePage();
    }

    public void Use(DebugPoints points) => _processor.Breakpoints = points.Breakpoints;

    public bool TryFetch(ulong address, out uint word) => _processor.Memory.Fetch(address, out word) == Outcome.Completed;

    public void Dispose() => _processor.Dispose();
}
