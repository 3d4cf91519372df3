using System.CommandLine;
using Hv.Cli.Abi;
using Hv.Runtime.Abi;

namespace Hv.Cli.Commands;

/// <summary><c>hv abi freeze</c>: writes the texts of released machine versions.</summary>
internal static class AbiFreezeCommand
{
    private const string DefaultDirectory = "Abi";

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var versions = new Argument<string[]>("VERSION")
        {
            Description = "The versions; not given: those that the directory has texts of and all older ones, or all when it has none.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        versions.CompletionSources.Add(_ => context.Catalog.MachineNames.Select(name => new System.CommandLine.Completions.CompletionItem(name)));
        var directory = new Option<string>("--directory") { Description = $"Where the texts are; '{DefaultDirectory}' when not given.", HelpName = "DIR" };
        var force = new Option<bool>("--force") { Description = "Write over what was frozen though guests could tell the difference." };
        var command = new CliCommand(
            "freeze",
            "Writes the texts that freeze what released machine versions show their guests.",
            "A text that is there is only added to, or worded anew. When a guest of the released version could tell the difference,\n"
            + "nothing is written, the differences are shown and the exit code is 1; --force writes all the same.\n"
            + "The compiler does not let sources pass that differ from the texts: what is to be frozen anew needs an [AbiException] on\n"
            + "it, or a build that does not look at the texts, with -p:HvAbiFreeze=true.",
            "hv abi freeze pseries-7.2 --directory machines/Hv.Pseries/Abi",
            "dotnet run --project machines/Hv.Cli -p:HvAbiFreeze=true -- abi freeze --directory machines/Hv.Pseries/Abi --force")
        {
            versions,
            directory,
            force,
        };
        command.SetAction(result => Run(
            context, result.GetValue(versions) ?? [], result.GetValue(directory) ?? DefaultDirectory, result.GetValue(force)));
        return command;
    }

    private static int Run(CommandContext context, IReadOnlyList<string> names, string directory, bool force)
    {
        if (!Directory.Exists(directory))
            throw new CliException($"there is no directory '{directory}'; name one with --directory.");

        var files = Versions(context.Catalog, names, directory)
            .Select(name => (Path: Path.Combine(directory, name + AbiFile.Extension), Text: context.Catalog.FindAbi(name)))
            .Select(file => (file.Path, file.Text, Old: File.Exists(file.Path) ? AbiFile.ReadWhole(file.Path) : null))
            .ToList();

        // All or nothing: a directory of which half is new would say that nobody meant it.
        var broken = files.Where(file => file.Old is not null && Breaks(file.Path, file.Old, file.Text).Any()).ToList();
        foreach (var (path, text, old) in broken)
        {
            context.Console.WriteLine($"{text.Version}: guests of the released version would see the difference");
            foreach (var difference in Breaks(path, old!, text))
                context.Console.WriteLine($"  {Describe(difference)}");
        }

        if (broken.Count > 0 && !force)
        {
            context.Console.Error.WriteLine("hv: nothing was written; --force writes over what was frozen.");
            return ExitCode.Different;
        }

        var written = 0;
        foreach (var (path, text, old) in files)
        {
            if (old == text.ToString())
                continue;

            AbiFile.Write(path, text);
            context.Console.WriteLine($"{path}: {(old is null ? "new" : "written again")}");
            written++;
        }

        context.Console.WriteLine($"{files.Count} versions, {written} texts written, {files.Count - written} as they were.");
        return ExitCode.Success;
    }

    /// <summary>What is changed, or gone, that the file holds; what is new there is no break.</summary>
    private static IEnumerable<AbiDifference> Breaks(string path, string old, AbiText text) =>
        AbiComparison.Compare(AbiFile.Parse(path, old), text)
            .Where(difference => difference.Change is AbiChange.Changed or AbiChange.Removed or AbiChange.Moved);

    private static string Describe(AbiDifference difference) => difference.Change switch
    {
        AbiChange.Removed => $"{difference.Subject} = {difference.Old}, which is gone",
        AbiChange.Moved => $"{difference.Subject} is in the place of {difference.Old}",
        _ => $"{difference.Subject} = {difference.Old}; now {difference.New}",
    };

    private static IEnumerable<string> Versions(PlatformCatalog catalog, IReadOnlyList<string> names, string directory)
    {
        if (names.Count > 0)
            return names.Select(name => catalog.FindMachine(name).Version.Name).Distinct();

        return catalog.Families.SelectMany(family =>
        {
            var newestFirst = family.Versions.Select(version => version.Name).ToList();
            var newest = newestFirst.FindIndex(name => File.Exists(Path.Combine(directory, name + AbiFile.Extension)));
            return newestFirst.Skip(int.Max(newest, 0));
        });
    }
}
