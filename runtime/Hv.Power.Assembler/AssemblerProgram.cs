using Hv.Power.Assembly;

namespace Hv.Power.Assembler;

/// <summary><c>hv-as OUTPUT SOURCE…</c>: assembles the sources as one text into an ELF program.</summary>
internal static class AssemblerProgram
{
    private const int Failure = 1;
    private const int WrongUse = 2;

    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">The file to write, and those to read.</param>
    /// <param name="errors">Where errors go, in the form that MSBuild and editors know: <c>file(line): error …</c>.</param>
    /// <returns>The exit code: 0, 1 for a source or a file that is wrong, 2 for a wrong command line.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter errors)
    {
        if (arguments.Count < 2)
        {
            errors.WriteLine("usage: hv-as OUTPUT SOURCE…");
            return WrongUse;
        }

        try
        {
            var sources = arguments.Skip(1).Select(path => (Path: path, Lines: File.ReadAllLines(path))).ToList();
            try
            {
                var code = PowerAssembler.Assemble(string.Join('\n', sources.SelectMany(source => source.Lines)));
                File.WriteAllBytes(arguments[0], ElfProgram.Create(code));
                return 0;
            }
            catch (AssemblyException exception)
            {
                errors.WriteLine(Locate(exception, sources));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            errors.WriteLine($"hv-as: error HVAS: {exception.Message}");
        }

        return Failure;
    }

    private static string Locate(AssemblyException exception, List<(string Path, string[] Lines)> sources)
    {
        var line = exception.Line;
        foreach (var (path, lines) in sources)
        {
            if (line <= lines.Length)
                return $"{path}({line}): error HVAS: {exception.Message}";

            line -= lines.Length;
        }

        return $"hv-as: error HVAS: {exception.Message}";
    }
}
