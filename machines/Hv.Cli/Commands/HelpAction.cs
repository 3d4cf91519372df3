using System.CommandLine;

namespace Hv.Cli.Commands;

/// <summary>Shows the help of a command, with details and examples.</summary>
/// <param name="inner">What writes the help itself.</param>
internal sealed class HelpAction(System.CommandLine.Help.HelpAction inner) : TerminatingAction
{
    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        inner.Invoke(parseResult);
        if (parseResult.CommandResult.Command is CliCommand command)
        {
            var output = parseResult.InvocationConfiguration.Output;
            WriteSection(output, "Details", command.Details.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            WriteSection(output, "Examples", command.Examples);
        }

        return ExitCode.Success;
    }

    private static void WriteSection(TextWriter output, string heading, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return;

        output.WriteLine($"{heading}:");
        foreach (var line in lines)
            output.WriteLine($"  {line}");

        output.WriteLine();
    }
}
