using System.Runtime.Intrinsics;
using Hv.Power.Declarations;

namespace Hv.Power.Instructions.Vector;

/// <summary>Integer arithmetic on vectors (Power ISA, Book I, 6.9.1).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.Vector)]
internal static partial class VectorArithmetic
{
    /// <summary>Vector Add Unsigned Word Modulo: VRT ← VRA + VRB, words.</summary>
    [Instruction("vadduwm", "4 VRT VRA VRB 128", Isa.V2_03)]
    private static Vector128<uint> AddWords(Vector128<uint> vra, Vector128<uint> vrb) => vra + vrb;
}
