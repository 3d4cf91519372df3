namespace Hv.Runtime.Migration.Transports;

/// <summary>A channel of a stream in which nothing waits for others.</summary>
/// <param name="stream">The stream; the channel closes it.</param>
internal sealed class StreamChannel(Stream stream) : MigrationChannel
{
    /// <inheritdoc/>
    public override Stream Stream => stream;

    /// <inheritdoc/>
    public override void Complete(CancellationToken cancellation) => stream.Flush();

    /// <inheritdoc/>
    public override void Abort() => stream.Dispose();
}
