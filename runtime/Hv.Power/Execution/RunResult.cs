namespace Hv.Power.Execution;

/// <summary>How far a processor came.</summary>
/// <param name="Reason">Why it stopped.</param>
/// <param name="Completed">How many instructions it completed; each interrupt that was delivered is one.</param>
/// <param name="Interrupt">The interrupt, when that is the reason.</param>
public readonly record struct RunResult(StopReason Reason, long Completed, PowerInterrupt Interrupt);
