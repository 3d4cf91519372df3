using System.CommandLine;
using System.Globalization;
using Hv.Cli.Output;
using Hv.Power.Declarations;
using Hv.Power.Instructions;
using Spectre.Console;

namespace Hv.Cli.Commands;

/// <summary><c>hv isa</c>: the instructions of the processor.</summary>
internal static class IsaCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var search = new Argument<string?>("TEXT")
        {
            Description = "Part of a mnemonic, of an extended mnemonic, or of what the instruction does; all when not given.",
            HelpName = "TEXT",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "isa",
            "Lists the instructions that the processor executes.",
            "Form is the layout of the word as the Power ISA names it; Level is the version that brought the instruction.",
            "hv isa",
            "hv isa carrying         # those that say so",
            "hv isa rldicl --json    # with the bits of its fields and its extended mnemonics",
            "hv isa disassemble 7c632a14 4e800020",
            "hv isa registers DSCR   # special purpose registers")
        {
            search,
            json,
            IsaDisassembleCommand.Create(context),
            IsaRegistersCommand.Create(context),
        };
        command.SetAction(result => Run(context, result.GetValue(search), result.GetValue(json)));
        return command;
    }

    private static int Run(CommandContext context, string? search, bool json)
    {
        var found = PowerIsa.Instructions.Where(instruction => search is null || Matches(instruction, search)).ToList();
        if (json)
        {
            context.WriteJson(new IsaDocument([.. found.Select(Item)]), documents => documents.IsaDocument);
            return ExitCode.Success;
        }

        if (found.Count == 0)
        {
            context.Console.WriteLine($"No instruction has '{search}' in its mnemonic or its description.");
            return ExitCode.Success;
        }

        var table = context.Console.CreateTable("Mnemonic", "Operands", "Form", "Level", "Summary");
        foreach (var instruction in found)
        {
            table.AddRow(
                new Text(instruction.Mnemonic), new Text(instruction.Syntax), new Text(instruction.Form), new Text(LevelName(instruction.Level)),
                new Text(instruction.Summary));
        }

        context.Console.Write(table);
        return ExitCode.Success;
    }

    private static bool Matches(InstructionDescription instruction, string search) =>
        instruction.Mnemonic.Contains(search, StringComparison.OrdinalIgnoreCase)
        || instruction.Summary.Contains(search, StringComparison.OrdinalIgnoreCase)
        || Extended(instruction).Any(extended => extended.Written.Contains(search, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<ExtendedMnemonic> Extended(InstructionDescription instruction) =>
        PowerIsa.ExtendedMnemonics.Where(extended => extended.Meaning.Split(' ')[0] == instruction.Mnemonic);

    private static IsaItem Item(InstructionDescription instruction) => new(
        instruction.Mnemonic,
        instruction.Syntax,
        instruction.Form,
        LevelName(instruction.Level),
        instruction.Privilege.ToString(),
        instruction.Mask,
        instruction.Value,
        instruction.Summary,
        [.. instruction.Fields.Select(field => new IsaFieldItem(field.Name, field.Bits, field.Kind.ToString()))],
        [.. Extended(instruction).Select(extended => new IsaExtendedItem(extended.Written, extended.Meaning))]);

    /// <summary>A version of the ISA as it is written.</summary>
    internal static string LevelName(Isa level) =>
        level == Isa.PowerPc ? "PPC" : level.ToString().Replace('_', '.').ToLower(CultureInfo.InvariantCulture);
}
