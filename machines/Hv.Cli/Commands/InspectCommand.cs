using System.CommandLine;
using Hv.Cli.Inspect;
using Hv.Cli.Output;
using Hv.Cli.Replay;
using Hv.Runtime.Machines;

namespace Hv.Cli.Commands;

/// <summary><c>hv inspect</c>: looks into a machine.</summary>
internal static class InspectCommand
{
    private const double DefaultInterval = 1;
    private const double LongestInterval = 3600;

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context) => new CliCommand("inspect", "Looks into a machine that runs, or into one made for the purpose.", "")
    {
        CreateWindows(context),
    };

    private static Command CreateWindows(CommandContext context)
    {
        var qmp = new Option<string?>("--qmp")
        {
            Description = "The QMP socket of a machine that runs: unix:PATH or tcp:HOST:PORT.",
            HelpName = "ADDRESS",
        };
        var machine = CommonOptions.Machine(context.Catalog, "The machine version to look into; the recording's, or the default one, when not given.");
        var replay = new Option<string?>("--replay")
        {
            Description = $"Replay a recording first; the built-in {BuiltInRecording.Name} when no file is named.",
            HelpName = "FILE",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var watch = new Option<double?>("--watch", "-w")
        {
            Description = $"Draw again every so many seconds ({DefaultInterval} when not given), until Ctrl-C or the machine ends. Needs --qmp.",
            HelpName = "SECONDS",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "windows",
            "Draws the DMA windows of each host bridge: address, page size, LIOBN, how full.",
            "With --qmp it asks a machine that runs (hv run -qmp unix:PATH,server=on,wait=off …). Without, it makes a machine and looks at\n"
            + "its windows as they are after power-on, or after the calls of a recording.",
            "hv inspect windows                                 # after power-on",
            "hv inspect windows --replay                        # after what Linux asked while it booted",
            "hv inspect windows --qmp unix:/tmp/qmp.sock --watch  # follow a machine that runs")
        {
            qmp,
            machine,
            replay,
            watch,
            json,
        };
        command.SetAction(result =>
        {
            var address = result.GetValue(qmp);
            double? interval = result.GetResult(watch) is null ? null : result.GetValue(watch) ?? DefaultInterval;
            if (interval is <= 0 or > LongestInterval or double.NaN)
                throw new CliException($"--watch: {interval} is no number of seconds; give more than 0, at most {LongestInterval}.");

            if (address is not null && (result.GetResult(machine) is not null || result.GetResult(replay) is not null))
                throw new CliException("--qmp looks into a machine that runs; --machine and --replay make one. Give one or the other.");

            if (address is null && interval is not null)
                throw new CliException("--watch follows a machine that runs; name its socket with --qmp.");

            return address is not null
                ? RunOverQmp(context, address, interval, result.GetValue(json))
                : RunInProcess(context, result.GetValue(machine), result.GetResult(replay) is not null, result.GetValue(replay), result.GetValue(json));
        });
        return command;
    }

    private static int RunOverQmp(CommandContext context, string address, double? interval, bool json)
    {
        using var client = QmpClient.Connect(address);
        Show(context, client.QueryWindows(WindowsView.BarWidth), json);
        if (interval is not { } seconds)
            return ExitCode.Success;

        using var stop = new CancellationTokenSource();
        ConsoleCancelEventHandler cancel = (_, arguments) =>
        {
            arguments.Cancel = true;
            stop.Cancel();
        };
        Console.CancelKeyPress += cancel;
        try
        {
            while (!stop.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(seconds)))
            {
                var bridges = client.QueryWindows(WindowsView.BarWidth);
                context.Console.StartFrame();
                Show(context, bridges, json);
            }

            return ExitCode.Success;
        }
        finally
        {
            Console.CancelKeyPress -= cancel;
        }
    }

    private static int RunInProcess(CommandContext context, string? name, bool replays, string? file, bool json)
    {
        if (!replays)
        {
            using var machine = ProbedMachine.Realize(context, name);
            Show(context, BridgeWindows.Of(machine, WindowsView.BarWidth), json);
            return ExitCode.Success;
        }

        return RecordingRun.Start(context, new ReplayArguments(file, name, null, null, [], Verbose: false, json), run =>
        {
            run.Replay();
            Show(context, BridgeWindows.Of(run.Machine, WindowsView.BarWidth), json);
            return ExitCode.Success;
        });
    }

    private static void Show(CommandContext context, IReadOnlyList<BridgeWindows> bridges, bool json)
    {
        if (json)
            context.WriteJson(WindowsView.Document(bridges), documents => documents.WindowsDocument);
        else
            context.Console.Write(WindowsView.Render(bridges));
    }
}
