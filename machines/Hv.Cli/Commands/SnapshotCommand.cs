using System.CommandLine;
using System.Globalization;
using Hv.Cli.Inspect;

namespace Hv.Cli.Commands;

/// <summary><c>hv snapshot</c>: machines in files.</summary>
internal static class SnapshotCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "snapshot";

    /// <summary>The name of the command that loads. The program hands its command line to <see cref="Run.RunProgram"/> unparsed.</summary>
    public const string Load = "load";

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context) => new CliCommand(Name, "Saves a machine that runs to a file, and runs it out of one.", "")
    {
        CreateSave(context),
        CreateLoad(),
    };

    private static CliCommand CreateSave(CommandContext context)
    {
        var file = new Argument<string>("FILE") { Description = "The file to write; one that is there is replaced when all is written." };
        var qmp = new Option<string>("--qmp")
        {
            Description = "The QMP socket of the machine: unix:PATH or tcp:HOST:PORT. The machine writes the file, on its own host.",
            HelpName = "ADDRESS",
            Required = true,
        };
        var command = new CliCommand(
            "save",
            "Saves a machine that runs to a file: it stops, is saved, and goes on.",
            "The file is a migration stream in QEMU's format: look into it with 'hv migration inspect', load it with 'hv snapshot load',\n"
            + "or with -incoming file:FILE. Ctrl-C gives it up: the machine goes on, and no file is left.",
            "hv run -machine pseries -qmp unix:/tmp/qmp.sock,server=on,wait=off   # a machine",
            "hv snapshot save --qmp unix:/tmp/qmp.sock guest.mig                   # in another terminal")
        {
            file,
            qmp,
        };
        command.SetAction(result => Save(context, result.GetValue(qmp)!, result.GetValue(file)!));
        return command;
    }

    private static CliCommand CreateLoad() => new(
        Load,
        "Runs a machine out of a file, as 'hv run -incoming file:FILE' does.",
        "Machine version and RAM are those of the file unless options say otherwise; devices must be given as they were to the machine\n"
        + "that was saved. It runs, or is stopped, as it was; with -S it is stopped.",
        "hv snapshot load guest.mig -monitor stdio -serial null",
        "hv snapshot load guest.mig -machine pseries-7.2,ic-mode=xics -device edu -qmp unix:/tmp/qmp.sock,server=on,wait=off")
    {
        new Argument<string>("FILE") { Description = "The file." },
        new Argument<string[]>("OPTIONS") { Description = "Options of 'hv run'.", Arity = ArgumentArity.ZeroOrMore },
    };

    private static int Save(CommandContext context, string address, string file)
    {
        using var client = QmpClient.Connect(address);
        using var stop = new CancellationTokenSource();
        ConsoleCancelEventHandler cancel = (_, arguments) =>
        {
            arguments.Cancel = true;
            stop.Cancel();
        };
        Console.CancelKeyPress += cancel;
        try
        {
            // The machine may have been started elsewhere.
            var path = Path.GetFullPath(file);
            var (bytes, milliseconds) = context.Console.WithProgress($"Saving {Path.GetFileName(path)}", progress => client.SaveSnapshot(path, progress, stop.Token));
            context.Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{path}: {bytes:N0} bytes in {milliseconds / 1000.0:0.###} s"));
            return ExitCode.Success;
        }
        finally
        {
            Console.CancelKeyPress -= cancel;
        }
    }
}
