namespace Hv.Power.FloatingPoint;

/// <summary>
/// A relation, for the CR field of an instruction, and what comparing does to the FPSCR. It is written even when it traps.
/// </summary>
/// <param name="Relation">One of the four.</param>
/// <param name="Effects">FPCC, and the causes of an invalid operation.</param>
public readonly record struct ComparisonResult(FloatingPointRelation Relation, FpscrEffects Effects);
