using System.Runtime.Intrinsics;
using Hv.Power.Declarations;

namespace Hv.Power.Instructions.VectorScalar;

/// <summary>Logic on vector-scalar registers (Power ISA, Book I, 7.6.3).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.VectorScalar)]
internal static partial class VectorScalarLogical
{
    /// <summary>VSX Vector Logical AND: XT ← XA and XB.</summary>
    [Instruction("xxland", "60 XT XA XB 130 XA XB XT", Isa.V2_06)]
    private static Vector128<byte> And(Vector128<byte> xa, Vector128<byte> xb) => xa & xb;

    /// <summary>VSX Vector Logical AND with Complement: XT ← XA and not XB.</summary>
    [Instruction("xxlandc", "60 XT XA XB 138 XA XB XT", Isa.V2_06)]
    private static Vector128<byte> AndComplement(Vector128<byte> xa, Vector128<byte> xb) => Vector128.AndNot(xa, xb);

    /// <summary>VSX Vector Logical OR: XT ← XA or XB.</summary>
    [Instruction("xxlor", "60 XT XA XB 146 XA XB XT", Isa.V2_06)]
    [ExtendedMnemonic("xxmr XT,XA", "xxlor XT,XA,XA")]
    private static Vector128<byte> Or(Vector128<byte> xa, Vector128<byte> xb) => xa | xb;

    /// <summary>VSX Vector Logical XOR: XT ← XA xor XB.</summary>
    [Instruction("xxlxor", "60 XT XA XB 154 XA XB XT", Isa.V2_06)]
    private static Vector128<byte> Xor(Vector128<byte> xa, Vector128<byte> xb) => xa ^ xb;

    /// <summary>VSX Vector Logical NOR: XT ← not (XA or XB).</summary>
    [Instruction("xxlnor", "60 XT XA XB 162 XA XB XT", Isa.V2_06)]
    [ExtendedMnemonic("xxlnot XT,XA", "xxlnor XT,XA,XA")]
    private static Vector128<byte> Nor(Vector128<byte> xa, Vector128<byte> xb) => ~(xa | xb);

    /// <summary>VSX Vector Logical OR with Complement: XT ← XA or not XB.</summary>
    [Instruction("xxlorc", "60 XT XA XB 170 XA XB XT", Isa.V2_07)]
    private static Vector128<byte> OrComplement(Vector128<byte> xa, Vector128<byte> xb) => xa | ~xb;

    /// <summary>VSX Vector Logical NAND: XT ← not (XA and XB).</summary>
    [Instruction("xxlnand", "60 XT XA XB 178 XA XB XT", Isa.V2_07)]
    private static Vector128<byte> Nand(Vector128<byte> xa, Vector128<byte> xb) => ~(xa & xb);

    /// <summary>VSX Vector Logical Equivalence: XT ← not (XA xor XB).</summary>
    [Instruction("xxleqv", "60 XT XA XB 186 XA XB XT", Isa.V2_07)]
    private static Vector128<byte> Equivalent(Vector128<byte> xa, Vector128<byte> xb) => ~(xa ^ xb);
}
