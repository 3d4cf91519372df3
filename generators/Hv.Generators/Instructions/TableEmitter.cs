using System.Globalization;

namespace Hv.Generators.Instructions;

/// <summary>Writes the descriptions of fields, instructions and extended mnemonics, which assembler, disassembler and lists use.</summary>
internal static class TableEmitter
{
    private const string Namespace = "global::Hv.Power.Instructions.";
    private const string Declarations = "global::Hv.Power.Declarations.";

    public static string Emit(InstructionTable table)
    {
        var writer = SourceWriter.ForFile();
        writer.FileNamespace(table.Set.Namespace);
        var fields = table.Set.Fields.ToList();
        using (writer.Types(table.Set.Heads))
        {
            writer.Summary("The fields of instruction words.");
            writer.Line($"public static global::System.Collections.Immutable.ImmutableArray<{Namespace}InstructionField> Fields {{ get; }} =");
            using (writer.List("];"))
            {
                foreach (var field in fields)
                    writer.Line($"new({Symbols.Literal(field.Name)}, {Symbols.Literal(field.Bits)}, {Declarations}FieldKind.{field.Kind}, {field.Scale}),");
            }

            writer.Line();
            writer.Summary("The instructions, by mnemonic; the place of one is its number.");
            writer.Line($"public static global::System.Collections.Immutable.ImmutableArray<{Namespace}InstructionDescription> Instructions {{ get; }} =");
            using (writer.List("];"))
            {
                foreach (var placed in table.Instructions)
                    WriteInstruction(writer, placed.Instruction, fields);
            }

            writer.Line();
            writer.Summary("Other ways to write instructions.");
            writer.Line($"public static global::System.Collections.Immutable.ImmutableArray<{Namespace}ExtendedMnemonic> ExtendedMnemonics {{ get; }} =");
            using (writer.List("];"))
            {
                foreach (var extended in table.Extended)
                {
                    writer.Line(
                        $"new({Symbols.Literal(extended.Written)}, {Symbols.Literal(extended.Meaning)}{(extended.OnlyWritten ? ", onlyWritten: true" : "")}),");
                }
            }
        }

        return writer.ToString();
    }

    private static void WriteInstruction(SourceWriter writer, InstructionModel instruction, List<FieldModel> fields)
    {
        var numbers = instruction.Form.Fields.Select(field => $"Fields[{fields.IndexOf(field)}]");
        writer.Line($"new({Symbols.Literal(instruction.Mnemonic)}, {Symbols.Literal(instruction.Form.Text)}, {Declarations}Isa.{instruction.LevelName}, "
            + $"(({Declarations}Privilege){instruction.Privilege}), {Hex(instruction.Form.Mask)}, {Hex(instruction.Form.Value)},");
        using (writer.Indent())
            writer.Line($"{Symbols.Literal(instruction.Syntax)}, {Symbols.Literal(instruction.Summary)}, [{string.Join(", ", numbers)}]"
                + (instruction.Facility == Facility.None ? "),": $", {Declarations}Facility.{instruction.Facility}),"));
    }

    private static string Hex(uint value) => "0x" + value.ToString("X8", CultureInfo.InvariantCulture) + "u";
}
