using System.CommandLine;
using Hv.Cli.Output;
using Hv.Cli.Replay;
using Hv.Runtime.Machines;

namespace Hv.Cli.Commands;

/// <summary><c>hv replay</c>: makes the calls of a recording of a real guest and compares the answers.</summary>
internal static class ReplayCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var file = new Argument<string?>("FILE")
        {
            Description = $"The recording; the built-in {BuiltInRecording.Name} when not given.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var machine = CommonOptions.Machine(context.Catalog, "The machine version; the one the recording names when not given.");
        var memory = new Option<string?>("--memory", "-m")
        {
            Description = "RAM, as QEMU's -m has it (2G; a bare number is MiB); what the recording says when not given.",
            HelpName = "SIZE",
        };
        var maximumMemory = new Option<string?>("--max-memory")
        {
            Description = "RAM up to which memory can be added, as QEMU's maxmem; 4G when not given.",
            HelpName = "SIZE",
        };
        var trace = new Option<string[]>("--trace")
        {
            Description = "Write the records of matching trace events to stderr (* any characters, ? one); repeatable; 'help' lists them.",
            HelpName = "PATTERN",
            Arity = ArgumentArity.OneOrMore,
        };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "List every difference and every device-tree property." };
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "replay",
            "Replays a recording of a real guest on a machine and compares the answers.",
            "Every RTAS call of the recording is made through guest memory and H_RTAS, and all its return words are compared;\n"
            + "device-tree properties are compared where the machine has them. Rules that leave something out are listed when used.\n"
            + "Exit code: 0 no difference, 1 a difference, 2 a wrong command line or a malformed recording.",
            "hv replay                                  # the built-in recording",
            "hv replay boot.rtas --machine pseries-2.3  # the same calls on another machine",
            "hv replay --trace 'spapr_rtas_*'          # with a trace of what the calls did")
        {
            file,
            machine,
            memory,
            maximumMemory,
            trace,
            verbose,
            json,
        };
        command.SetAction(result => Run(context, new ReplayArguments(
            result.GetValue(file),
            result.GetValue(machine),
            MemorySize.Parse("--memory", result.GetValue(memory)),
            MemorySize.Parse("--max-memory", result.GetValue(maximumMemory)),
            result.GetValue(trace) ?? [],
            result.GetValue(verbose),
            result.GetValue(json))));
        return command;
    }

    private static int Run(CommandContext context, ReplayArguments arguments) => RecordingRun.Start(context, arguments, run =>
    {
        if (run.Tracer.IsHelp)
        {
            ListEvents(context, run.Machine, arguments.Json);
            return ExitCode.Success;
        }

        run.Tracer.WarnOfIdlePatterns(run.Machine);
        var report = run.Replay();
        if (arguments.Json)
            context.WriteJson(ReplayDocuments.Of(report), documents => documents.ReplayDocument);
        else
            new ReplayView(context.Console, arguments.Verbose).Write(report);

        return report.HasDifference ? ExitCode.Different : ExitCode.Success;
    });

    private static void ListEvents(CommandContext context, Machine machine, bool json)
    {
        var names = machine.Trace.Events.Select(traceEvent => traceEvent.Name).ToList();
        if (json)
        {
            context.WriteJson(new TraceEventsDocument(machine.Version.Name, names), documents => documents.TraceEventsDocument);
            return;
        }

        foreach (var name in names)
            context.Console.WriteLine(name);
    }
}
