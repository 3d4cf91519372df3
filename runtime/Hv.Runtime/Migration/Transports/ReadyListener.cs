namespace Hv.Runtime.Migration.Transports;

/// <summary>Has its source from the start: a file, a program, a descriptor.</summary>
internal sealed class ReadyListener(MigrationChannel channel) : MigrationListener
{
    /// <inheritdoc/>
    public override MigrationChannel Accept() => channel;

    /// <inheritdoc/>
    public override void Abort() => channel.Abort();
}
