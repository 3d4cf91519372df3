using System.Globalization;

namespace Hv.Generators.Instructions;

/// <summary>Writes the decoder: a tree of switches over the bits that are constant in all forms that are left.</summary>
internal static class DecoderEmitter
{
    private const int OpcodeShift = 26;

    public static string Emit(InstructionTable table, CancellationToken cancellation)
    {
        var numbered = table.Instructions.Select((placed, number) => new Entry(number, placed.Instruction)).ToList();
        var byOpcode = numbered.GroupBy(entry => entry.Form.Value >> OpcodeShift).OrderBy(group => group.Key).ToList();
        var writer = SourceWriter.ForFile();
        writer.FileNamespace(table.Set.Namespace);
        using (writer.Types(table.Set.Heads))
        {
            writer.Summary("The number of the instruction that a word is, or -1 when it is none. Reserved bits are ignored.");
            writer.Line("public static int Decode(uint word) => (word >> 26) switch");
            writer.Line("{");
            using (writer.Indent())
            {
                foreach (var group in byOpcode)
                    writer.Line($"{group.Key} => Decode{group.Key}(word),");

                writer.Line("_ => -1,");
            }

            writer.Line("};");

            foreach (var group in byOpcode)
            {
                cancellation.ThrowIfCancellationRequested();
                writer.Line();
                using (writer.Block($"private static int Decode{group.Key}(uint word)"))
                    Write(writer, group.ToList(), 0xFC000000u);
            }
        }

        return writer.ToString();
    }

    private static void Write(SourceWriter writer, List<Entry> entries, uint known)
    {
        var common = entries.Aggregate(uint.MaxValue, (mask, entry) => mask & entry.Form.Mask) & ~known;
        if (entries.Count == 1 || common == 0)
        {
            WriteTests(writer, entries, known);
            return;
        }

        var run = LongestRun(common);
        using (writer.Block(run.Last == 31 ? $"switch (word & 0x{Low(run):X}u)" : $"switch ((word >> {31 - run.Last}) & 0x{Low(run):X}u)"))
        {
            foreach (var group in entries.GroupBy(entry => (entry.Form.Value >> (31 - run.Last)) & Low(run)).OrderBy(group => group.Key))
            {
                var inside = group.ToList();
                if (inside.Count == 1 && (inside[0].Form.Mask & ~(known | run.Mask)) == 0)
                {
                    writer.Line($"case {group.Key}: return {inside[0].Number}; // {inside[0].Mnemonic}");
                    continue;
                }

                writer.Line($"case {group.Key}:");
                using (writer.Indent())
                    Write(writer, inside, known | run.Mask);
            }

            writer.Line("default: return -1;");
        }
    }

    /// <summary>One after the other, those with more constant bits first.</summary>
    private static void WriteTests(SourceWriter writer, List<Entry> entries, uint known)
    {
        foreach (var entry in entries.OrderByDescending(entry => Bits(entry.Form.Mask)).ThenBy(entry => entry.Number))
        {
            var (mask, value) = (entry.Form.Mask & ~known, entry.Form.Value & ~known);
            if (mask == 0)
            {
                writer.Line($"return {entry.Number}; // {entry.Mnemonic}");
                return;
            }

            writer.Line($"if ((word & {Hex(mask)}) == {Hex(value)})");
            using (writer.Indent())
                writer.Line($"return {entry.Number}; // {entry.Mnemonic}");

            writer.Line();
        }

        writer.Line("return -1;");
    }

    private static BitRange LongestRun(uint mask)
    {
        var best = new BitRange(0, -1);
        for (var first = 0; first < 32; first++)
        {
            var last = first;
            while (last < 32 && (mask & (1u << (31 - last))) != 0)
                last++;

            if (last - first > best.Width)
                best = new BitRange(first, last - 1);
        }

        return best;
    }

    private static uint Low(BitRange run) => (uint)((1UL << run.Width) - 1);

    private static int Bits(uint value)
    {
        var count = 0;
        for (; value != 0; value &= value - 1)
            count++;

        return count;
    }

    private static string Hex(uint value) => "0x" + value.ToString("X8", CultureInfo.InvariantCulture) + "u";

    private sealed record Entry(int Number, InstructionModel Instruction)
    {
        public FormModel Form => Instruction.Form;

        public string Mnemonic => Instruction.Mnemonic;
    }
}
