using Hv.Power.Declarations;
using Hv.Power.FloatingPoint;

namespace Hv.Power.Instructions.FloatingPoint;

/// <summary>Arithmetic on floating-point registers (Power ISA, Book I, 4.6.6).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.FloatingPoint)]
internal static partial class FloatingPointArithmetic
{
    /// <summary>Floating Add: FRT ← FRA + FRB.</summary>
    [Instruction("fadd", "63 FRT FRA FRB /:5 21 Rc")]
    private static FloatingPointResult<ulong> Add(ulong fra, ulong frb, Fpscr fpscr) => DoublePrecision.Add(fra, frb, fpscr);
}
