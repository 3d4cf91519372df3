using System.Globalization;
using Hv.Power.Assembly;
using Hv.Power.Declarations;
using Hv.Power.Instructions;

namespace Hv.Conformance.Isa;

/// <summary>One instruction to be executed from one state.</summary>
/// <param name="Word">The instruction.</param>
/// <param name="Prefix">An instruction before it, such as the one that reserves what it stores to; 0 for none.</param>
/// <param name="Base">The register that holds the address of the state meanwhile: neither instruction touches it.</param>
/// <param name="Record">The state, as <see cref="ExecutionRecord"/> lays it out.</param>
internal sealed record ExecutionCase(uint Word, uint Prefix, int Base, byte[] Record)
{
    /// <summary>A part of the state before the instruction.</summary>
    public ulong Before(int offset, bool isBigEndian) => ExecutionRecord.Read(Record, offset, isBigEndian);

    /// <summary>The instruction as it is written, with what is in the registers that it may name.</summary>
    public string Describe(bool isBigEndian)
    {
        var registers = string.Join(" ", Enumerable.Range(0, 32).Where(IsNamed).Select(register =>
            string.Create(CultureInfo.InvariantCulture, $"r{register}={Before(8 * register, isBigEndian):x}")));
        var prefix = Prefix == 0 ? "" : $" after {PowerDisassembler.Disassemble(Prefix, 0)}";
        var text = PowerDisassembler.Disassemble(Word, 0, extended: false);
        return string.Create(
            CultureInfo.InvariantCulture, $"{text} ({Word:x8}{prefix}) {registers} xer={Before(ExecutionRecord.Xer, isBigEndian):x}{Vectors(isBigEndian)}");
    }

    /// <summary>The vector-scalar registers that the word names, and what says how they are used.</summary>
    private string Vectors(bool isBigEndian)
    {
        var fields = PowerIsa.Instructions[PowerIsa.Decode(Word)].Fields
            .Where(field => field.Kind is FieldKind.Fpr or FieldKind.Vr or FieldKind.Vsr).ToList();
        return fields.Count == 0 ? "" : string.Concat(fields.Select(field => string.Create(
                CultureInfo.InvariantCulture,
                $" {field.Name}={ExecutionRecord.ReadQuadword(Record, ExecutionRecord.OfVectorScalar(field.VectorScalar(Word)), isBigEndian):x32}")))
            + string.Create(
                CultureInfo.InvariantCulture,
                $" fpscr={Before(ExecutionRecord.Fpscr, isBigEndian):x} vscr={ExecutionRecord.ReadQuadword(Record, ExecutionRecord.Vscr, isBigEndian):x}");
    }

    private bool IsNamed(int register) =>
        ((Word >> 21) & 31) == register || ((Word >> 16) & 31) == register || ((Word >> 11) & 31) == register || ((Word >> 6) & 31) == register;
}
