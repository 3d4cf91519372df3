using Hv.Power.Instructions;

namespace Hv.Conformance.Isa;

/// <summary>A case, and what each side made of it.</summary>
/// <param name="Instruction">The instruction.</param>
/// <param name="Case">What was executed, from which state.</param>
/// <param name="HvRecord">The state that Hv left.</param>
/// <param name="QemuRecord">The state that QEMU left.</param>
/// <param name="IsBigEndian">The byte order of all three.</param>
internal sealed record ExecutionPair(
    InstructionDescription Instruction, ExecutionCase Case, byte[] HvRecord, byte[] QemuRecord, bool IsBigEndian)
{
    /// <summary>A part of the state before the instruction.</summary>
    public ulong Before(int offset) => Case.Before(offset, IsBigEndian);

    /// <summary>A part of the state that Hv left.</summary>
    public ulong Hv(int offset) => ExecutionRecord.Read(HvRecord, offset, IsBigEndian);

    /// <summary>A part of the state that QEMU left.</summary>
    public ulong Qemu(int offset) => ExecutionRecord.Read(QemuRecord, offset, IsBigEndian);
}
