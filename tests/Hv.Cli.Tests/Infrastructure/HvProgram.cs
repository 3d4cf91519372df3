using System.Text.Json;
using Hv.Cli.Output;
using Hv.Cli.Replay;
using Spectre.Console;

namespace Hv.Cli.Tests.Infrastructure;

/// <summary>Runs the program in process, on the sample platform.</summary>
internal static class HvProgram
{
    /// <summary>What a run left behind.</summary>
    internal sealed record Run(int ExitCode, string Output, string Error)
    {
        public string[] Lines => Output.TrimEnd('\n').Split('\n');

        public JsonElement Json => JsonDocument.Parse(Output).RootElement;
    }

    /// <summary>Runs a command line with redirected output.</summary>
    public static Run Invoke(params string[] arguments) => Invoke(null, null, arguments);

    /// <summary>Runs a command line on a terminal of <paramref name="width"/> columns, or with redirected output.</summary>
    public static Run Invoke(int? width, DeviceTreeSource? deviceTree, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var console = new CliConsole(output, error, width is { } columns ? Terminal(output, columns) : null);
        var exitCode = new HvApplication(SampleMachine.Catalog, console, deviceTree).Run(arguments);
        return new Run(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command line on a host.</summary>
    public static Run InvokeOn(HostSources host, params string[] arguments) => InvokeOn(host, null, arguments);

    /// <summary>Runs a command line on a host, on a terminal of <paramref name="width"/> columns or with redirected output.</summary>
    public static Run InvokeOn(HostSources host, int? width, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var console = new CliConsole(output, error, width is { } columns ? Terminal(output, columns) : null);
        var exitCode = new HvApplication(SampleMachine.Catalog, console, host: host).Run(arguments);
        return new Run(exitCode, output.ToString(), error.ToString());
    }

    private static IAnsiConsole Terminal(TextWriter output, int columns)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = columns;
        return console;
    }
}
