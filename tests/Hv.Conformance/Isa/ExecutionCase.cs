using System.Buffers.Binary;
using System.Globalization;
using Hv.Power.Assembly;

namespace Hv.Conformance.Isa;

/// <summary>One instruction to be executed from one state.</summary>
/// <param name="Word">The instruction.</param>
/// <param name="Prefix">An instruction before it, such as the one that reserves what it stores to; 0 for none.</param>
/// <param name="Base">The register that holds the address of the state meanwhile: neither instruction touches it.</param>
/// <param name="Record">The state, as <see cref="ExecutionRecord"/> lays it out.</param>
internal sealed record ExecutionCase(uint Word, uint Prefix, int Base, byte[] Record)
{
    /// <summary>The case and what differs after it.</summary>
    public string Describe(ReadOnlySpan<byte> here, ReadOnlySpan<byte> there, bool isBigEndian)
    {
        var differences = new List<string>();
        for (var offset = 0; offset < ExecutionRecord.Size; offset += 8)
        {
            var (before, ours, theirs) = (Read(Record, offset, isBigEndian), Read(here, offset, isBigEndian), Read(there, offset, isBigEndian));
            if (ours != theirs)
                differences.Add(string.Create(CultureInfo.InvariantCulture, $"{ExecutionRecord.NameOf(offset)} was {before:x16}, is {ours:x16} here, {theirs:x16} there"));
        }

        var registers = string.Join(" ", Enumerable.Range(0, 32).Where(IsNamed).Select(register =>
            string.Create(CultureInfo.InvariantCulture, $"r{register}={Read(Record, 8 * register, isBigEndian):x}")));
        var xer = Read(Record, ExecutionRecord.Xer, isBigEndian);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{PowerDisassembler.Disassemble(Word, 0, extended: false)} ({Word:x8}{(Prefix == 0 ? "" : $" after {PowerDisassembler.Disassemble(Prefix, 0)}")}) {registers} xer={xer:x}: {string.Join("; ", differences)}");
    }

    private bool IsNamed(int register) =>
        ((Word >> 21) & 31) == register || ((Word >> 16) & 31) == register || ((Word >> 11) & 31) == register || ((Word >> 6) & 31) == register;

    private static ulong Read(ReadOnlySpan<byte> record, int offset, bool isBigEndian) => isBigEndian
        ? BinaryPrimitives.ReadUInt64BigEndian(record[offset..])
        : BinaryPrimitives.ReadUInt64LittleEndian(record[offset..]);
}
