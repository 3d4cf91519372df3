using System.CommandLine;

namespace Hv.Cli.Commands;

/// <summary><c>hv run</c>: in the list of commands. The program hands its command line to <see cref="Run.RunProgram"/> unparsed.</summary>
internal static class RunCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "run";

    /// <summary>Makes the entry.</summary>
    public static Command Create() => new(Name, "Runs a machine, with QEMU's options ('hv run -help').");
}
