namespace Hv.Power.Execution;

/// <summary>What becomes of an interrupt.</summary>
public enum InterruptMode
{
    /// <summary>The processor stops and reports it: for a caller that is the system of the program that runs.</summary>
    Report,

    /// <summary>The processor goes on at its vector, as the architecture says.</summary>
    Deliver,
}
