namespace Hv.Runtime.Migration.Transports;

/// <summary>Where a source is waited for.</summary>
/// <param name="Path">The path of a Unix domain socket, or <see langword="null"/>.</param>
/// <param name="Host">The host's address, for TCP.</param>
/// <param name="Port">The port, for TCP: the one that was chosen when 0 was asked for.</param>
public sealed record ListeningAddress(string? Path, string Host, int Port)
{
    /// <inheritdoc/>
    public override string ToString() => Path is null ? $"tcp:{Host}:{Port}" : $"unix:{Path}";
}
