namespace Hv.Runtime.Migration.Transports;

/// <summary>A file that takes the place of what was there when all of it is written, and not before.</summary>
/// <param name="Path">The file.</param>
internal sealed record SnapshotAddress(string Path) : MigrationAddress
{
    /// <inheritdoc/>
    public override MigrationChannel Connect(CancellationToken cancellation)
    {
        // Beside the file, so that it can take its place at once.
        var part = $"{Path}.{Guid.NewGuid():N}.part";
        return new SnapshotChannel(new FileAddress(part, 0).Connect(cancellation), part, Path);
    }

    /// <inheritdoc/>
    public override MigrationListener Listen() => new FileAddress(Path, 0).Listen();
}
