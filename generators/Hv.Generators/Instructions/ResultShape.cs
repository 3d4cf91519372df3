namespace Hv.Generators.Instructions;

/// <summary>What a result consists of.</summary>
internal enum ResultShape
{
    /// <summary>The value.</summary>
    Value,

    /// <summary>A value and effects on FPSCR: Hv.Power.FloatingPoint.FloatingPointResult.</summary>
    ValueAndEffects,

    /// <summary>A relation and effects on FPSCR: Hv.Power.FloatingPoint.ComparisonResult.</summary>
    RelationAndEffects,
}
