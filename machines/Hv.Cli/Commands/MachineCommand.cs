using System.CommandLine;
using Hv.Cli.Output;
using Spectre.Console;

namespace Hv.Cli.Commands;

/// <summary><c>hv machine NAME</c>: the values of all properties on a machine version.</summary>
internal static class MachineCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var name = CommonOptions.MachineName(context.Catalog, "NAME", "A machine version, or a family for its newest version.");
        var changed = new Option<bool>("--changed") { Description = "Show only the properties to which a compat row gives another value." };
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "machine",
            "Shows the property values of a machine version and of its devices.",
            "The values are those before a user sets any. 'Set by' is the version whose compat row gives the value,\n"
            + "with the row's type when that is a type the shown one derives from; 'default' is the property's own default.",
            "hv machine pseries-2.3            # all values",
            "hv machine pseries-2.3 --changed  # only what compat rows change",
            "hv machine diff pseries-2.3 pseries-2.4")
        {
            name,
            changed,
            json,
            MachineDiffCommand.Create(context),
        };
        command.SetAction(result => Run(context, result.GetRequiredValue(name), result.GetValue(changed), result.GetValue(json)));
        return command;
    }

    private static int Run(CommandContext context, string name, bool changed, bool json)
    {
        var machine = context.Catalog.FindMachine(name);
        var types = EffectiveValue.All(context.Catalog, machine)
            .Where(value => !changed || value.Row is not null)
            .GroupBy(value => value.Type)
            .ToList();
        if (json)
            context.WriteJson(Describe(machine, types), documents => documents.MachineDocument);
        else
            Show(context.Console, machine, types);

        return ExitCode.Success;
    }

    private static MachineDocument Describe(
        CatalogMachine machine, IEnumerable<IGrouping<Runtime.Objects.ObjectType, EffectiveValue>> types) =>
        new(
            machine.Version.Name,
            machine.Family.Name,
            machine.Version.Summary,
            [.. types.Select(type => new TypeValuesItem(
                type.Key.Name,
                [.. type.Select(value => new ValueItem(
                    value.Property.Name, value.Text, value.Property.DefaultText, MachineDiffCommand.Describe(value.Row)))]))]);

    private static void Show(
        CliConsole console, CatalogMachine machine, List<IGrouping<Runtime.Objects.ObjectType, EffectiveValue>> types)
    {
        console.WriteMarkup($"[bold]{Markup.Escape(machine.Version.Name)}[/]: {Markup.Escape(machine.Version.Summary)}");
        if (types.Count == 0)
            console.WriteLine("Every property has its own default.");

        foreach (var type in types)
        {
            console.WriteLine();
            console.WriteMarkup($"[bold]{Markup.Escape(type.Key.Name)}[/]: {Markup.Escape(type.Key.Summary)}");
            var table = console.CreateTable("Property", "Value", "Set by", "Default");
            foreach (var value in type)
            {
                var style = value.Row is null ? Style.Plain : new Style(Color.Yellow);
                table.AddRow(
                    new Text(value.Property.Name),
                    new Text(value.Text, style),
                    new Text(value.Origin, style),
                    new Text(value.Property.DefaultText));
            }

            console.Write(table);
        }
    }
}
