using Hv.Runtime.Rtas;

namespace Hv.Cli.Replay;

/// <summary>
/// Reads a recording line by line: <c># …</c>, <c>config FUNCTION HEX</c>, <c>dt PATH HEX</c> and
/// <c>call TOKEN NAME NARGS NRET | arguments | return words</c>. Blank lines are skipped. Nothing of what was read is kept.
/// </summary>
/// <param name="reader">The text.</param>
/// <param name="source">The file, as the user named it.</param>
internal sealed class RecordingReader(TextReader reader, string source)
{
    private readonly BoundedLineReader _lines = new(reader, source);

    /// <summary>The file, as the user named it.</summary>
    public string Source => source;

    /// <summary>The number of the line read last, from 1; 0 before the first.</summary>
    public long Line => _lines.Line;

    /// <summary>Reads the next entry; <see langword="null"/> at the end.</summary>
    /// <exception cref="RecordingFormatException">The line is malformed.</exception>
    public RecordingEntry? Read()
    {
        while (_lines.TryRead(out var text))
        {
            var scanner = new LineScanner(source, _lines.Line, text);
            var keyword = scanner.ReadWord();
            switch (keyword)
            {
                case "":
                    continue;
                case ['#', ..]:
                    return new RecordedComment(_lines.Line, text.ToString());
                case "call":
                    return ReadCall(ref scanner);
                case "dt":
                    return ReadProperty(ref scanner);
                case "config":
                    return ReadConfigurationSpace(ref scanner);
                default:
                    throw scanner.Expected("'call', 'dt', 'config' or '#'", keyword);
            }
        }

        return null;
    }

    private RecordedCall ReadCall(ref LineScanner scanner)
    {
        var token = scanner.ReadToken();
        var name = scanner.ReadName("the name of a call");
        var argumentCount = scanner.ReadCount("the number of arguments", RtasFrame.MaximumWords);
        var returnCount = scanner.ReadCount("the number of return words", RtasFrame.MaximumWords);
        scanner.ReadBar("the counts");
        var arguments = scanner.ReadWords("argument", argumentCount);
        scanner.ReadBar($"{argumentCount} {(argumentCount == 1 ? "argument" : "arguments")}");
        var returns = scanner.ReadWords("return word", returnCount);
        scanner.ReadEnd($"{returnCount} return {(returnCount == 1 ? "word" : "words")}");
        return new RecordedCall(_lines.Line, token, name, arguments, returns);
    }

    private RecordedProperty ReadProperty(ref LineScanner scanner)
    {
        var path = scanner.ReadName("the path of a property");
        var value = scanner.ReadBytes();
        scanner.ReadEnd("the property's value");
        return new RecordedProperty(_lines.Line, path, value);
    }

    private RecordedConfigurationSpace ReadConfigurationSpace(ref LineScanner scanner)
    {
        var function = scanner.ReadName("the address of a PCI function");
        var content = scanner.ReadBytes();
        scanner.ReadEnd("the configuration space");
        return new RecordedConfigurationSpace(_lines.Line, function, content);
    }
}
