namespace Hv.Runtime.Migration.Transports;

/// <summary>A file, from an offset on.</summary>
/// <param name="Path">The file.</param>
/// <param name="Offset">Where in it the stream begins, in bytes. What is before stays as it is.</param>
public sealed record FileAddress(string Path, long Offset) : MigrationAddress
{
    /// <inheritdoc/>
    public override MigrationChannel Connect(CancellationToken cancellation) => Open(() =>
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            BufferSize = 0,
        };

        // The memory of a guest is nobody else's business.
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        var file = new FileStream(Path, options);
        if (file.CanSeek)
            file.SetLength(Offset);

        return file;
    });

    /// <inheritdoc/>
    public override MigrationListener Listen() => new ReadyListener(Open(() => new FileStream(Path, new FileStreamOptions { BufferSize = 0 })));

    private StreamChannel Open(Func<FileStream> open)
    {
        try
        {
            var file = open();
            if (Offset > 0)
                file.Position = Offset;

            return new StreamChannel(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new MigrationAddressException($"Failed to open '{Path}': {exception.Message}", exception);
        }
    }
}
