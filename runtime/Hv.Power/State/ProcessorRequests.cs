namespace Hv.Power.State;

/// <summary>What instructions ask of their processor, to be done before the next one.</summary>
[Flags]
public enum ProcessorRequests : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The context of translation has changed: MSR, PID, AMR, IAMR.</summary>
    Context = 1,

    /// <summary>All of its translations are out of date.</summary>
    Flush = 2,

    /// <summary>All translations of all processors are out of date: tlbie.</summary>
    FlushAll = 4,

    /// <summary>A doorbell for a thread of its core: msgsndp.</summary>
    Doorbell = 8,

    /// <summary>The decrementer was set: it may be negative at once, or no more.</summary>
    Decrementer = 16,
}
