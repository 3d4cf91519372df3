namespace Hv.Power.FloatingPoint;

/// <summary>Class and sign of a result, with the codes of the field FPRF (Power ISA, book I, 4.2.2, figure 47).</summary>
public enum FloatingPointClass : byte
{
    /// <summary>Minus a normal number.</summary>
    NegativeNormal = 0x08,

    /// <summary>Minus infinity.</summary>
    NegativeInfinity = 0x09,

    /// <summary>Minus zero.</summary>
    NegativeZero = 0x12,

    /// <summary>Minus a denormal number.</summary>
    NegativeDenormal = 0x18,

    /// <summary>Zero.</summary>
    PositiveZero = 0x02,

    /// <summary>A normal number.</summary>
    PositiveNormal = 0x04,

    /// <summary>Infinity.</summary>
    PositiveInfinity = 0x05,

    /// <summary>A denormal number.</summary>
    PositiveDenormal = 0x14,

    /// <summary>A NaN.</summary>
    NaN = 0x11,
}
