namespace Hv.Cli.Replay;

/// <summary>A recording that is being read: its head is known, its entries come one by one.</summary>
internal sealed class Recording
{
    private readonly RecordingReader _reader;
    private RecordingEntry? _next;

    private Recording(RecordingReader reader, RecordingHead head, RecordingEntry? next)
    {
        _reader = reader;
        _next = next;
        Head = head;
    }

    /// <summary>The file, as the user named it.</summary>
    public string Source => _reader.Source;

    /// <summary>What the comment lines before the first entry say.</summary>
    public RecordingHead Head { get; }

    /// <summary>Opens a recording: reads its head.</summary>
    /// <exception cref="RecordingFormatException">A line is malformed.</exception>
    public static Recording Open(TextReader text, string source)
    {
        var reader = new RecordingReader(text, source);
        var head = RecordingHead.Empty;
        while (true)
        {
            var entry = reader.Read();
            if (entry is not RecordedComment comment)
                return new Recording(reader, head, entry);

            head = head.With(source, comment);
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
