using Hv.Power.Execution;
using Hv.Power.State;

namespace Hv.Power.Observation;

/// <summary>
/// What is told of the instructions that a processor decodes and executes, a block at a time. It is called on the processor's thread, by
/// instructions of the guest's choice: what it keeps must be bounded, and it must not throw. Each processor has one of its own.
/// </summary>
public interface IExecutionObserver
{
    /// <summary>Instructions that follow each other were decoded. They replace what was decoded at the address before.</summary>
    /// <param name="address">The effective address of the first one.</param>
    /// <param name="words">The instructions, at least one. The last one may be none of this processor.</param>
    void Decoded(ulong address, ReadOnlySpan<uint> words);

    /// <summary>Decoded instructions are about to be executed.</summary>
    /// <param name="state">The registers before the first one.</param>
    /// <param name="address">The address at which they were decoded.</param>
    /// <param name="count">How many they are: all that were decoded there, or less when the processor is to stop before the last one.</param>
    void Executing(in PowerState state, ulong address, int count);

    /// <summary>They were executed.</summary>
    /// <param name="address">The address at which they were decoded.</param>
    /// <param name="completed">How many completed, from the first one on; the one behind them caused an interrupt when they are not all.</param>
    void Executed(ulong address, int completed);

    /// <summary>An interrupt was taken.</summary>
    /// <param name="state">The registers at its vector.</param>
    /// <param name="interrupt">The interrupt; its address is where the program goes on afterwards, or what was to be executed.</param>
    void Interrupted(in PowerState state, in PowerInterrupt interrupt)
    {
    }

    /// <summary>All that was decoded is forgotten: what is executed from here on is decoded again.</summary>
    void Forgotten();
}
