namespace Hv.Cli.Replay;

/// <summary>A recording that is being read: its head and its functions are known, its entries come one by one.</summary>
internal sealed class Recording
{
    private readonly RecordingReader _reader;
    private RecordingEntry? _next;

    /// <summary>How many functions a recording may have: those of a bus.</summary>
    private const int MaximumFunctions = 256;

    private Recording(RecordingReader reader, RecordingHead head, List<RecordedConfigurationSpace> functions, RecordingEntry? next)
    {
        _reader = reader;
        _next = next;
        Head = head;
        Functions = functions;
    }

    /// <summary>The file, as the user named it.</summary>
    public string Source => _reader.Source;

    /// <summary>What the comment lines before the first entry say.</summary>
    public RecordingHead Head { get; }

    /// <summary>The PCI functions of the machine it was made on: the 'config' lines before any other entry.</summary>
    public IReadOnlyList<RecordedConfigurationSpace> Functions { get; }

    /// <summary>Opens a recording: reads its head and its functions.</summary>
    /// <exception cref="RecordingFormatException">A line is malformed.</exception>
    public static Recording Open(TextReader text, string source)
    {
        var reader = new RecordingReader(text, source);
        var head = RecordingHead.Empty;
        var functions = new List<RecordedConfigurationSpace>();
        while (true)
        {
            switch (reader.Read())
            {
                case RecordedComment comment when functions.Count == 0:
                    head = head.With(source, comment);
                    break;
                case RecordedComment:
                    break;
                case RecordedConfigurationSpace { Line: var line } when functions.Count == MaximumFunctions:
                    throw new RecordingFormatException(source, line, 1, $"at most {MaximumFunctions} 'config' lines", "one more");
                case RecordedConfigurationSpace function:
                    functions.Add(function);
                    break;
                case var entry:
                    return new Recording(reader, head, functions, entry);
            }
        }
    }

    /// <summary>Reads the next entry that is no comment; <see langword="null"/> at the end.</summary>
    /// <exception cref="RecordingFormatException">The line is malformed.</exception>
    public RecordingEntry? Read()
    {
        var entry = _next ?? _reader.Read();
        _next = null;
        while (entry is RecordedComment)
            entry = _reader.Read();

        return entry;
    }

    /// <summary>The exception that says the recording ended too early.</summary>
    public RecordingFormatException UnexpectedEnd(string expected) =>
        new(Source, _reader.Line + 1, 1, expected, _reader.Line == 0 ? "an empty file" : "the end of the file");
}
