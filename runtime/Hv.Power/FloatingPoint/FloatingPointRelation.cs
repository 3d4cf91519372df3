namespace Hv.Power.FloatingPoint;

/// <summary>How two values relate; the four bits of a CR field and of FPCC.</summary>
[Flags]
public enum FloatingPointRelation : byte
{
    /// <summary>None; no comparison has it.</summary>
    None = 0,

    /// <summary>One of them is a NaN.</summary>
    Unordered = 1,

    /// <summary>They are equal.</summary>
    Equal = 2,

    /// <summary>The first is greater.</summary>
    Greater = 4,

    /// <summary>The first is less.</summary>
    Less = 8,
}
