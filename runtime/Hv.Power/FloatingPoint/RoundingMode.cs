namespace Hv.Power.FloatingPoint;

/// <summary>
/// How a result that the target format cannot hold is rounded. The first four have the values of the field RN of the FPSCR
/// (Power ISA, book I, 4.3.6); the others are named by instructions.
/// </summary>
public enum RoundingMode : byte
{
    /// <summary>To the nearest value, of two equally near ones to the even one.</summary>
    NearestEven = 0,

    /// <summary>To the nearest value that is not larger in magnitude.</summary>
    TowardZero = 1,

    /// <summary>To the nearest value that is not less.</summary>
    TowardPositive = 2,

    /// <summary>To the nearest value that is not greater.</summary>
    TowardNegative = 3,

    /// <summary>To the nearest value, of two equally near ones to the larger in magnitude.</summary>
    NearestAway = 4,

    /// <summary>
    /// Toward zero, and the last bit set if anything was lost: later rounding to a shorter format is then right.
    /// </summary>
    ToOdd = 5,
}
