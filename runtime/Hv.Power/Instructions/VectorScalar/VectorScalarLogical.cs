using System.Runtime.Intrinsics;
using Hv.Power.Declarations;

namespace Hv.Power.Instructions.VectorScalar;

/// <summary>Logic on vector-scalar registers (Power ISA, Book I, 7.6.3).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.VectorScalar)]
internal static partial class VectorScalarLogical
{
    /// <summary>VSX Vector Logical OR: XT ← XA | XB.</summary>
    [Instruction("xxlor", "60 XT XA XB 146 XA XB XT", Isa.V2_06)]
    [ExtendedMnemonic("xxmr XT,XA", "xxlor XT,XA,XA")]
    private static Vector128<byte> Or(Vector128<byte> xa, Vector128<byte> xb) => xa | xb;
}
