namespace Hv.Conformance.Isa.FloatingPoint;

/// <summary>What the registers of an instruction hold.</summary>
internal enum OperandKind
{
    /// <summary>Doubles, in both halves.</summary>
    Doubles,

    /// <summary>Doubles that have the value of a single.</summary>
    SinglesInDoubles,

    /// <summary>Four singles.</summary>
    Singles,

    /// <summary>A quad.</summary>
    Quad,

    /// <summary>Eight halves.</summary>
    Halves,

    /// <summary>Integers of 64 bits.</summary>
    Integers,

    /// <summary>An integer of 128 bits.</summary>
    WideInteger,
}
