using System.Runtime.Intrinsics;
using Hv.Power.Declarations;

namespace Hv.Power.Instructions.Vector;

/// <summary>Logic on vector registers (Power ISA, Book I, 6.9.4).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.Vector)]
internal static partial class VectorLogical
{
    /// <summary>Vector Logical AND: VRT ← VRA and VRB.</summary>
    [Instruction("vand", "4 VRT VRA VRB 1028", Isa.V2_03)]
    private static Vector128<byte> And(Vector128<byte> vra, Vector128<byte> vrb) => vra & vrb;

    /// <summary>Vector Logical OR: VRT ← VRA or VRB.</summary>
    [Instruction("vor", "4 VRT VRA VRB 1156", Isa.V2_03)]
    [ExtendedMnemonic("vmr VRT,VRA", "vor VRT,VRA,VRA")]
    private static Vector128<byte> Or(Vector128<byte> vra, Vector128<byte> vrb) => vra | vrb;

    /// <summary>Vector Logical XOR: VRT ← VRA xor VRB.</summary>
    [Instruction("vxor", "4 VRT VRA VRB 1220", Isa.V2_03)]
    private static Vector128<byte> Xor(Vector128<byte> vra, Vector128<byte> vrb) => vra ^ vrb;

    /// <summary>Vector Logical AND with Complement: VRT ← VRA and not VRB.</summary>
    [Instruction("vandc", "4 VRT VRA VRB 1092", Isa.V2_03)]
    private static Vector128<byte> AndComplement(Vector128<byte> vra, Vector128<byte> vrb) => Vector128.AndNot(vra, vrb);

    /// <summary>Vector Logical NOR: VRT ← not (VRA or VRB).</summary>
    [Instruction("vnor", "4 VRT VRA VRB 1284", Isa.V2_03)]
    [ExtendedMnemonic("vnot VRT,VRA", "vnor VRT,VRA,VRA")]
    private static Vector128<byte> Nor(Vector128<byte> vra, Vector128<byte> vrb) => ~(vra | vrb);

    /// <summary>Vector Logical OR with Complement: VRT ← VRA or not VRB.</summary>
    [Instruction("vorc", "4 VRT VRA VRB 1348", Isa.V2_07)]
    private static Vector128<byte> OrComplement(Vector128<byte> vra, Vector128<byte> vrb) => vra | ~vrb;

    /// <summary>Vector Logical NAND: VRT ← not (VRA and VRB).</summary>
    [Instruction("vnand", "4 VRT VRA VRB 1412", Isa.V2_07)]
    private static Vector128<byte> Nand(Vector128<byte> vra, Vector128<byte> vrb) => ~(vra & vrb);

    /// <summary>Vector Logical Equivalence: VRT ← not (VRA xor VRB).</summary>
    [Instruction("veqv", "4 VRT VRA VRB 1668", Isa.V2_07)]
    private static Vector128<byte> Equivalent(Vector128<byte> vra, Vector128<byte> vrb) => ~(vra ^ vrb);
}
