namespace Hv.Runtime.Migration.Transports;

/// <summary>Waits for one source.</summary>
public abstract class MigrationListener : IDisposable
{
    /// <summary>Where it waits, as monitors tell: a path, or a host and a port; <see langword="null"/> for what is no socket.</summary>
    public virtual ListeningAddress? Address => null;

    /// <summary>Waits for the source.</summary>
    /// <exception cref="IOException">It was aborted.</exception>
    public abstract MigrationChannel Accept();

    /// <summary>Makes <see cref="Accept"/> fail at once, also when it waits on another thread.</summary>
    public abstract void Abort();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops to wait.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            Abort();
    }
}
