namespace Hv.Conformance.Isa.FloatingPoint;

/// <summary>An instruction that is compared.</summary>
/// <param name="Mnemonic">Its name.</param>
/// <param name="Word">Its encoding, with the registers 0 to 3.</param>
/// <param name="Operands">What its registers hold.</param>
/// <param name="Defined">The bits of the target that the ISA defines.</param>
/// <param name="Evaluate">What Hv does.</param>
internal sealed record FloatingPointInstruction(
    string Mnemonic, uint Word, OperandKind Operands, UInt128 Defined, Func<FloatingPointState, FloatingPointOutcome> Evaluate)
{
    /// <summary>Whether the target is a register from 32 on.</summary>
    public bool IsHigh { get; init; }

    /// <summary>Whether CR field 0 is written.</summary>
    public bool WritesField { get; init; }
}
