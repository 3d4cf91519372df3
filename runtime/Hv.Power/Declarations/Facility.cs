namespace Hv.Power.Declarations;

/// <summary>
/// What must be available, by a bit of MSR, for an instruction to be executed (Power ISA, Book III, 4.2.1): it causes the interrupt
/// of that facility else.
/// </summary>
public enum Facility
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Floating point: MSR.FP.</summary>
    FloatingPoint,

    /// <summary>Vectors: MSR.VEC.</summary>
    Vector,

    /// <summary>Vectors and scalars: MSR.VSX.</summary>
    VectorScalar,

    /// <summary>MSR.VSX when the first vector-scalar register of the form is one of 0 to 31, MSR.VEC when it is a vector register.</summary>
    VectorScalarOrVector,

    /// <summary>MSR.FP when the first vector-scalar register of the form is one of 0 to 31, MSR.VEC when it is a vector register.</summary>
    FloatingPointOrVector,
}
