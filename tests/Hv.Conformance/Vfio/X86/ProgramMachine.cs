using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using Hv.Conformance.Vfio.Images;
using Hv.Conformance.Vfio.Machines;

namespace Hv.Conformance.Vfio.X86;

/// <summary>
/// Runs programs inside a machine, one after the other, and brings back what they wrote. They share the machine, its devices and what
/// they do to them.
/// </summary>
internal static class ProgramMachine
{
    private const string OutputFile = "output";
    private const string StatusFile = "status";
    private const int LargestResults = 64 << 20;

    private static readonly TimeSpan BootPatience = TimeSpan.FromMinutes(2);

    /// <summary>Runs programs.</summary>
    /// <returns>How each ended, by its name.</returns>
    /// <exception cref="IOException">The machine brought no results back; the message has the end of its console.</exception>
    public static IReadOnlyDictionary<string, ProgramOutcome> Run(MachineKind kind, params IReadOnlyList<MachineProgram> programs)
    {
        var lifetime = programs.Aggregate(BootPatience, (sum, program) => sum + program.Patience);
        using var machine = new LabMachine(kind, lifetime, (files, path) =>
        {
            var image = new LabImage(files, Script(programs));
            foreach (var program in programs)
            {
                image.AddFolder($"programs/{program.Name}", program.Folder, PublishedProgram.IsNeeded);
                image.AddText($"programs/{program.Name}.sh", program.Command);
            }

            image.Write(path);
        });
        try
        {
            using var received = Receive(machine.Channel);
            var files = Unpack(received);
            return programs.ToDictionary(program => program.Name, program => OutcomeOf(files, program.Name));
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or SocketException)
        {
            throw machine.Failed($"No results came back: {exception.Message}", exception);
        }
    }

    private static string Script(IReadOnlyList<MachineProgram> programs)
    {
        var script = new StringBuilder(File.ReadAllText(Lab.FileOf("Images", "programs.sh")));
        foreach (var program in programs)
            script.Append(CultureInfo.InvariantCulture, $"run {program.Name} {(int)program.Patience.TotalSeconds}\n");

        return script.Append("send\n").ToString();
    }

    private static MemoryStream Receive(Socket channel)
    {
        // All of it, which ends when the machine does; that ends after its lifetime, whatever it does.
        var received = new MemoryStream();
        var buffer = new byte[65536];
        for (int length; (length = channel.Receive(buffer)) > 0;)
        {
            received.Write(buffer, 0, length);
            if (received.Length > LargestResults)
                throw new InvalidDataException($"The machine sent more than {LargestResults} bytes.");
        }

        received.Position = 0;
        return received;
    }

    private static Dictionary<string, byte[]> Unpack(Stream received)
    {
        using var gzip = new GZipStream(received, CompressionMode.Decompress);
        using var tar = new TarReader(gzip);
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is not { } stream)
                continue;

            using var data = new MemoryStream();
            stream.CopyTo(data);
            files[entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name] = data.ToArray();
        }

        return files;
    }

    private static ProgramOutcome OutcomeOf(Dictionary<string, byte[]> files, string name)
    {
        var start = name + "/";
        var own = files.Where(file => file.Key.StartsWith(start, StringComparison.Ordinal))
            .ToDictionary(file => file.Key[start.Length..], file => file.Value, StringComparer.Ordinal);
        if (!own.Remove(StatusFile, out var status) || !own.Remove(OutputFile, out var output))
            throw new InvalidDataException($"nothing of {name} is among them");

        return new ProgramOutcome(int.Parse(Encoding.ASCII.GetString(status), CultureInfo.InvariantCulture), Encoding.UTF8.GetString(output), own);
    }
}
