namespace Hv.Generators.Instructions;

/// <summary>Writes what makes an operation of a word: its operands, and which function executes it.</summary>
internal static class BindingEmitter
{
    public static string Emit(InstructionTable table, CancellationToken cancellation)
    {
        var writer = SourceWriter.ForFile();
        writer.Line("#pragma warning disable CS8981").Line();
        writer.FileNamespace(table.Set.Namespace);
        using (writer.Types(table.Set.Heads))
        {
            WriteBind(writer, table, cancellation);
            writer.Line();
            WriteOperationOf(writer, table);
            writer.Line();
            WriteEndsBlock(writer, table);
            writer.Line();
            WriteLevels(writer, table);
            writer.Line();
            WriteOperations(writer, table);
        }

        return writer.ToString();
    }

    private static void WriteBind(SourceWriter writer, InstructionTable table, CancellationToken cancellation)
    {
        // Instructions whose operands stand at the same places share a case.
        var bindings = table.Instructions
            .Select((placed, number) => (placed.Instruction, number, Lines: Lines(placed.Instruction)))
            .GroupBy(entry => string.Join("\n", entry.Lines), StringComparer.Ordinal);
        writer.Summary("Takes the operands out of a word.");
        writer.Line("/// <returns>Whether the form is valid.</returns>");
        using (writer.Block("internal static unsafe bool Bind(int instruction, uint word, ulong address, global::Hv.Power.Execution.Operation* operation)"))
        {
            writer.Line("operation->Address = address;");
            using (writer.Block("switch (instruction)"))
            {
                foreach (var binding in bindings)
                {
                    cancellation.ThrowIfCancellationRequested();
                    foreach (var entry in binding)
                        writer.Line($"case {entry.number}: // {entry.Instruction.Mnemonic}");

                    using (writer.Indent())
                        writer.Line(binding.Key);
                }

                writer.Line("default:");
                using (writer.Indent())
                    writer.Line("return false;");
            }
        }
    }

    private static IEnumerable<string> Lines(InstructionModel instruction)
    {
        var layout = OperationLayout.Of(instruction);
        return layout.Statements.Append($"return {layout.Validity ?? "true"};");
    }

    private static void WriteOperationOf(SourceWriter writer, InstructionTable table)
    {
        writer.Summary("The number of the operation that executes a word: its place in the list of operations.");
        using (writer.Block("internal static int OperationOf(int instruction, uint word)"))
        {
            using (writer.Block("switch (instruction)"))
            {
                var first = 0;
                for (var number = 0; number < table.Instructions.Count; number++)
                {
                    var instruction = table.Instructions[number].Instruction;
                    var below = instruction.Variants.Sum(field => field.Width);
                    var bits = instruction.Variants.Select(field =>
                    {
                        below -= field.Width;
                        var value = $"(int){OperationLayout.Raw(field)}";
                        return below == 0 ? value : $"({value} << {below})";
                    });
                    writer.Line($"case {number}: return {string.Join(" + ", new[] { $"{first}" }.Concat(bits))};");
                    first += instruction.VariantCount;
                }

                writer.Line("default: return -1;");
            }
        }
    }

    private static void WriteEndsBlock(SourceWriter writer, InstructionTable table)
    {
        writer.Summary("Whether nothing behind an instruction belongs to its block.");
        writer.Line("internal static bool EndsBlock(int instruction) => instruction switch");
        var ends = table.Instructions.Select((placed, number) => (placed.Instruction, number))
            .Where(entry => entry.Instruction.IsBranch || entry.Instruction.EndsBlock);
        writer.Line("{");
        using (writer.Indent())
        {
            foreach (var (instruction, number) in ends)
                writer.Line($"{number} => true, // {instruction.Mnemonic}");

            writer.Line("_ => false,");
        }

        writer.Line("};");
    }

    private static void WriteLevels(SourceWriter writer, InstructionTable table)
    {
        writer.Summary("The version of the ISA that brought each instruction, by number.");
        writer.Line("internal static global::System.ReadOnlySpan<byte> Levels =>");
        using (writer.List("];"))
        {
            foreach (var placed in table.Instructions)
                writer.Line($"{placed.Instruction.Level}, // {placed.Instruction.Mnemonic}, {placed.Instruction.LevelName}");
        }
    }

    private static void WriteOperations(SourceWriter writer, InstructionTable table)
    {
        writer.Summary("The operations of all instructions, for a kind of memory.");
        using (writer.Block(
            "internal static unsafe void*[] Operations<TMemory>() where TMemory : struct, global::Hv.Power.Memory.IPowerMemory"))
        {
            writer.Line($"var operations = new void*[{table.Instructions.Sum(placed => placed.Instruction.VariantCount)}];");
            var index = 0;
            foreach (var placed in table.Instructions)
            {
                for (var variant = 0; variant < placed.Instruction.VariantCount; variant++)
                {
                    writer.Line(
                        $"operations[{index++}] = ({OperationEmitter.FunctionType})&{placed.Container}.Operations<TMemory>.{placed.Instruction.OperationName(variant)};");
                }
            }

            writer.Line("return operations;");
        }
    }
}
