using Hv.Power.Memory;
using Hv.Power.State;

namespace Hv.Power.Execution;

/// <summary>Operations that no instruction declares: the end of a block, and what takes the place of words that cannot be executed.</summary>
/// <typeparam name="TMemory">The memory.</typeparam>
internal static unsafe class SpecialOperations<TMemory>
    where TMemory : struct, IPowerMemory
{
    /// <summary>The block ends before this address.</summary>
    public static Operation* FallThrough(PowerState* state, Operation* operation, ref TMemory memory)
    {
        state->Nia = operation->Address;
        return operation;
    }

    /// <summary>No instruction of this processor.</summary>
    public static Operation* Illegal(PowerState* state, Operation* operation, ref TMemory memory)
    {
        state->Outcome = Outcome.Illegal;
        return operation;
    }

    /// <summary>A debugger wants to see the instruction first.</summary>
    public static Operation* Breakpoint(PowerState* state, Operation* operation, ref TMemory memory)
    {
        state->Outcome = Outcome.Breakpoint;
        return operation;
    }
}
