namespace Hv.Runtime.Migration.Transports;

/// <summary>What a migration stream goes through.</summary>
public abstract class MigrationChannel : IDisposable
{
    /// <summary>Read by the destination and written by the source.</summary>
    public abstract Stream Stream { get; }

    /// <summary>Where the destination can answer the source; <see langword="null"/> where there is no way back.</summary>
    public virtual Stream? Answers => null;

    /// <summary>All of the stream was written, or read: ends the channel in order.</summary>
    /// <param name="cancellation">Ends the wait for the other side.</param>
    /// <exception cref="IOException">The other side has failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public virtual void Complete(CancellationToken cancellation)
    {
    }

    /// <summary>Makes reads and writes fail at once, those that other threads wait in included. On any thread, any number of times.</summary>
    public abstract void Abort();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the channel.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            Abort();
    }
}
