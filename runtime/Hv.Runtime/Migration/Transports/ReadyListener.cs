namespace Hv.Runtime.Migration.Transports;

/// <summary>Has its source from the start: a file, a program, a descriptor.</summary>
internal sealed class ReadyListener(MigrationChannel channel) : MigrationListener
{
    private bool _isAccepted;

    /// <inheritdoc/>
    public override MigrationChannel Accept()
    {
        _isAccepted = true;
        return channel;
    }

    /// <inheritdoc/>
    public override void Abort() => channel.Abort();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isAccepted)
            channel.Dispose();
    }
}
