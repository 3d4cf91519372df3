using System.CommandLine;
using System.CommandLine.Completions;
using Hv.Cli.Output;
using Hv.Runtime.Objects;
using Spectre.Console;

namespace Hv.Cli.Commands;

/// <summary><c>hv device NAME</c>: a device type and its properties.</summary>
internal static class DeviceCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var name = new Argument<string>("NAME") { Description = "A device type.", HelpName = "NAME" };
        name.CompletionSources.Add(_ => context.Catalog.Devices.Select(device => new CompletionItem(device.Name)));
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "device",
            "Shows a device type and its properties.",
            "The defaults are those before any machine version's compat rows; 'hv machine NAME' shows the values on a machine.",
            "hv device spapr-pci-host-bridge")
        {
            name,
            json,
        };
        command.SetAction(result => Run(context, result.GetRequiredValue(name), result.GetValue(json)));
        return command;
    }

    private static int Run(CommandContext context, string name, bool json)
    {
        var type = context.Catalog.FindDevice(name);
        if (json)
            context.WriteJson(Describe(type), documents => documents.DeviceDocument);
        else
            Show(context.Console, type);

        return ExitCode.Success;
    }

    private static DeviceDocument Describe(ObjectType type) => new(
        type.Name,
        type.Summary,
        type.Parent?.Name,
        type.IsAbstract,
        [.. type.Properties.Select(property => new PropertyItem(
            property.Name,
            property.TypeName,
            property.DefaultText,
            property.Allowed,
            property.Summary,
            property.IsReadOnly,
            property.Owner))]);

    private static void Show(CliConsole console, ObjectType type)
    {
        console.WriteMarkup($"[bold]{Markup.Escape(type.Name)}[/]: {Markup.Escape(type.Summary)}");
        if (type.Parent is not null)
            console.WriteLine($"Derives from {type.Parent.Name}.");

        if (type.IsAbstract)
            console.WriteLine("Abstract: no device of exactly this type can be made.");

        if (type.Properties.Count == 0)
        {
            console.WriteLine("It has no properties.");
            return;
        }

        console.WriteLine();
        var table = console.CreateTable("Property", "Type", "Default", "Allowed", "Help");
        foreach (var property in type.Properties)
        {
            table.AddRow(
                new Text(property.Name),
                new Text(property.TypeName),
                new Text(property.DefaultText),
                new Text(property.IsReadOnly ? "fixed by the machine version" : property.Allowed),
                new Text(property.Summary));
        }

        console.Write(table);
    }
}
