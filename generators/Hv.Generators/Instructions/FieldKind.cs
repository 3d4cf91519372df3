namespace Hv.Generators.Instructions;

/// <summary>What a field holds: the members of Hv.Power.Declarations.FieldKind.</summary>
internal enum FieldKind
{
    Number,
    Signed,
    Branch,
    Gpr,
    GprPair,
    Fpr,
    Vr,
    Vsr,
    CrField,
    CrBit,
    Variant,
}
