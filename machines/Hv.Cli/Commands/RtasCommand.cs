using System.CommandLine;
using Hv.Cli.Output;
using Hv.Runtime.Declarations;

namespace Hv.Cli.Commands;

/// <summary><c>hv rtas</c>: the RTAS calls of a machine version.</summary>
internal static class RtasCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var machine = CommonOptions.Machine(context.Catalog, "The machine version; the default one when not given.");
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "rtas",
            "Lists the RTAS calls of a machine version.",
            "In and Out are the argument words and the return words, the status included. A call that takes other counts too has a '+'.",
            "hv rtas",
            "hv rtas --machine pseries-2.3 --json")
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
        var probes = machine.Rtas.Probes
            .OrderBy(probe => probe.Call.Token)
            .ThenBy(probe => probe.Call.ArgumentWords)
            .ThenBy(probe => probe.Call.ReturnWords)
            .ToList();
        if (json)
        {
            var document = new RtasDocument(
                machine.Version.Name,
                [.. probes.Select(probe => new RtasCallItem(
                    probe.Call.Token,
                    probe.Call.Name,
                    probe.Call.ArgumentWords,
                    probe.Call.ReturnWords,
                    probe.Call.Counts != RtasCounts.Exact,
                    probe.Call.Signature,
                    probe.Call.Summary,
                    probe.Event.Name))]);
            context.WriteJson(document, documents => documents.RtasDocument);
            return ExitCode.Success;
        }

        var table = new CallTable(context.Console, "Token");
        foreach (var call in probes.Select(probe => probe.Call))
        {
            table.Add(
                $"0x{call.Token:x4}",
                call.Name,
                $"{call.ArgumentWords}{(call.Counts == RtasCounts.Any ? "+" : "")}",
                $"{call.ReturnWords}{(call.Counts == RtasCounts.Exact ? "" : "+")}",
                call.Signature,
                call.Summary);
        }

        table.Write($"{machine.Version.Name} has no RTAS calls.");
        return ExitCode.Success;
    }
}
