namespace Hv.Power.State;

/// <summary>The bits of the vector status and control register (Power ISA, Book I, 6.3.2).</summary>
public static class VectorState
{
    /// <summary>NJ: denormal operands and results of vector floating-point instructions are zeros.</summary>
    public const uint NonJava = 0x1_0000;

    /// <summary>SAT: a result was saturated since this was cleared.</summary>
    public const uint Saturation = 1;
}
