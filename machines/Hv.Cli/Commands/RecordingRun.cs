using Hv.Cli.Replay;
using Hv.Runtime.Machines;

namespace Hv.Cli.Commands;

/// <summary>A recording and the machine that was made to replay it on.</summary>
internal sealed class RecordingRun
{
    private readonly CommandContext _context;
    private readonly ReplayArguments _arguments;
    private readonly Recording _recording;
    private readonly Stream _stream;
    private readonly int _placed;

    private RecordingRun(CommandContext context, ReplayArguments arguments, Recording recording, Stream stream, Machine machine, TraceOutput tracer, int placed)
    {
        _context = context;
        _arguments = arguments;
        _recording = recording;
        _stream = stream;
        _placed = placed;
        Machine = machine;
        Tracer = tracer;
    }

    /// <summary>The machine, realized; the recording's PCI functions are on it.</summary>
    public Machine Machine { get; }

    /// <summary>Writes the trace that was asked for.</summary>
    public TraceOutput Tracer { get; }

    /// <summary>Opens the recording, makes the machine, and gives both to <paramref name="use"/>.</summary>
    /// <exception cref="CliException">There is no such recording or machine, or the recording is malformed.</exception>
    public static int Start(CommandContext context, ReplayArguments arguments, Func<RecordingRun, int> use)
    {
        try
        {
            using var stream = Open(arguments.File);
            using var text = new StreamReader(stream);
            var recording = Recording.Open(text, arguments.File ?? BuiltInRecording.Name);
            var catalogMachine = FindMachine(context.Catalog, arguments.Machine, recording);
            var tracer = new TraceOutput(context.Console, arguments.Trace);
            var placed = 0;
            using var machine = Realize(catalogMachine, arguments, recording.Head, made =>
            {
                tracer.Attach(made);
                placed = recording.Functions.Count(function => context.PlaceFunction?.Invoke(made, function) ?? false);
            });
            return use(new RecordingRun(context, arguments, recording, stream, machine, tracer, placed));
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

    /// <summary>Makes the calls of the recording, with progress.</summary>
    public ReplayReport Replay()
    {
        ReplayReport Replay(Action<double> progress) => Replayer.Replay(_recording, Machine, new ReplaySettings
        {
            MaximumExamples = _arguments.Verbose ? int.MaxValue : 3,
            DeviceTree = _context.DeviceTree,
            PlacedFunctions = _placed,
            Progress = () => progress(_stream is { CanSeek: true, Length: > 0 } ? (double)_stream.Position / _stream.Length : 0),
        });

        // A bar that is redrawn and trace records on the same stderr would be in each other's way.
        return _arguments.Trace.Count > 0
            ? Replay(_ => { })
            : _context.Console.WithProgress($"Replaying {_recording.Source}", Replay);
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
}
