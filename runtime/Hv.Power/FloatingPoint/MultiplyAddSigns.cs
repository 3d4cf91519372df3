namespace Hv.Power.FloatingPoint;

/// <summary>The four forms of a fused multiply-add.</summary>
[Flags]
public enum MultiplyAddSigns : byte
{
    /// <summary>a · c + b (fmadd).</summary>
    None = 0,

    /// <summary>a · c - b (fmsub).</summary>
    NegateAddend = 1,

    /// <summary>-(a · c + b) (fnmadd).</summary>
    NegateResult = 2,

    /// <summary>-(a · c - b) (fnmsub).</summary>
    NegateBoth = NegateAddend | NegateResult,
}
