using System.CommandLine;
using Hv.Cli.Output;
using Hv.Runtime.Migration;
using Hv.Runtime.Migration.Description;

namespace Hv.Cli.Commands;

/// <summary><c>hv migration</c>: about migration streams.</summary>
internal static class MigrationCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context) => new CliCommand("migration", "Looks into migration streams and snapshots.", "")
    {
        CreateInspect(context),
    };

    private static Command CreateInspect(CommandContext context)
    {
        var file = new Argument<string>("FILE") { Description = "The stream: of Hv, or of QEMU (migrate \"exec:cat>FILE\").", HelpName = "FILE" };
        var section = new Option<string?>("--section")
        {
            Description = "Show only sections of this name, or of this name on any device.",
            HelpName = "NAME",
        };
        var full = new Option<bool>("--full") { Description = "Show long arrays and buffers in full." };
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "inspect",
            "Shows a migration stream as a tree: sections, fields, values, offsets.",
            "The stream's own description, at its end, says what is in its sections: it may come from any machine. Of a stream without one\n"
            + "the sections are listed. Exit code: 0 shown, 1 the stream is broken (the first wrong byte is named), 2 a wrong command line.",
            "hv migration inspect guest.mig                                    # all of it",
            "hv migration inspect guest.mig --section spapr_iommu              # the DMA windows",
            "hv migration inspect guest.mig --section globalstate --full --json  # for a program")
        {
            file,
            section,
            full,
            json,
        };
        command.SetAction(result => Inspect(
            context, result.GetValue(file)!, result.GetValue(section), result.GetValue(full), result.GetValue(json)));
        return command;
    }

    private static int Inspect(CommandContext context, string path, string? section, bool full, bool json)
    {
        using var file = Open(path);
        var decoder = new StreamDecoder(file);
        using IStreamView view = json
            ? new StreamJson(context.Console.Output, decoder.Bytes, full)
            : new StreamView(context.Console.Output, decoder.Bytes, full);
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var isFound = section is null;
        try
        {
            foreach (var part in decoder.Decode())
            {
                if (section is not null)
                {
                    if (part is not SectionPart { Head.Name: var name } || !IsNamed(name, section))
                    {
                        if (part is SectionPart { Head.Name: var other })
                            names.Add(Printable.Text(other));

                        continue;
                    }

                    isFound = true;
                }

                view.Write(part);
            }
        }
        catch (StateException exception)
        {
            view.WriteError(exception);
            view.Dispose();
            context.Console.Error.WriteLine($"hv: {path}: {Printable.Text(exception.Message)}");
            return ExitCode.Different;
        }
        catch (IOException exception)
        {
            throw new CliException($"{path}: {exception.Message}", exception);
        }

        return isFound
            ? ExitCode.Success
            : throw new CliException($"{path}: there is no section '{section}'; there are: {string.Join(", ", names)}.");
    }

    private static bool IsNamed(string name, string wanted) =>
        name == wanted || (name.Length > wanted.Length && name.EndsWith(wanted, StringComparison.Ordinal) && name[^(wanted.Length + 1)] == '/');

    private static FileStream Open(string path)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            if (file.CanSeek)
                return file;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{path}: {exception.Message}", exception);
        }

        file.Dispose();
        throw new CliException($"{path}: no regular file; the description is at the end of a stream, so give it as a file.");
    }
}
