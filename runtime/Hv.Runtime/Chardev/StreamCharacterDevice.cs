namespace Hv.Runtime.Chardev;

/// <summary>A device with one connection that is there from the start: the program's own streams, a file, nothing at all.</summary>
/// <param name="id">The id.</param>
/// <param name="kind">The kind.</param>
/// <param name="fileName">What it is connected to.</param>
/// <param name="stream">The connection.</param>
public sealed class StreamCharacterDevice(string id, string kind, string fileName, Stream stream) : CharacterDevice(id)
{
    private int _isAccepted;

    /// <inheritdoc/>
    public override string Kind => kind;

    /// <inheritdoc/>
    public override string FileName => fileName;

    /// <summary>Takes what is written, and never has anything to read.</summary>
    public static StreamCharacterDevice Null(string id) => new(id, "null", "null", Stream.Null);

    /// <summary>The program's standard input and output.</summary>
    public static StreamCharacterDevice StandardStreams(string id) =>
        new(id, "stdio", "stdio", OpenStandardStreams());

    /// <summary>The program's standard input and output as one.</summary>
    public static Stream OpenStandardStreams() => new DuplexStream(Console.OpenStandardInput(), Console.OpenStandardOutput());

    /// <summary>Writes to a file; there is nothing to read.</summary>
    /// <exception cref="CharacterDeviceException">The file cannot be written.</exception>
    public static StreamCharacterDevice File(string id, string path, bool append = false)
    {
        try
        {
            var mode = append ? FileMode.Append : FileMode.Create;
            var file = new FileStream(path, mode, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            return new StreamCharacterDevice(id, "file", $"file:{path}", new DuplexStream(Stream.Null, file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CharacterDeviceException($"Could not open '{path}': {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public override Stream? Accept() => Interlocked.Exchange(ref _isAccepted, 1) == 0 ? stream : null;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            stream.Dispose();
    }
}
