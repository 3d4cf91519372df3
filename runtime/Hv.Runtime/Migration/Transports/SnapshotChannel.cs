namespace Hv.Runtime.Migration.Transports;

/// <summary>A channel into a file that gets its name when it is whole, and goes when it is not.</summary>
/// <param name="inner">Writes the file; the channel closes it.</param>
/// <param name="part">The name of the file while it is written.</param>
/// <param name="path">Its name when it is whole.</param>
internal sealed class SnapshotChannel(MigrationChannel inner, string part, string path) : MigrationChannel
{
    private bool _isWhole;

    /// <inheritdoc/>
    public override Stream Stream => inner.Stream;

    /// <inheritdoc/>
    public override void Complete(CancellationToken cancellation)
    {
        inner.Complete(cancellation);
        inner.Dispose();
        try
        {
            File.Move(part, path, overwrite: true);
            _isWhole = true;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    /// <inheritdoc/>
    public override void Abort() => inner.Abort();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;

        inner.Dispose();
        if (_isWhole)
            return;

        try
        {
            File.Delete(part);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It stays behind under a name that nobody takes for a snapshot.
        }
    }
}
