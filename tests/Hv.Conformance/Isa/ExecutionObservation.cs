using System.Globalization;

namespace Hv.Conformance.Isa;

/// <summary>A part of the state, eight bytes of a record, in which the two sides differ after an instruction.</summary>
/// <param name="Pair">The case.</param>
/// <param name="Offset">Where the part is in the record.</param>
internal sealed record ExecutionObservation(ExecutionPair Pair, int Offset)
{
    /// <summary>The mnemonic of the instruction.</summary>
    public string Mnemonic => Pair.Instruction.Mnemonic;

    /// <summary>The name of the part: "r3", "CR", "signal", "memory+8".</summary>
    public string Part => ExecutionRecord.NameOf(Offset, Pair.IsBigEndian);

    /// <summary>Whether the part is memory that the instruction accesses.</summary>
    public bool IsMemory => Offset is >= ExecutionRecord.Memory and < ExecutionRecord.VectorScalar;

    /// <summary>What was there.</summary>
    public ulong Before => Pair.Before(Offset);

    /// <summary>What is there in Hv.</summary>
    public ulong Hv => Pair.Hv(Offset);

    /// <summary>What is there in QEMU.</summary>
    public ulong Qemu => Pair.Qemu(Offset);

    /// <summary>The effective address of an instruction that has RA and RB.</summary>
    public ulong IndexedAddress => (Field("RA") == 0 ? 0 : Register("RA")) + Register("RB");

    /// <summary>A field of the instruction.</summary>
    public int Field(string name) => (int)Pair.Instruction.Field(name)!.Read(Pair.Case.Word);

    /// <summary>What was in the register that a field names.</summary>
    public ulong Register(string field) => Pair.Before(8 * Field(field));

    /// <summary>Whether the part is the register that a field names.</summary>
    public bool IsRegister(string field) => Offset == 8 * Field(field);

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Pair.Case.Describe(Pair.IsBigEndian)}: {Part} was {Before:x16}{Environment.NewLine}  QEMU {Qemu:x16}{Environment.NewLine}  Hv   {Hv:x16}");
}
