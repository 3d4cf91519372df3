using System.CommandLine;

namespace Hv.Cli.Commands;

/// <summary><c>hv abi</c>: what machine versions show their guests, and the texts that freeze it.</summary>
internal static class AbiCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context) => new CliCommand(
        "abi",
        "Shows, compares and freezes what machine versions show their guests.",
        "That is: values of properties, RTAS calls and hypercalls with their words, constants of the device tree, and the fields of\n"
        + "migration streams. Where a text holds what a version showed when it was released, a change of the sources that would change\n"
        + "it is an error of the compiler (HV6001 to HV6011).",
        "hv abi show pseries-2.3",
        "hv abi diff pseries-4.1 pseries-4.2",
        "hv abi freeze --directory machines/Hv.Pseries/Abi")
    {
        AbiShowCommand.Create(context),
        AbiDiffCommand.Create(context),
        AbiFreezeCommand.Create(context),
    };
}
