using System.CommandLine;
using System.Globalization;
using Hv.Cli.Output;

namespace Hv.Cli.Commands;

/// <summary><c>hv hypercalls</c>: the hypercalls of a machine version.</summary>
internal static class HypercallsCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var machine = CommonOptions.Machine(context.Catalog, "The machine version; the default one when not given.");
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "hypercalls",
            "Lists the hypercalls of a machine version.",
            "In and Out are the registers that are read and, on success, stored, each from r4.",
            "hv hypercalls",
            "hv hypercalls --machine pseries-2.3 --json")
        {
            machine,
            json,
        };
        command.SetAction(result => Run(context, result.GetValue(machine), result.GetValue(json)));
        return command;
    }

    private static int Run(CommandContext context, string? name, bool json)
    {
        using var machine = ProbedMachine.Realize(context, name);

        // A dispatcher lists the calls of the classes it hands on to after its own.
        var probes = machine.Hypercalls.Probes.OrderBy(probe => probe.Call.Number).ToList();
        if (json)
        {
            var document = new HypercallDocument(
                machine.Version.Name,
                [.. probes.Select(probe => new HypercallItem(
                    probe.Call.Number,
                    probe.Call.Name,
                    probe.Call.Inputs,
                    probe.Call.Outputs,
                    probe.Call.Signature,
                    probe.Call.Summary,
                    probe.Event.Name))]);
            context.WriteJson(document, documents => documents.HypercallDocument);
            return ExitCode.Success;
        }

        var table = new CallTable(context.Console, "Number");
        foreach (var call in probes.Select(probe => probe.Call))
        {
            table.Add(
                $"0x{call.Number:x}",
                call.Name,
                call.Inputs.ToString(CultureInfo.InvariantCulture),
                call.Outputs.ToString(CultureInfo.InvariantCulture),
                call.Signature,
                call.Summary);
        }

        table.Write($"{machine.Version.Name} has no hypercalls.");
        return ExitCode.Success;
    }
}
