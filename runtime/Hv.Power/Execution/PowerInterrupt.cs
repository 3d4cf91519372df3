namespace Hv.Power.Execution;

/// <summary>An interrupt that an instruction causes.</summary>
/// <param name="Vector">Where it goes.</param>
/// <param name="Cause">How the instruction ended.</param>
/// <param name="Address">What SRR0 is set to: the instruction, or the one after a system call.</param>
/// <param name="Status">The bits of SRR1 that do not come from MSR.</param>
/// <param name="DataAddress">DAR, for data storage and alignment.</param>
/// <param name="DataStatus">DSISR, for data storage.</param>
public readonly record struct PowerInterrupt(
    InterruptVector Vector, Outcome Cause, ulong Address, ulong Status, ulong DataAddress, uint DataStatus);
