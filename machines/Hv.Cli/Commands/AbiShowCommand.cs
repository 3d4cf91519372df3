using System.CommandLine;
using Hv.Cli.Output;

namespace Hv.Cli.Commands;

/// <summary><c>hv abi show VERSION</c>: what a machine version shows its guests.</summary>
internal static class AbiShowCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var version = CommonOptions.MachineName(context.Catalog, "VERSION", "A machine version, or a family for its newest version.");
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "show",
            "Prints what a machine version shows its guests.",
            "One line an entry: KIND KEY = VALUE. A call's value is its name, its inputs and its outputs; behind a word stand the 32-bit\n"
            + "words it takes (RTAS), or its bits (hypercalls), where that is not what most take; '!' is stored after an error too, '?'\n"
            + "not always. A type has the properties of its parent, with their values, unless it has entries of its own. Fields are in\n"
            + "the order of the stream. 'exception' is a deliberate change of what was released, with its reason.",
            "hv abi show pseries-2.3",
            "hv abi show pseries-2.3 | grep ddw")
        {
            version,
            json,
        };
        command.SetAction(result => Run(context, result.GetRequiredValue(version), result.GetValue(json)));
        return command;
    }

    private static int Run(CommandContext context, string version, bool json)
    {
        var text = context.Catalog.FindAbi(version);
        if (json)
        {
            var document = new AbiDocument(
                text.Version, [.. text.Entries.Select(entry => new AbiEntryItem(entry.KindName, entry.Key, entry.Value))]);
            context.WriteJson(document, documents => documents.AbiDocument);
        }
        else
        {
            context.Console.Output.Write(text.ToString());
        }

        return ExitCode.Success;
    }
}
