using System.CommandLine;
using System.CommandLine.Completions;

namespace Hv.Cli.Commands;

/// <summary>Options and arguments that several commands have.</summary>
internal static class CommonOptions
{
    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Write JSON for a program instead of a table." };

    /// <summary><c>--machine NAME</c>.</summary>
    /// <param name="catalog">The platforms, to complete names.</param>
    /// <param name="description">What the machine is for.</param>
    public static Option<string?> Machine(PlatformCatalog catalog, string description)
    {
        var option = new Option<string?>("--machine", "-M") { Description = description, HelpName = "NAME" };
        option.CompletionSources.Add(_ => catalog.MachineNames.Select(name => new CompletionItem(name)));
        return option;
    }

    /// <summary>The name of a machine.</summary>
    public static Argument<string> MachineName(PlatformCatalog catalog, string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description, HelpName = name };
        argument.CompletionSources.Add(_ => catalog.MachineNames.Select(machine => new CompletionItem(machine)));
        return argument;
    }
}
