using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hv.Power.Declarations;

namespace Hv.Power.Instructions.Vector;

/// <summary>Comparisons of vectors of integers (Power ISA, Book I, 6.9.3).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.Vector)]
internal static partial class VectorCompare
{
    /// <summary>Vector Compare Equal Unsigned Word: VRT ← ones in the words of VRA and VRB that are equal, zeros else.</summary>
    [Instruction("vcmpequw", "4 VRT VRA VRB Rc 134", Isa.V2_03)]
    private static (Vector128<uint> vrt, uint cr6) EqualWords(Vector128<uint> vra, Vector128<uint> vrb) =>
        Masks(Vector128.Equals(vra, vrb));

    /// <summary>Masks, and what field 6 of CR says of them: 8 when all are ones, 2 when all are zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<T> Masks, uint Field) Masks<T>(Vector128<T> masks) =>
        (masks, masks.AsByte() == Vector128<byte>.AllBitsSet ? 8u : masks.AsByte() == Vector128<byte>.Zero ? 2u : 0);
}
