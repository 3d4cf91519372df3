using Hv.Power.Declarations;
using Hv.Power.State;

namespace Hv.Power.Instructions.Vector;

/// <summary>The vector status and control register (Power ISA, Book I, 6.15).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.Vector)]
internal static partial class VectorStatus
{
    /// <summary>Move From VSCR: VRT ← VSCR, with zeros before it.</summary>
    [Instruction("mfvscr", "4 VRT /:10 1540", Isa.V2_03)]
    private static UInt128 MoveFrom(uint vscr) => vscr;

    /// <summary>Move To VSCR: VSCR ← the last word of VRB.</summary>
    [Instruction("mtvscr", "4 /:10 VRB 1604", Isa.V2_03)]
    private static void MoveTo(UInt128 vrb, ref PowerState state) =>
        state.Vscr = (uint)vrb & (VectorState.NonJava | VectorState.Saturation);
}
