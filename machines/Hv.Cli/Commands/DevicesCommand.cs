using System.CommandLine;
using System.Globalization;
using Hv.Cli.Output;
using Spectre.Console;

namespace Hv.Cli.Commands;

/// <summary><c>hv devices</c>: the device types.</summary>
internal static class DevicesCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var json = CommonOptions.Json();
        var command = new CliCommand("devices", "Lists the device types.", "", "hv devices", "hv devices --json")
        {
            json,
        };
        command.SetAction(result => Run(context, result.GetValue(json)));
        return command;
    }

    private static int Run(CommandContext context, bool json)
    {
        var items = context.Catalog.Devices
            .Select(type => new DeviceListItem(type.Name, type.Summary, type.Parent?.Name, type.IsAbstract, type.Properties.Count))
            .ToList();
        if (json)
        {
            context.WriteJson(new DeviceListDocument(items), types => types.DeviceListDocument);
            return ExitCode.Success;
        }

        var table = context.Console.CreateTable("Name", "Properties", "Derives from", "Summary");
        table.Columns[1].RightAligned();
        foreach (var item in items)
        {
            table.AddRow(
                new Text(item.Name),
                new Text(item.Properties.ToString(CultureInfo.InvariantCulture)),
                new Text(item.Parent ?? ""),
                new Text(item.IsAbstract ? $"{item.Summary} (abstract)" : item.Summary));
        }

        context.Console.Write(table);
        return ExitCode.Success;
    }
}
