using Microsoft.Win32.SafeHandles;

namespace Hv.Runtime.Migration.Transports;

/// <summary>A channel of a descriptor that is a pipe or a file. A wait in it can be ended, which .NET's streams on pipes do not allow.</summary>
/// <param name="handle">The descriptor; the channel closes it.</param>
internal sealed class PipeChannel(SafeFileHandle handle) : MigrationChannel
{
    private readonly PipeStream _stream = new(handle);

    /// <inheritdoc/>
    public override Stream Stream => _stream;

    /// <inheritdoc/>
    public override void Abort() => _stream.Abort();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _stream.Dispose();
    }
}
