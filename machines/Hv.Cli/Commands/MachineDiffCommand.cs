using System.CommandLine;
using Hv.Cli.Output;
using Hv.Runtime.Machines;
using Spectre.Console;

namespace Hv.Cli.Commands;

/// <summary><c>hv machine diff A B</c>: which properties two machine versions give different values.</summary>
internal static class MachineDiffCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var a = CommonOptions.MachineName(context.Catalog, "A", "A machine version.");
        var b = CommonOptions.MachineName(context.Catalog, "B", "Another one.");
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "diff",
            "Shows which properties two machine versions give different values.",
            "'Set by' is the version whose compat row gives the value; 'default' is the property's own default.",
            "hv machine diff pseries-2.3 pseries-7.2")
        {
            a,
            b,
            json,
        };
        command.SetAction(result => Run(context, result.GetRequiredValue(a), result.GetRequiredValue(b), result.GetValue(json)));
        return command;
    }

    /// <summary>A row as JSON shows it.</summary>
    public static RowItem? Describe(CompatRow? row) => row is null ? null : new RowItem(row.Version, row.Target.Name);

    private static int Run(CommandContext context, string nameA, string nameB, bool json)
    {
        var machineA = context.Catalog.FindMachine(nameA);
        var machineB = context.Catalog.FindMachine(nameB);
        var differences = Compare(context.Catalog, machineA, machineB);
        if (json)
        {
            var document = new MachineDiffDocument(
                machineA.Version.Name,
                machineB.Version.Name,
                [.. differences.Select(difference => new DifferenceItem(
                    difference.Type, difference.Property, Describe(difference.A), Describe(difference.B)))]);
            context.WriteJson(document, documents => documents.MachineDiffDocument);
        }
        else
        {
            Show(context.Console, machineA.Version.Name, machineB.Version.Name, differences);
        }

        return ExitCode.Success;
    }

    /// <summary>Properties of either machine, in the order of A; those only B has come last.</summary>
    private static List<Difference> Compare(
        PlatformCatalog catalog, CatalogMachine machineA, CatalogMachine machineB)
    {
        var valuesA = ByName(catalog, machineA);
        var valuesB = ByName(catalog, machineB);
        List<Difference> differences = [];
        foreach (var key in valuesA.Keys.Union(valuesB.Keys))
        {
            var a = valuesA.GetValueOrDefault(key);
            var b = valuesB.GetValueOrDefault(key);
            if (a?.Text != b?.Text)
                differences.Add(new Difference(key.Type, key.Property, a, b));
        }

        return differences;
    }

    private static OrderedDictionary<(string Type, string Property), EffectiveValue> ByName(
        PlatformCatalog catalog, CatalogMachine machine)
    {
        var values = new OrderedDictionary<(string, string), EffectiveValue>();
        foreach (var value in EffectiveValue.All(catalog, machine))
            values.Add((value.Type.Name, value.Property.Name), value);

        return values;
    }

    private static SideItem? Describe(EffectiveValue? value) => value is null ? null : new SideItem(value.Text, Describe(value.Row));

    private static void Show(CliConsole console, string nameA, string nameB, List<Difference> differences)
    {
        if (differences.Count == 0)
        {
            console.WriteLine($"{nameA} and {nameB} give every property the same value.");
            return;
        }

        var table = console.CreateTable("Type", "Property", nameA, "set by", nameB, "set by");
        foreach (var (type, property, a, b) in differences)
        {
            table.AddRow(
                new Text(type),
                new Text(property),
                new Text(a?.Text ?? "-"),
                new Text(a?.Origin ?? ""),
                new Text(b?.Text ?? "-"),
                new Text(b?.Origin ?? ""));
        }

        console.Write(table);
    }

    /// <summary>A property whose values differ; <see langword="null"/> where a machine has no such property.</summary>
    private sealed record Difference(string Type, string Property, EffectiveValue? A, EffectiveValue? B);
}
