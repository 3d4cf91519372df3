namespace Hv.Conformance.Isa.FloatingPoint;

/// <summary>One thing in which an instruction differs: the result, a field of the FPSCR, or the CR field.</summary>
/// <param name="Instruction">The instruction.</param>
/// <param name="State">What it found.</param>
/// <param name="Part">"result", "FR", "FI", "FPRF", "FX", "exceptions" or "field".</param>
/// <param name="Qemu">What QEMU did.</param>
/// <param name="Hv">What Hv did.</param>
internal sealed record FloatingPointObservation(
    FloatingPointInstruction Instruction,
    FloatingPointState State,
    string Part,
    FloatingPointOutcome Qemu,
    FloatingPointOutcome Hv)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Instruction.Mnemonic} {State.A:x32}, {State.B:x32}, {State.C:x32}, target {State.Target:x32}, "
        + $"FPSCR {State.Fpscr:x8}: {Part}"
        + $"{Environment.NewLine}  QEMU {Qemu.Target:x32}, {Qemu.Fpscr:x8}, {Qemu.Field:x}"
        + $"{Environment.NewLine}  Hv   {Hv.Target:x32}, {Hv.Fpscr:x8}, {Hv.Field:x}";
}
