using System.CommandLine;
using Hv.Cli.Abi;
using Hv.Cli.Output;
using Hv.Runtime.Abi;
using Spectre.Console;

namespace Hv.Cli.Commands;

/// <summary><c>hv abi diff A B</c>: what guests of one machine version see differently from guests of another, or from a frozen text.</summary>
internal static class AbiDiffCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var a = CommonOptions.MachineName(context.Catalog, "A", "A machine version.");
        var b = CommonOptions.MachineName(context.Catalog, "B", "Another one, or the file of a frozen text.");
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "diff",
            "Shows what two machine versions, or a version and a frozen text, show guests differently.",
            "Compared with a file the exit code is 1 when a guest could tell a difference. Exceptions, deliberate changes of what was\n"
            + "released, follow with their reasons.",
            "hv abi diff pseries-4.1 pseries-4.2",
            "hv abi diff pseries-2.3 machines/Hv.Pseries/Abi/pseries-2.3.abi")
        {
            a,
            b,
            json,
        };
        command.SetAction(result => Run(context, result.GetRequiredValue(a), result.GetRequiredValue(b), result.GetValue(json)));
        return command;
    }

    private static int Run(CommandContext context, string nameA, string nameB, bool json)
    {
        var textA = context.Catalog.FindAbi(nameA);
        var isFile = !context.Catalog.MachineNames.Contains(nameB) && (File.Exists(nameB) || nameB.EndsWith(AbiFile.Extension, StringComparison.Ordinal));
        var textB = isFile ? AbiFile.Read(nameB) : context.Catalog.FindAbi(nameB);
        var nameOfB = isFile ? nameB : textB.Version;
        var differences = AbiComparison.Compare(textA, textB)
            .Where(difference => difference.Kind != AbiEntryKind.Exception)
            .ToList();
        var exceptions = textA.Entries.Concat(textB.Entries)
            .Where(entry => entry.Kind == AbiEntryKind.Exception)
            .DistinctBy(entry => entry.ToString())
            .Select(AbiFile.Describe)
            .ToList();
        if (json)
        {
            var items = differences.Select(difference => new AbiDifferenceItem(
                AbiEntry.NameOf(difference.Kind), difference.Key, AbiFile.NameOf(difference.Change), difference.Old, difference.New));
            context.WriteJson(new AbiDiffDocument(textA.Version, nameOfB, [.. items], exceptions), documents => documents.AbiDiffDocument);
        }
        else
        {
            Show(context.Console, textA.Version, nameOfB, differences, exceptions);
        }

        return isFile && differences.Any(difference => difference.Change != AbiChange.Reworded) ? ExitCode.Different : ExitCode.Success;
    }

    private static void Show(
        CliConsole console, string nameA, string nameB, List<AbiDifference> differences, List<AbiExceptionItem> exceptions)
    {
        if (differences.Count == 0)
        {
            console.WriteLine($"{nameA} and {nameB} show guests the same.");
        }
        else
        {
            var table = console.CreateTable("Entry", nameA, nameB);
            foreach (var difference in differences)
            {
                var (a, b) = difference.Change == AbiChange.Moved
                    ? ("", $"in the place of {difference.Old}")
                    : (difference.Old ?? "-", difference.New ?? "-");
                table.AddRow(new Text(difference.Subject), new Text(a), new Text(b));
            }

            console.Write(table);
        }

        if (exceptions.Count == 0)
            return;

        console.WriteLine();
        console.WriteLine("Exceptions, deliberate changes of what was released:");
        foreach (var exception in exceptions)
            console.WriteLine($"  {exception.Version} and older: {exception.Entry}: {exception.Reason}");
    }
}
