namespace Hv.Conformance.Infrastructure;

/// <summary>A file for a migration stream; gone when disposed of.</summary>
internal sealed class StreamFile : IDisposable
{
    /// <summary>Its path.</summary>
    public string Path { get; } = System.IO.Path.GetTempFileName();

    /// <summary>Opens it to be read.</summary>
    public FileStream OpenRead() => File.OpenRead(Path);

    /// <inheritdoc/>
    public void Dispose() => File.Delete(Path);
}
