using System.CommandLine;
using System.CommandLine.Invocation;
using Hv.Cli.Commands;
using Hv.Cli.Output;
using Hv.Cli.Replay;

namespace Hv.Cli;

/// <summary>The program: parses a command line, runs the command, and turns errors into one line on stderr.</summary>
/// <param name="catalog">The platforms.</param>
/// <param name="console">Where to write to.</param>
/// <param name="deviceTree">Answers device-tree properties of machines, or <see langword="null"/>.</param>
/// <param name="placeFunction">Puts recorded PCI functions on machines, or <see langword="null"/>.</param>
internal sealed class HvApplication(
    PlatformCatalog catalog, CliConsole console, DeviceTreeSource? deviceTree = null, FunctionPlacer? placeFunction = null)
{
    // '@file' on the command line is a file name like any other.
    private static readonly ParserConfiguration Parser = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs the program and returns its exit code.</summary>
    public int Run(IReadOnlyList<string> arguments)
    {
        var root = HvCommand.Create(new CommandContext(catalog, console, deviceTree, placeFunction));
        try
        {
            var result = root.Parse(arguments, Parser);
            // --help, --version and completion answer whatever else is on the command line.
            if (result.Action is ParseErrorAction || result.Action == result.CommandResult.Command.Action)
                UsageErrors.ThrowIfAny(result);

            return result.Invoke(new InvocationConfiguration
            {
                Output = console.Output,
                Error = console.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (CliException exception)
        {
            console.Error.WriteLine($"hv: {exception.Message.ReplaceLineEndings(" ")}");
            return ExitCode.Usage;
        }
    }
}
