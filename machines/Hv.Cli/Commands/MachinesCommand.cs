using System.CommandLine;
using System.Globalization;
using Hv.Cli.Output;
using Hv.Runtime.Machines;
using Spectre.Console;

namespace Hv.Cli.Commands;

/// <summary><c>hv machines</c>: the machine versions.</summary>
internal static class MachinesCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "machines",
            "Lists the machine versions, newest first.",
            "The marks say which version is the default and which one the family's name stands for.\n"
            + "Own rows: how many compat rows the version declares itself; those of newer versions apply to it too.",
            "hv machines",
            "hv machines --json")
        {
            json,
        };
        command.SetAction(result => Run(context, result.GetValue(json)));
        return command;
    }

    private static int Run(CommandContext context, bool json)
    {
        var items = context.Catalog.Families
            .SelectMany(family => family.Versions.Select(version => Describe(family, version)))
            .ToList();
        if (json)
        {
            context.WriteJson(new MachineListDocument(items), types => types.MachineListDocument);
            return ExitCode.Success;
        }

        var table = context.Console.CreateTable("Name", "Marks", "Own rows", "Summary");
        table.Columns[2].RightAligned();
        foreach (var item in items)
        {
            List<string> marks = [];
            if (item.IsDefault)
                marks.Add("default");

            if (item.Alias is not null)
                marks.Add($"alias {item.Alias}");

            table.AddRow(
                new Text(item.Name),
                new Text(string.Join(", ", marks)),
                new Text(item.OwnRows.ToString(CultureInfo.InvariantCulture)),
                new Text(item.Summary));
        }

        context.Console.Write(table);
        return ExitCode.Success;
    }

    private static MachineListItem Describe(MachineFamily family, MachineVersion version) => new(
        version.Name,
        family.Name,
        version == family.Newest ? family.Name : null,
        version == family.Default,
        version.Summary,
        version.Compat.Own.Count,
        version.Compat.Rows.Count);
}
