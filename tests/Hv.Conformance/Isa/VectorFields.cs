using Hv.Power.Declarations;
using Hv.Power.Instructions;

namespace Hv.Conformance.Isa;

/// <summary>Fields that name registers of floating point and vectors, which are all vector-scalar registers.</summary>
internal static class VectorFields
{
    private const int FirstVector = 32;

    /// <summary>The vector-scalar register that a field names in a word.</summary>
    public static int VectorScalar(this InstructionField field, uint word) =>
        (int)field.Read(word) + (field.Kind == FieldKind.Vr ? FirstVector : 0);
}
