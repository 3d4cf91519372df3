using System.CommandLine;
using System.Globalization;
using Hv.Cli.Output;
using Hv.Power.Declarations;
using Hv.Power.Instructions;
using Spectre.Console;

namespace Hv.Cli.Commands;

/// <summary><c>hv isa registers</c>: the special purpose registers of the processor.</summary>
internal static class IsaRegistersCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var search = new Argument<string?>("TEXT")
        {
            Description = "A number, or part of a name or of what the register is; all when not given.",
            HelpName = "TEXT",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "registers",
            "Lists the special purpose registers, who may use them, and which versions of the ISA have them.",
            "A register that only the hypervisor may use is one that a guest is told it may not; others do not exist for it.",
            "hv isa registers",
            "hv isa registers 815       # by its number",
            "hv isa registers AMR --json")
        {
            search,
            json,
        };
        command.SetAction(result => Run(context, result.GetValue(search), result.GetValue(json)));
        return command;
    }

    private static int Run(CommandContext context, string? search, bool json)
    {
        var found = SpecialRegisterTable.All.Where(register => search is null || Matches(register, search)).ToList();
        if (json)
        {
            context.WriteJson(new SpecialRegistersDocument([.. found.Select(Item)]), documents => documents.SpecialRegistersDocument);
            return ExitCode.Success;
        }

        if (found.Count == 0)
        {
            context.Console.WriteLine($"No special purpose register has '{search}' as its number, in its name or in what it is.");
            return ExitCode.Success;
        }

        var table = context.Console.CreateTable("Number", "Name", "Read", "Write", "Levels", "Summary");
        foreach (var register in found)
        {
            table.AddRow(
                new Text(register.Number.ToString(CultureInfo.InvariantCulture)), new Text(register.Name), new Text(Who(register.Read)),
                new Text(Who(register.Write)), new Text(Levels(register)), new Text(register.Summary));
        }

        context.Console.Write(table);
        return ExitCode.Success;
    }

    private static bool Matches(SpecialRegisterDescription register, string search) =>
        (uint.TryParse(search, CultureInfo.InvariantCulture, out var number) && register.Number == number)
        || register.Name.Contains(search, StringComparison.OrdinalIgnoreCase)
        || register.Summary.Contains(search, StringComparison.OrdinalIgnoreCase);

    private static SpecialRegisterItem Item(SpecialRegisterDescription register) => new(
        register.Number, register.Name, Who(register.Read), Who(register.Write), IsaCommand.LevelName(register.From),
        Enum.IsDefined(register.Until) ? IsaCommand.LevelName(register.Until) : null, register.Summary);

    private static string Who(Privilege privilege) => privilege switch
    {
        Privilege.Problem => "all",
        Privilege.Supervisor => "system",
        _ => "hypervisor",
    };

    private static string Levels(SpecialRegisterDescription register) =>
        $"{IsaCommand.LevelName(register.From)} to {(Enum.IsDefined(register.Until) ? IsaCommand.LevelName(register.Until) : "now")}";
}
