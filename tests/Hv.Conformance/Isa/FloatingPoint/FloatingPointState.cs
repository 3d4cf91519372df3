using Hv.Power.FloatingPoint;

namespace Hv.Conformance.Isa.FloatingPoint;

/// <summary>What an instruction finds: its four registers, which have the numbers 0 to 3, and the FPSCR.</summary>
internal sealed record FloatingPointState(UInt128 Target, UInt128 A, UInt128 B, UInt128 C, uint Fpscr)
{
    /// <summary>The FPSCR as the arithmetic takes it.</summary>
    public Fpscr Control => new(Fpscr);
}
