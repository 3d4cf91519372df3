using System.CommandLine;

namespace Hv.Cli.Commands;

/// <summary>Shows the program's version.</summary>
internal sealed class VersionAction : TerminatingAction
{
    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var version = typeof(VersionAction).Assembly.GetName().Version;
        parseResult.InvocationConfiguration.Output.WriteLine($"hv {version?.ToString(3)}");
        return ExitCode.Success;
    }
}
