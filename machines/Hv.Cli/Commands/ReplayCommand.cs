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

    private static int Run(CommandContext context, ReplayArguments arguments)
    {
        try
        {
            var source = arguments.File ?? BuiltInRecording.Name;
            using var stream = Open(arguments.File);
            using var text = new StreamReader(stream);
            return Run(context, arguments, Recording.Open(text, source), stream);
        }
        catch (RecordingFormatException exception)
        {
            throw new CliException(exception.Message, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"cannot read '{arguments.File}': {exception.Message}", exception);
        }
    }

    private static int Run(CommandContext context, ReplayArguments arguments, Recording recording, Stream stream)
    {
        var catalogMachine = FindMachine(context.Catalog, arguments.Machine, recording);
        var tracer = new TraceOutput(context.Console, arguments.Trace);
        var placed = 0;
        using var machine = Realize(catalogMachine, arguments, recording.Head, made =>
        {
            tracer.Attach(made);
            placed = recording.Functions.Count(function => context.PlaceFunction?.Invoke(made, function) ?? false);
        });
        if (tracer.IsHelp)
        {
            ListEvents(context, machine, arguments.Json);
            return ExitCode.Success;
        }

        tracer.WarnOfIdlePatterns(machine);
        var report = Replay(context, arguments, recording, stream, machine, placed);
        if (arguments.Json)
            context.WriteJson(ReplayDocuments.Of(report), documents => documents.ReplayDocument);
        else
            new ReplayView(context.Console, arguments.Verbose).Write(report);

        return report.HasDifference ? ExitCode.Different : ExitCode.Success;
    }

    private static ReplayReport Replay(
        CommandContext context, ReplayArguments arguments, Recording recording, Stream stream, Machine machine, int placed)
    {
        ReplayReport Replay(Action<double> progress) => Replayer.Replay(recording, machine, new ReplaySettings
        {
            MaximumExamples = arguments.Verbose ? int.MaxValue : 3,
            DeviceTree = context.DeviceTree,
            PlacedFunctions = placed,
            Progress = () => progress(stream is { CanSeek: true, Length: > 0 } ? (double)stream.Position / stream.Length : 0),
        });

        // A bar that is redrawn and trace records on the same stderr would be in each other's way.
        return arguments.Trace.Count > 0
            ? Replay(_ => { })
            : context.Console.WithProgress($"Replaying {recording.Source}", Replay);
    }

    private static Stream Open(string? file)
    {
        if (file is null)
            return BuiltInRecording.Open();

        if (Directory.Exists(file))
            throw new CliException($"'{file}' is a directory, not a recording.");

        return File.Exists(file) ? File.OpenRead(file) : throw new CliException($"there is no file '{file}'.");
    }

    private static CatalogMachine FindMachine(PlatformCatalog catalog, string? name, Recording recording)
    {
        if ((name ?? recording.Head.Machine) is not { } machine)
            throw new CliException($"{recording.Source} does not say which machine it was made on; name one with --machine.");

        return catalog.FindMachine(machine);
    }

    private static Machine Realize(CatalogMachine machine, ReplayArguments arguments, RecordingHead head, Action<Machine> configure)
    {
        var options = RecordedMachine.Options(head, arguments.Memory, arguments.MaximumMemory);
        if (arguments.MaximumMemory < options.RamSize)
        {
            var maximum = MemorySize.Format(arguments.MaximumMemory.Value);
            throw new CliException($"--max-memory: {maximum} is less than the RAM of {MemorySize.Format(options.RamSize)}.");
        }

        return machine.Realize(options, configure);
    }

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
