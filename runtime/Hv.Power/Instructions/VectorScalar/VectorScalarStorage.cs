using Hv.Power.Declarations;
using Hv.Power.Execution;
using Hv.Power.Memory;

namespace Hv.Power.Instructions.VectorScalar;

/// <summary>Loads and stores of vector-scalar registers (Power ISA, Book I, 7.6.2).</summary>
[Instructions(typeof(PowerIsa), Facility = Facility.VectorScalar)]
internal static partial class VectorScalarStorage
{
    /// <summary>Load VSX Vector: XT ← the quadword.</summary>
    [Instruction("lxv", "61 XT RA DQ XT 1:3", Isa.V3_0, Facility = Facility.VectorScalarOrVector)]
    private static Outcome LoadQuadword<TMemory>(ref TMemory memory, ulong ea, out UInt128 xt)
        where TMemory : struct, IPowerMemory => memory.Read(ea, out xt);

    /// <summary>Store VSX Vector: the quadword ← XS.</summary>
    [Instruction("stxv", "61 XS RA DQ XS 5:3", Isa.V3_0, Facility = Facility.VectorScalarOrVector)]
    private static Outcome StoreQuadword<TMemory>(ref TMemory memory, ulong ea, UInt128 xs)
        where TMemory : struct, IPowerMemory => memory.Write(ea, xs);
}
