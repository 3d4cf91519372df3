using System.CommandLine.Invocation;

namespace Hv.Cli.Commands;

/// <summary>An action of an option that answers whatever else is on the command line: --help, --version.</summary>
internal abstract class TerminatingAction : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool Terminating => true;

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;
}
