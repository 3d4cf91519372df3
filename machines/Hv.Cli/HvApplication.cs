using System.CommandLine;
using System.CommandLine.Invocation;
using Hv.Cli.Commands;
using Hv.Cli.Output;
using Hv.Cli.Replay;
using Hv.Cli.Run;
using Hv.Runtime.Machines;
using Hv.Runtime.Monitors;

namespace Hv.Cli;

/// <summary>The program: parses a command line, runs the command, and turns errors into one line on stderr.</summary>
/// <param name="catalog">The platforms.</param>
/// <param name="console">Where to write to.</param>
/// <param name="deviceTree">Answers device-tree properties of machines, or <see langword="null"/>.</param>
/// <param name="placeFunction">Puts recorded PCI functions on machines, or <see langword="null"/>.</param>
/// <param name="describe">Tells monitors what a platform knows of its machine versions, or <see langword="null"/>.</param>
/// <param name="host">Where to learn of the host from; this host, when not given.</param>
internal sealed class HvApplication(
    PlatformCatalog catalog, CliConsole console, DeviceTreeSource? deviceTree = null, FunctionPlacer? placeFunction = null,
    Func<MachineVersion, MachineDetails>? describe = null, HostSources? host = null)
{
    // '@file' on the command line is a file name like any other.
    private static readonly ParserConfiguration Parser = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs the program and returns its exit code.</summary>
    public int Run(IReadOnlyList<string> arguments)
    {
        // Its options are QEMU's, with one dash and values that System.CommandLine would take for options.
        if (arguments is [RunCommand.Name, ..])
            return RunMachine($"hv {RunCommand.Name}", [.. arguments.Skip(1)]);

        if (arguments is [SnapshotCommand.Name, SnapshotCommand.Load, not ['-', ..] and var file, ..])
            return LoadSnapshot(file, [.. arguments.Skip(3)]);

        var root = HvCommand.Create(new CommandContext(catalog, console, deviceTree, placeFunction, host ?? HostSources.Own));
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

    /// <summary>Runs a machine with QEMU's options.</summary>
    /// <param name="programName">What the program is called in its messages.</param>
    /// <param name="arguments">The options.</param>
    /// <returns>The exit code.</returns>
    public int RunMachine(string programName, IReadOnlyList<string> arguments)
    {
        var machines = new MachineCatalog([.. catalog.Families, NoneMachine.Family], catalog.Devices);
        return new RunProgram(describe is null ? machines : machines with { Describe = describe }, console, programName).Run(arguments);
    }

    private int LoadSnapshot(string file, IReadOnlyList<string> options)
    {
        const string program = $"hv {SnapshotCommand.Name} {SnapshotCommand.Load}";
        try
        {
            return RunMachine(program, [.. SnapshotHead.Read(file).OptionsBeside(options), .. options, "-incoming", $"file:{file}"]);
        }
        catch (CliException exception)
        {
            console.Error.WriteLine($"{program}: {exception.Message.ReplaceLineEndings(" ")}");
            return RunProgram.Failure;
        }
    }
}
