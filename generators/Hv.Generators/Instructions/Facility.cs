namespace Hv.Generators.Instructions;

/// <summary>What must be available: the members of Hv.Power.Declarations.Facility.</summary>
internal enum Facility
{
    None,
    FloatingPoint,
    Vector,
    VectorScalar,
    VectorScalarOrVector,
    FloatingPointOrVector,
}
